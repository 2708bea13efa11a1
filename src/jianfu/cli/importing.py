"""`jianfu import`: files into the ledger, or a preview of what would go in."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.county_calendar import load_calendar
from jianfu.cli.ledger_session import command_line_actor, open_ledger
from jianfu.cli.terminal.screen import fail, say, say_json, with_progress
from jianfu.vocabulary.evidence import Grade

if TYPE_CHECKING:
    from jianfu.intake.importing import ImportOrder
    from jianfu.intake.summary import FileSummary, ImportSummary

_PROBLEMS_SHOWN = 5


def import_files(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹，格式不限，可混放", metavar="路径…")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只预览，不写入")] = False,
    errors: Annotated[Path | None, typer.Option(help="把没有导入的内容写成工作簿", metavar="文件")] = None,
    receiver: Annotated[str, typer.Option(help="这些登记表是哪个单位的（文件里没有写时用）", metavar="单位")] = "",
    grade: Annotated[Grade | None, typer.Option(help="证据等级 A—D（缺省由登记表的来源列决定）")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出一行 JSON，供程序读取")] = False,
) -> int:
    """导入登记表、通知、群消息等。同一文件、增长了的登记表重复导入，不会重复计数。"""
    from jianfu.intake.read_ahead import FilesAhead, list_sources
    from jianfu.intake.sandbox import Limits

    limits = Limits()
    files = FilesAhead(list_sources(paths, limits), limits)  # the first is read while the ledger opens
    open_ledger()
    from jianfu.intake.errors_workbook import write_errors
    from jianfu.intake.importing import import_files as import_begun

    order = _make_order(receiver, grade, dry_run=dry_run)
    summary = import_begun(files, order, wrap=lambda sources: with_progress(sources, label="导入"))
    if errors is not None:
        write_errors(summary, errors)
    if as_json:
        say_json({"exit_code": summary.exit_code, "files": [asdict(file) for file in summary.files]})
    else:
        _show(summary, dry_run=dry_run, errors=errors)
    return summary.exit_code


def _make_order(receiver: str, grade: Grade | None, *, dry_run: bool) -> "ImportOrder":
    from jianfu.intake.importing import ImportOrder
    from jianfu.intake.registers.mappings import BrokenRegister, load_registers
    from jianfu.vocabulary.packaged import packaged_folder
    from jianfu.web.settings import JIANFU_HOME

    try:
        registers = load_registers([packaged_folder("registers"), JIANFU_HOME / "registers"])
    except BrokenRegister as error:
        fail(str(error))
    return ImportOrder(
        actor=command_line_actor(),
        now=datetime.now(),  # noqa: DTZ005  # county local time, as everywhere in the ledger
        registers=registers,
        calendar=load_calendar(JIANFU_HOME),
        received_by=receiver,
        grade=grade,
        dry_run=dry_run,
    )


def _show(summary: "ImportSummary", *, dry_run: bool, errors: Path | None) -> None:
    if not summary.files:
        say("这里没有文件，请核对路径。")
        return
    for file in summary.files:
        _show_file(file, dry_run=dry_run)
    recorded = [file.recorded for file in summary.files]
    say(
        f"共 {len(summary.files)} 个文件：新增要求 {sum(r.new_demands for r in recorded)} 件、"
        f"收到 {sum(r.new_receipts for r in recorded)} 次，"
        f"重复登记 {sum(r.repeated_receipts for r in recorded)} 次未重复计数，"
        f"退回 {sum(file.rejected_rows for file in summary.files)} 行。"
    )
    _show_next_step(summary, dry_run=dry_run, errors=errors)


def _show_file(file: "FileSummary", *, dry_run: bool) -> None:
    kinds = "、".join(dict.fromkeys(file.registers))
    if file.reason:
        say(f"✗ {file.name}：{file.reason}{file.remedy}")
        return
    counts = f"{file.rows_seen} 行" if file.rows_seen else ""
    new = "" if dry_run else f"，新增 {file.recorded.new_receipts} 次"
    say(f"✓ {file.name}：{file.outcome.value} {kinds} {counts}{new}".rstrip())
    if dry_run and file.fields_found:
        say(f"    认出的列：{'、'.join(dict.fromkeys(file.fields_found))}")
    for warning in file.warnings:
        say(f"    提醒：{warning}")
    for register, headings in file.unknown_headings.items():
        say(f"    {register}里没有认出的列：{'、'.join(dict.fromkeys(headings))}")
    for problem in file.problems[:_PROBLEMS_SHOWN]:
        place = f"{problem.sheet} 第 {problem.row} 行{f' {problem.column} 列' if problem.column else ''}"
        say(f"    {'退回' if problem.rejected else '缺值'}：{place} {problem.reason}")
    if len(file.problems) > _PROBLEMS_SHOWN:
        say(f"    另有 {len(file.problems) - _PROBLEMS_SHOWN} 处，见 --errors 工作簿。")


def _show_next_step(summary: "ImportSummary", *, dry_run: bool, errors: Path | None) -> None:
    if errors is not None:
        say(f"没有导入的内容已写入 {errors}，改好原文件后重新导入即可。")
    elif summary.exit_code == 1:
        say("加 --errors 退回.xlsx 可得到没有导入的内容清单。")
    if any(file.unknown_headings for file in summary.files):
        say("没有认出的列：在数据文件夹的 registers 里写一次对照即可，见 docs/how-to/registers.md。")
    if summary.unknown_organs:
        say(f"有 {len(summary.unknown_organs)} 个单位不在机关名录里，用 jianfu organs unknown 查看。")
    if dry_run:
        say("以上是预览，没有写入。去掉 --dry-run 即正式导入。")
    elif summary.exit_code < 2:
        say("下一步：jianfu report --organ 单位 --from 日期 --to 日期 -o 文件夹")
