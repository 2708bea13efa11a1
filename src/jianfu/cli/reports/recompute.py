"""`jianfu recompute`: somebody's burden table, multiplied out again."""

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.terminal.screen import fail, say

if TYPE_CHECKING:
    from jianfu.burden.recomputing import Declared


def recompute(
    table: Annotated[Path, typer.Argument(help="CSV：每行第一列名称，末列申报的积，其间各列是因数", metavar="文件")],
) -> None:
    """把申报的负担表逐行重新相乘，列出怎么取舍都乘不出来的行。"""
    from jianfu.burden.recomputing import find_mismatches

    lines, skipped = _read(table)
    mismatches = find_mismatches(lines)
    for one in mismatches:
        factors = " × ".join(map(str, one.line.factors))
        say(f"不符：{one.line.name}：{factors} 应在 {one.low:,f} 到 {one.high:,f} 之间，申报 {one.line.stated:,f}。")
    for number in skipped:
        say(f"跳过：第{number}行不是“名称、因数、积”，没有核对。")
    say(f"共核对{len(lines)}行，不符{len(mismatches)}行。")


def _read(table: Path) -> "tuple[list[Declared], list[int]]":
    """The lines that can be multiplied, and the numbers of those that cannot; the heading is among these."""
    from jianfu.burden.recomputing import Declared

    try:
        rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    except OSError as error:
        fail(f"打不开 {table}：{error.strerror}。请核对路径。")
    except UnicodeDecodeError:
        fail(f"{table} 不是 UTF-8 编码的文字。请另存为“CSV UTF-8（逗号分隔）”。")
    lines, skipped = [], []
    for number, row in enumerate(rows, start=1):
        name, *cells = [cell.strip().replace(",", "") for cell in row] or [""]
        try:
            *factors, stated = [Decimal(cell) for cell in cells if cell]
        except (InvalidOperation, ValueError):
            factors, stated = [], Decimal("NaN")
        if factors and all(number.is_finite() for number in (*factors, stated)):
            lines.append(Declared(name, tuple(factors), stated))
        else:
            skipped.append(number)
    return lines, skipped
