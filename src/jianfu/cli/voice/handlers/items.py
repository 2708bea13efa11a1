"""`jianfu voice item`, `check-item`, `export-item`: the rewritten form in which a complaint leaves the channel."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.terminal.screen import fail, say
from jianfu.cli.voice.handlers.desk_session import (
    CertificateOption,
    KeyOption,
    ServerOption,
    find_complaint,
    open_desk,
    read_words,
    words_of_failures,
)

if TYPE_CHECKING:
    from jianfu.voice.desk.complaints import Opened, Overview
    from jianfu.voice.wire import ItemRow

_Item = Annotated[str, typer.Argument(help="改写件的编号，写前几位即可；不写则列出", metavar="编号")]


def write_item(
    complaints: Annotated[list[str], typer.Argument(help="一件或几件反映的编号", metavar="编号")],
    key: KeyOption,
    server: ServerOption,
    organ: Annotated[str, typer.Option(help="所涉单位", metavar="单位")],
    kind: Annotated[str, typer.Option(help="哪一类：文件、会议、资料台账……", metavar="类别")],
    text: Annotated[str, typer.Option(help="改写的内容；写 - 从标准输入读", metavar="文字")],
    evidence: Annotated[list[str] | None, typer.Option(help="台账里的文号，可写多次", metavar="文号")] = None,
    looked: Annotated[bool, typer.Option("--looked", help="提示都逐条看过了")] = False,
    certificate: CertificateOption = None,
) -> None:
    """把反映改写成转办内容，交另一位受理人审核。先列出可能让人猜出反映人的地方。"""
    from jianfu.vocabulary.burden_kind import BurdenKind
    from jianfu.voice.desk import items

    chosen = next((one for one in BurdenKind if one.label == kind), None)
    if chosen is None:
        fail(f"没有“{kind}”这一类。可以写：{'、'.join(one.label for one in BurdenKind)}。")
    desk = open_desk(key, server, certificate)
    with words_of_failures():
        overview = desk.look()
        sources = [find_complaint(overview, one) for one in complaints]
        day = overview.inbox["day"]
        item = items.Item(read_words(text).strip(), chosen.value, organ, tuple(evidence or ()), day)
        doubts = items.list_doubts(item, sources)
        if doubts and not looked:
            say("这些可能让人猜出反映人，请逐条看，改好后加 --looked 再执行：")
            _say_each(doubts)
            return
        token = items.write_item(desk, overview, sources, item)
    say(f"已交审，编号 {token[:8]}。须由另一位受理人审核。")


def check_item(
    key: KeyOption,
    server: ServerOption,
    item: _Item = "",
    approve: Annotated[bool, typer.Option("--approve", help="通过，请反映人过目")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="退回重写")] = False,
    certificate: CertificateOption = None,
) -> None:
    """审核另一位受理人改写的内容：先对照原文看，再加 --approve 或 --decline。"""
    from jianfu.voice.desk import items

    desk = open_desk(key, server, certificate)
    with words_of_failures():
        overview = desk.look()
        if not item:
            _list_items(overview)
            return
        row, sources = _find_item(overview, item)
        if approve:
            items.check_item(desk, overview, row, sources)
            say("已通过，反映人可以看到并提出异议。")
        elif decline:
            items.decline_item(desk, row, sources)
            say("已退回。")
        else:
            wording = items.open_item(desk, row)
            say(f"改写：{wording.organ}　{'、'.join(wording.evidence)}\n{wording.text}")
            _say_each(items.list_doubts(wording, sources))
            for one in sources:
                say(f"\n原文（{one.row['received_on']}）：\n{one.text}")


def export_item(
    item: Annotated[str, typer.Argument(help="改写件的编号，写前几位即可", metavar="编号")],
    target: Annotated[Path, typer.Argument(help="写到这个新文件，交督查室导入工作台", metavar="文件")],
    key: KeyOption,
    server: ServerOption,
    certificate: CertificateOption = None,
) -> None:
    """过了异议期以后，导出两人签名的转办文件。里面没有原文。"""
    from jianfu.voice.desk import items

    desk = open_desk(key, server, certificate)
    with words_of_failures():
        overview = desk.look()
        row, sources = _find_item(overview, item)
        data = items.export_item(desk, overview, row, sources)
    try:
        with target.open("xb") as file:
            file.write(data)
    except OSError as problem:
        fail(f"{target} 写不进去（{problem.strerror}）。")
    say(f"已导出到 {target}。")


def _find_item(overview: "Overview", token: str) -> "tuple[ItemRow, list[Opened]]":
    found = [(row, sources) for row, sources in overview.items() if row["token"].startswith(token)]
    if len(found) != 1:
        fail("没有这一条，或编号不够长。")
    return found[0]


def _list_items(overview: "Overview") -> None:
    for row, sources in overview.items():
        by = overview.known.name_of(row["by"])
        say(f"{row['token'][:8]}　{row['day']}　{row['state']}　{by} 改写　{len(sources)} 件反映　{row['free_on']}")


def _say_each(lines: Iterable[str]) -> None:
    for line in lines:
        say(f"  · {line}")
