"""`jianfu read`: what the reader understands of each document."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from jianfu.cli.county_calendar import load_calendar
from jianfu.cli.terminal.screen import COULD_NOT, DONE, complain, fail, say, say_json
from jianfu.intake.errors import UnreadableFile
from jianfu.vocabulary.calendar import WorkCalendar

_LABELS = {
    "doc_number": "发文字号",
    "issuer": "发文机关",
    "joint_issuers": "联合发文",
    "kind": "文种",
    "title": "标题",
    "date": "成文日期",
    "recipients": "主送",
    "urgency": "紧急程度",
    "header_class": "文头类别",
    "forwards": "转发",
    "replaces": "替代",
    "deadlines": "时限",
    "asks": "要求",
    "paper": "纸质",
    "signed": "签字盖章",
    "tied_to_assessment": "与考核挂钩",
    "inspection": "检查",
}


def read_documents(
    files: Annotated[list[Path], typer.Argument(help="文件或文件夹，格式不限", metavar="文件…")],
    as_json: Annotated[bool, typer.Option("--json", help="每份文件输出一行 JSON")] = False,
    received: Annotated[str | None, typer.Option(help="收到的时刻，如 2023-12-07T09:30", metavar="时刻")] = None,
) -> int:
    """读出每份文件的字号、机关、时限、要求等，并注明出自原文何处。不写入台账。"""
    from jianfu.web.settings import JIANFU_HOME

    received_at = _read_moment(received)
    calendar = load_calendar(JIANFU_HOME)
    code = DONE
    for name, reading, problem in _read_each(files, received_at, calendar):
        if problem is not None:
            code = COULD_NOT
            complain(f"{name}：{problem.reason}{problem.remedy}")
        elif as_json:
            say_json(reading)
        else:
            _show(name, reading)
    return code


def _read_each(
    paths: list[Path], received_at: datetime | None, calendar: WorkCalendar
) -> Iterator[tuple[str, dict[str, Any], UnreadableFile | None]]:
    from jianfu.intake.reading_files import Limits, open_sources, read_file
    from jianfu.reading.json_form import as_json as reading_as_json
    from jianfu.reading.reader import read

    for path in paths:
        for source in open_sources(path):
            name = source.file.inner_path or source.file.name
            try:
                content = read_file(source.file.name, source.read_bytes(), limits=Limits())
            except UnreadableFile as problem:
                yield name, {}, problem
                continue
            reading = read(content.text, received_at=received_at, calendar=calendar, header_red=content.header_red)
            yield name, reading_as_json(reading, name), None


def _show(name: str, reading: dict[str, Any]) -> None:
    say(name)
    for key, label in _LABELS.items():
        value = reading.get(key)
        if value not in (None, [], ""):
            say(f"  {label}：{_in_words(value)}")


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(_in_words(item) for item in value)
    if isinstance(value, dict):
        return "，".join(_in_words(item) for item in value.values() if item not in (None, [], ""))
    return str(value)


def _read_moment(words: str | None) -> datetime | None:
    if words is None:
        return None
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        fail(f"时刻“{words}”写法不对，请写成 2023-12-07T09:30 这样的形式。")
