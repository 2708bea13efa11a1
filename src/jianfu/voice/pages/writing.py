"""The reporter's way: note the code, write, see who will read it, send."""

import base64
import os
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jianfu.voice.actions.receiving import SentTwiceAtOnce, receive
from jianfu.voice.actions.routes import Exclusions, NotOpen, readers_for
from jianfu.voice.gate.refusals import refuse
from jianfu.voice.gate.throttle import codes_queue, file_bytes, reports
from jianfu.voice.gate.tokens import is_good_token
from jianfu.voice.pages import choices
from jianfu.voice.pages.rendering import render_page
from jianfu.voice.pages.report_form import MOST_FILES, MOST_WORDS, Filled, read_form
from jianfu.voice.record.clock import today
from jianfu.voice.record.content import ContentGone
from jianfu.voice.record.models import Unit
from jianfu.voice.rules.identifying import find_identifying
from jianfu.voice.rules.routing import Reader, TooFewReaders
from jianfu.voice.sealing.codes import RANDOM_BYTES, Derived, derive, make_code, normalise
from jianfu.voice.sealing.envelopes import TooLarge

_SENDING_BYTES = 16
MISTYPED = "编码抄得不对：应为 20 个字母和数字，分四组。请对照纸上再输一次（没有字母 O、I、L、U）。"
_SMALL_PLACES = ("村", "社区")


def open_page(*, problem: str = "", status: int = 200) -> HttpResponse:
    """The first page: what protects and what does not, and the two ways on."""
    return render_page("open.html", {"problem": problem, "is_open": is_open()}, status=status)


def is_open() -> bool:
    """Whether a report could be taken now: the drill was passed, and there are readers enough."""
    try:
        readers_for(Exclusions())
    except (NotOpen, TooFewReaders):
        return False
    return True


def show_code(request: HttpRequest) -> HttpResponse:
    """A new code, to be noted before anything is written."""
    if not is_open():
        return open_page()
    return render_page("code.html", {"code": make_code(os.urandom(RANDOM_BYTES))})


def write(request: HttpRequest) -> HttpResponse:
    """The form, empty, once the code is noted."""
    code = normalise(request.POST.get("code", ""))
    if code is None:
        return open_page(problem=MISTYPED)
    if "noted" not in request.POST:
        return render_page("code.html", {"code": code, "problem": "请先把编码抄在纸上，再打勾往下走。"})
    return _show_form(_Sheet(code, os.urandom(_SENDING_BYTES).hex(), Filled()))


def edit(request: HttpRequest) -> HttpResponse:
    """The form with what was filled in."""
    sheet = _read_sheet(request)
    return _show_form(sheet) if sheet else open_page(problem=MISTYPED)


def preview(request: HttpRequest) -> HttpResponse:
    """What will be sealed, who will be able to read it, and what is kept of the files. Nothing is stored yet."""
    sheet = _read_sheet(request)
    if sheet is None:
        return open_page(problem=MISTYPED)
    return _show_preview(sheet)


def send(request: HttpRequest) -> HttpResponse:
    """Seal and store; the same page sent twice is one report."""
    sheet = _read_sheet(request)
    if sheet is None:
        return open_page(problem=MISTYPED)
    filled = sheet.filled
    if filled.problems or filled.is_empty or not is_good_token(request.POST.get("token", ""), today()):
        return _show_preview(sheet)
    if not reports.take():
        return refuse(request, status=503)
    if filled.files and not file_bytes.take(sum(len(one.data) for one in filled.files)):
        filled.files = []
        filled.problems.append("这一小时收到的附件太多，附件暂时收不下。文字可以照发，附件请改写文号。")
    elif problem := _take(sheet):
        filled.problems.append(problem)
    if filled.problems:
        return _show_form(sheet)
    return render_page("sent.html", {"code": sheet.code})


@dataclass
class _Sheet:
    """One report under way: its code, the mark by which a second sending is recognised, and what is filled in."""

    code: str
    sending: str
    filled: Filled


def _read_sheet(request: HttpRequest) -> _Sheet | None:
    code, sending = normalise(request.POST.get("code", "")), request.POST.get("sending", "")
    if code is None:
        return None
    is_hex = len(sending) == 2 * _SENDING_BYTES and all(sign in "0123456789abcdef" for sign in sending)
    return _Sheet(code, sending if is_hex else os.urandom(_SENDING_BYTES).hex(), read_form(request))


def _show_form(sheet: _Sheet) -> HttpResponse:
    context = {
        "sheet": sheet,
        "filled": sheet.filled,
        "eight": choices.EIGHT,
        "choices": choices,
        "kept": [pair for pair in sheet.filled.hidden_fields() if pair[0] == "kept"],
        "units": list(Unit.objects.order_by("pk")),
        "most_words": MOST_WORDS,
        "most_files": MOST_FILES,
    }
    return render_page("write.html", context)


def _show_preview(sheet: _Sheet) -> HttpResponse:
    filled = sheet.filled
    readers = _find_readers(filled)
    if filled.is_empty and not filled.problems:
        filled.problems.append("还没有写内容：请勾选情形、写文号或写几句话。")
    if filled.problems:
        return _show_form(sheet)
    return render_page("preview.html", _preview_context(sheet, readers))


def _preview_context(sheet: _Sheet, readers: tuple[Reader, ...]) -> dict[str, Any]:
    filled = sheet.filled
    places = [unit.pk for unit in Unit.objects.all() if unit.pk.endswith(_SMALL_PLACES)]
    hints = find_identifying("\n".join(filled.texts.values()), places=places)
    offices: dict[str, list[str]] = {}
    for reader in readers:
        offices.setdefault(reader.body.label, []).append(reader.unit)
    return {
        "sheet": sheet,
        "filled": filled,
        "facts": filled.facts,
        "offices": [(body, sorted(set(units))) for body, units in offices.items()],
        "reader_count": len(readers),
        "hints": [(hint.words, hint.hint.label) for hint in hints],
        "pictures": [base64.b64encode(one.shown.png).decode() for one in filled.files],
        "hidden": list(filled.hidden_fields()),
    }


def _find_readers(filled: Filled) -> tuple[Reader, ...]:
    try:
        return readers_for(filled.exclusions)
    except (NotOpen, TooFewReaders) as refusal:
        filled.problems.append(f"{refusal}书面地址：{settings.VOICE.paper_address}")
        return ()


def derive_in_turn(code: str) -> Derived:
    """What a code stands for, worked out in the queue before Argon2. Busy where the line is full."""
    with codes_queue.stand():
        return derive(code, settings.VOICE_SALT)


def _take(sheet: _Sheet) -> str:
    """'' where it was taken, else what the reporter can do."""
    derived, sending = derive_in_turn(sheet.code), bytes.fromhex(sheet.sending)
    try:
        try:
            receive(sheet.filled.report, derived, sending=sending, today=today(), random=os.urandom)
        except SentTwiceAtOnce:
            receive(sheet.filled.report, derived, sending=sending, today=today(), random=os.urandom)
    except (NotOpen, TooFewReaders) as refusal:
        return f"{refusal}书面地址：{settings.VOICE.paper_address}"
    except TooLarge as refusal:
        return str(refusal)
    except ContentGone:
        return "这组编码的内容已经销毁，不能再补充。请从首页取一组新编码。"
    return ""
