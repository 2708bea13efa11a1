"""`jianfu overlap visits`: inspections, rooms and apps of the ledger that repeat each other."""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.ledger_session import open_ledger
from jianfu.cli.terminal.screen import fail, say, say_json


def compare_visits(
    output: Annotated[Path, typer.Option("-o", "--output", help="写出明细的 .csv 或 .jsonl 文件", metavar="文件")],
    brand: Annotated[
        list[str] | None, typer.Option(help="应用名称里不表示功能的字，如县名；可写多次", metavar="字")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出一行 JSON，供程序读取")] = False,
) -> None:
    """核对台账里的督查检查、阵地牌子和应用：一天多头、同日分头、同一用途、同一功能。"""
    open_ledger()
    from jianfu.overlap.notices.tables import UnreadableTable, write_rows
    from jianfu.overlap.visits import ledger_records as ledger
    from jianfu.overlap.visits.inspections import find_repeated_visits
    from jianfu.overlap.visits.installations import find_same_function, find_same_purpose
    from jianfu.overlap.visits.writing import COLUMNS, list_rows

    judged = (
        find_repeated_visits(ledger.list_ledger_visits()),
        find_same_purpose(ledger.list_ledger_rooms()),
        find_same_function(ledger.list_ledger_tools(), frozenset(brand or ())),
    )
    found = [repetition for judgement in judged for repetition in judgement.found]
    try:
        write_rows(output, COLUMNS, list_rows(found))
    except UnreadableTable as problem:
        fail(str(problem))
    not_judged = sum(judgement.not_judged for judgement in judged)
    if as_json:
        say_json({"found": [[item.relation.value, item.reason] for item in found], "not_judged": not_judged})
        return
    for item in found:
        say(f"{item.relation.label}：{item.receiver}，{item.reason}。")
    say(f"共{len(found)}处。另有{not_judged}条登记没有日期或名称看不出用途，不能判断。明细已写入 {output}。")
