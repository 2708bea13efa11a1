"""The reporter's box: answers, judging, objecting, destroying. A wrong code looks like one without an answer."""

import os

from django.http import HttpRequest, HttpResponse

from jianfu.voice.actions.boxes import Box, destroy, look_into
from jianfu.voice.actions.receiving import Report, receive
from jianfu.voice.actions.routes import NotOpen
from jianfu.voice.gate.tokens import is_good_token
from jianfu.voice.pages.rendering import render_page
from jianfu.voice.pages.report_form import MOST_WORDS
from jianfu.voice.pages.writing import MISTYPED, derive_in_turn, open_page
from jianfu.voice.record.clock import today
from jianfu.voice.record.content import ContentGone
from jianfu.voice.record.course import Act
from jianfu.voice.rules.routing import TooFewReaders
from jianfu.voice.sealing.codes import Derived, normalise
from jianfu.voice.wire import KIND_FACT

_SENDING_BYTES = 16
_STALE = "页面停留太久，刚才的没有办。请再办一次。"


def open_box(request: HttpRequest) -> HttpResponse:
    """What is in the box of a code."""
    code = normalise(request.POST.get("code", ""))
    if code is None:
        return open_page(problem=MISTYPED)
    return _show(code, look_into(derive_in_turn(code)))


def act_on_box(request: HttpRequest) -> HttpResponse:
    """Say that one is satisfied or not, object to a wording, or have it taken up again; words may go with it."""
    code = normalise(request.POST.get("code", ""))
    if code is None:
        return open_page(problem=MISTYPED)
    derived = derive_in_turn(code)
    box, act = look_into(derived), request.POST.get("act", "")
    if not is_good_token(request.POST.get("token", ""), today()):
        return _show(code, box, notice=_STALE)
    if box.is_empty or act not in set(Act):
        return _show(code, box)
    return _show(code, box, notice=_take(Act(act), request.POST.get("words", ""), derived, box))


def destroy_box(request: HttpRequest) -> HttpResponse:
    """Destroy what the code stands for: asked once more before it is done."""
    code = normalise(request.POST.get("code", ""))
    if code is None:
        return open_page(problem=MISTYPED)
    if "sure" not in request.POST or not is_good_token(request.POST.get("token", ""), today()):
        return render_page("destroy.html", {"code": code})
    destroy(derive_in_turn(code), random=os.urandom)
    return render_page("destroyed.html", {})


def _take(act: Act, words: str, derived: Derived, box: Box) -> str:
    if act is Act.OBJECT and box.wording is None:
        return "现在没有等您看的文字。"
    if act is Act.REOPEN and not box.may_reopen:
        return "只能要求重新办理一次，而且要在答复以后。"
    if len(words) > MOST_WORDS:
        return f"写得太长：现在 {len(words)} 字，最多 {MOST_WORDS} 字。没有发出。"
    report = Report(words.strip(), {KIND_FACT: f"反映人：{act.label}"}, act=act)
    try:
        receive(report, derived, sending=os.urandom(_SENDING_BYTES), today=today(), random=os.urandom)
    except (NotOpen, TooFewReaders, ContentGone) as refusal:
        return str(refusal) or "内容已经销毁，不能再办。"
    return f"“{act.label}”已记下，下一个工作日上午交给受理人。"


def _show(code: str, box: Box, *, notice: str = "") -> HttpResponse:
    # What is offered depends on what was answered, never on whether the code stands for anything.
    return render_page("box.html", {"code": code, "box": box, "notice": notice})
