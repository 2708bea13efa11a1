"""Group-chat exports of WeChat, QQ and DingTalk: sender, time, text, file names."""

import re
from datetime import datetime
from pathlib import PurePath

from jianfu.intake.content import Content, Message

_DAY = r"(?P<day>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
_CLOCK = r"(?P<clock>(?:上午|下午|晚上|中午)?\s*\d{1,2}:\d{2}(?::\d{2})?)"
_HEADS = (
    re.compile(rf"^{_DAY}\s+{_CLOCK}\s+(?P<sender>\S.{{0,40}}?)(?:\(\d{{5,}}\)|<[^>]+>)?$"),
    re.compile(rf"^(?P<sender>\S.{{0,40}}?)[:：]?\s+{_DAY}\s+{_CLOCK}$"),
)
_NAME = re.compile(r"^(?:消息对象|群名称|群聊名称|会话|聊天记录)\s*[:：]\s*(?P<name>.+)$")
_FILE = re.compile(r"(?:\[文件\]|【文件】|\[File\])\s*[:：]?\s*(\S[^\n]*?\.\w{2,5})")
_FEWEST_MESSAGES = 2


def read_chat(text: str, *, name: str) -> Content | None:
    """The messages of an export, or None if the text is none. The group's name is the export's, else the file's."""
    messages: list[Message] = []
    chat_name = ""
    body: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        head = _match_head(line.strip())
        if head is not None:
            _close(messages, body)
            messages.append(head_message(head, number))
            body = []
        elif not messages:
            named = _NAME.match(line.strip())
            chat_name = named.group("name").strip() if named else chat_name
        else:
            body.append(line)
    _close(messages, body)
    if len(messages) < _FEWEST_MESSAGES:
        return None
    return Content(messages=messages, chat_name=chat_name or PurePath(name).stem)


def head_message(head: re.Match[str], line: int) -> Message:
    """An empty message with the sender and time of its head line."""
    return Message(head.group("sender").strip(), _read_time(head.group("day"), head.group("clock")), "", line)


def _match_head(line: str) -> re.Match[str] | None:
    for pattern in _HEADS:
        if found := pattern.match(line):
            return found
    return None


def _close(messages: list[Message], body: list[str]) -> None:
    if messages:
        last = messages[-1]
        last.text = "\n".join(body).strip()
        last.files = tuple(_FILE.findall(last.text))


def _read_time(day: str, clock: str) -> datetime | None:
    year, month, day_of_month = (int(part) for part in re.findall(r"\d+", day))
    hours, minutes = (int(part) for part in re.findall(r"\d+", clock)[:2])
    if clock.startswith(("下午", "晚上")) and hours < 12:
        hours += 12
    try:
        return datetime(year, month, day_of_month, hours, minutes)  # noqa: DTZ001  # county local time
    except ValueError:
        return None
