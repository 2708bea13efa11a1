"""The report as a neutral tree: headings, paragraphs, tables and charts, in which every number is a figure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jianfu.reporting.figure import Figure
from jianfu.reporting.wording import say_figure
from jianfu.vocabulary.evidence import Grade

Part = str | Figure
"""Words or a number."""

Sentence = tuple[Part, ...]
"""Parts in order; () is a sentence that cannot be said."""

NO_DATA = "本项无登记数据，不作判断。"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is 一、, level 2 is （一）."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `lead` is its opening sentence, printed with emphasis."""

    parts: Sentence
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. A cell is words, a figure, or '' where there is nothing to say. `note` stands under it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Part, ...], ...]
    note: str = ""

    @property
    def remarks(self) -> str:
        """The note under the table, with the columns that rest on recollection."""
        cells = (cell for row in self.rows for cell in row if isinstance(cell, Figure))
        return "。".join(words.rstrip("。") for words in (self.note, say_recollection(cells)) if words)

    def without_empty_columns(self) -> "Table":
        """The same table without columns in which no row has anything."""
        kept = [place for place in range(len(self.header)) if any(row[place] != "" for row in self.rows)]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return Table(self.caption, tuple(self.header[place] for place in kept), rows, self.note)

    def column_ids(self) -> tuple[str, ...]:
        """For each column the ids of the definitions that its figures follow; '' for a column of words.

        A cell's own id is the column's with the part that the index of numbers gives (BJ01.07).
        """
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.header)
        found = ({cell.definition.id for cell in cells if isinstance(cell, Figure)} for cells in columns)
        return tuple("、".join(sorted(ids)) for ids in found)


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars; None where a label has no figure."""

    name: str
    figures: tuple[Figure | None, ...]

    @property
    def id(self) -> str:
        """The id of the definition that the figures follow."""
        return next(figure.definition.id for figure in self.figures if figure)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of figures over labels: lines (a trend) or horizontal bars (a comparison)."""

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    lines: bool
    note: str = ""

    @property
    def ids(self) -> str:
        """The figures behind its series, each once."""
        return "、".join(dict.fromkeys(series.id for series in self.series))

    @property
    def text_alternative(self) -> str:
        """What the chart shows, in words, for those who cannot see it."""
        return "；".join(f"{series.name}：{_say_points(self.labels, series)}" for series in self.series)


Node = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `made_on` is its date in words, `checkpoint` the text of the audit checkpoint, '' for a paper
    that tells nothing of the ledger.
    """

    title: str
    subtitle: str
    nodes: tuple[Node, ...]
    organ: str
    made_on: str
    checkpoint: str

    def figures(self) -> Iterator[Figure]:
        """Every figure, in the order in which the text first uses it, each once."""
        seen: set[str] = set()
        for node in self.nodes:
            for figure in _figures_in(node):
                if figure.id not in seen:
                    seen.add(figure.id)
                    yield figure


def sentence(*parts: Part | None) -> Sentence:
    """The sentence, or () when one of its figures does not exist."""
    present = tuple(part for part in parts if part is not None)
    return present if len(present) == len(parts) else ()


def paragraph(*sentences: Sentence, lead: str = "") -> Paragraph:
    """The sentences that can be said, one after the other; where none can, that there are no data.

    At its end the paragraph says which of its numbers rest on recollection.
    """
    parts = join(*sentences) or (NO_DATA,)
    caveat = say_recollection(part for part in parts if isinstance(part, Figure))
    return Paragraph((*parts, f"（{caveat}）") if caveat else parts, lead)


def say_recollection(figures: Iterable[Figure]) -> str:
    """Which of the figures rest on rows of grade D, wholly or in part; '' if none does."""
    wholly: list[str] = []
    partly: list[str] = []
    for figure in figures:
        if Grade.D in figure.grades:
            (wholly if len(figure.grades) == 1 else partly).append(figure.id)
    said = [f"{_say_ids(wholly)}来自个人回忆"] if wholly else []
    if partly:
        said.append(f"{_say_ids(partly)}所据登记中含有个人回忆")
    return f"{'，'.join(said)}，仅供参考" if said else ""


def _say_ids(ids: list[str]) -> str:
    """WH01、WH02, cells of one table as WH03的分项."""
    return "、".join(dict.fromkeys(f"{id.split('.')[0]}的分项" if "." in id else id for id in ids))


def gather_told(*nodes: Node) -> list[Node]:
    """The nodes without paragraphs that only say that there are no data; one such paragraph if nothing else is left."""
    silent = Paragraph((NO_DATA,))
    told = [node for node in nodes if not (isinstance(node, Paragraph) and node.parts == silent.parts)]
    return told or [silent]


def join(*sentences: Sentence) -> Sentence:
    """The sentences in order. Where one cannot be said, the one before it ends with a full stop."""
    joined: Sentence = ()
    for said in sentences:
        joined = (*joined, *said) if said else _close(joined)
    return _close(joined)


def _close(parts: Sentence) -> Sentence:
    last = parts[-1] if parts else None
    if isinstance(last, str) and last.endswith(("，", "；")):
        return (*parts[:-1], last[:-1] + "。")
    return parts


def _say_points(labels: Iterable[str], series: Series) -> str:
    points = zip(labels, series.figures, strict=True)
    return "，".join(f"{label}{say_figure(figure) if figure else '无数据'}" for label, figure in points)


def _figures_in(node: Node) -> Iterator[Figure]:
    if isinstance(node, Paragraph):
        yield from (part for part in node.parts if isinstance(part, Figure))
    elif isinstance(node, Table):
        yield from (cell for row in node.rows for cell in row if isinstance(cell, Figure))
    elif isinstance(node, Chart):
        yield from (figure for series in node.series for figure in series.figures if figure is not None)
