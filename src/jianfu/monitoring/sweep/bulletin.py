"""A sweep as a bulletin of at most two pages: each item with the file and row that it rests on."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2

from jianfu.ledger.models import EvidenceRow
from jianfu.monitoring.models import Sweep, SweepItem
from jianfu.monitoring.queries import list_evidence
from jianfu.monitoring.sweep.signals import Signal
from jianfu.reporting.document import Document, Node, Paragraph, Table
from jianfu.reporting.rendering.docx_writer import write_docx
from jianfu.reporting.rendering.pdf_writer import write_pdf
from jianfu.reporting.wording import say_date

MOST_PAGES = 2
_MOST_ITEMS = 28
_DOCX_SHARE = 0.7
"""A word processor sets tables wider than typst does: of the items that two typst pages hold, so many fit it too."""
_SHOWN_WORDS = 90
_WRITERS = {"docx": write_docx, "pdf": write_pdf}


def group_items(sweep: Sweep) -> list[tuple[Signal, list[SweepItem]]]:
    """The items by signal, in the bulletin's order; signals without any left out."""
    items = list(sweep.items.select_related("organ").order_by("pk"))
    groups = [(signal, [item for item in items if item.signal == signal]) for signal in Signal]
    return [(signal, some) for signal, some in groups if some]


def say_evidence(row: EvidenceRow) -> str:
    """Where a row stands: file, sheet or page, line, and the ledger's number for it."""
    file = Path(row.source.name)
    sheet = "" if row.sheet in {"", file.stem} else f"“{row.sheet}”"
    place = f"{sheet}第 {row.row} 行" if row.sheet else f"第 {row.page} 页" if row.page else ""
    return f"{file.name} {place}（登记 {row.receipt_id}）"


def write_bulletin(sweep: Sweep, form: str, *, organ: str, day: date, done: Sequence[str] = ()) -> bytes:
    """The bulletin as docx or pdf. As many items as two pages hold; of the others it is said how many there are.

    `done` says in sentences what was stopped and mended in the month.
    """
    with TemporaryDirectory() as folder:
        for most in range(_MOST_ITEMS, 0, -1):
            document = _compose(sweep, most, organ, day, done)
            write_pdf(document, Path(folder) / "bulletin.pdf")
            if _count_pages(Path(folder) / "bulletin.pdf") <= MOST_PAGES:
                break
        if form == "docx":
            document = _compose(sweep, max(1, int(most * _DOCX_SHARE)), organ, day, done)
        path = Path(folder) / f"bulletin.{form}"
        _WRITERS[form](document, path)
        return path.read_bytes()


def _count_pages(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pages:
        return len(pages)


def _compose(sweep: Sweep, most: int, organ: str, day: date, done: Sequence[str]) -> Document:
    return Document(
        "基层负担监测月报",
        f"（{sweep.month.year}年{sweep.month.month}月）",
        (*_tell(sweep, most), *(Paragraph((words,)) for words in done)),
        organ,
        say_date(day),
        "",
    )


def _tell(sweep: Sweep, most: int) -> list[Node]:
    groups = group_items(sweep)
    counts = "、".join(f"{signal.label} {len(items)} 项" for signal, items in groups)
    new = f"新发现：{counts}。以下是提示核实的信号，不是结论。" if groups else "没有新的发现。"
    nodes: list[Node] = [Paragraph((f"与以往各月的登记相比，本月{new}",))]
    chosen = _choose([items for _, items in groups], most)
    if chosen:
        rows = tuple((Signal(item.signal).label, _shorten(item.words), _say_rows(item)) for item in chosen)
        left = sum(len(items) for _, items in groups) - len(chosen)
        note = f"另有 {left} 项，见平台“扫描”页" if left else ""
        nodes.append(Table("本月新发现的情况", ("种类", "内容", "依据（文件、行）"), rows, note))
    nodes += [Paragraph((note,)) for note in sweep.notes if "不判断" in note]
    return nodes


def _choose(groups: Sequence[Sequence[SweepItem]], most: int) -> list[SweepItem]:
    """Items of every group in turn until there are enough, then in the groups' order: no signal crowds out another."""
    chosen: set[int] = set()
    for place in range(max(map(len, groups), default=0)):
        for items in groups:
            if place < len(items) and len(chosen) < most:
                chosen.add(items[place].pk)
    return [item for items in groups for item in items if item.pk in chosen]


def _say_rows(item: SweepItem) -> str:
    evidence = [say_evidence(row) for row in list_evidence(item.receipts, 1)]
    more = f"等 {len(item.receipts)} 条" if len(item.receipts) > 1 else ""
    return "".join(evidence) + more


def _shorten(words: str) -> str:
    return words if len(words) <= _SHOWN_WORDS else f"{words[: _SHOWN_WORDS - 1]}…"
