"""What everybody may see: totals, statistics, checkpoints; and the checks that hold the channel to them."""

from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from jianfu.voice.pages import choices
from jianfu.voice.pages.rendering import render_page
from jianfu.voice.pages.writing import MISTYPED, derive_in_turn
from jianfu.voice.record.models import Batch, Publication
from jianfu.voice.record.tree import (
    BadVoiceCheckpoint,
    find_inclusion,
    prove_growth,
    public_key_hex,
    read_voice_checkpoint,
    still_holds,
)
from jianfu.voice.sealing.codes import normalise

_LONGEST_CHECKPOINT = 2000
_NAMES = (("received", "收到"), ("accepted", "受理"), ("answered", "答复"), ("overdue", "超期"))


def totals(request: HttpRequest) -> HttpResponse:
    """The published numbers and the last checkpoint."""
    return _show()


def check_inclusion(request: HttpRequest) -> HttpResponse:
    """Whether what a code stands for is in the tree that was last published."""
    code = normalise(request.POST.get("code", ""))
    if code is None:
        return _show(verdict=MISTYPED)
    receipt = derive_in_turn(code).receipt
    batch = Batch.objects.order_by("-pk").first()
    proof = find_inclusion(receipt, read_voice_checkpoint(batch.checkpoint).size) if batch else None
    if proof is None:
        return _show(
            verdict="在最近一次公布的记录里没有找到这组编码。当天发出的，要到下一个工作日上午才计入；编码抄错也查不到。"
        )
    return _show(verdict="查到了：您的反映计入了公布的记录。", proof=proof, receipt=receipt.hex())


def check_checkpoint(request: HttpRequest) -> HttpResponse:
    """Whether the records of today still begin with those that an old checkpoint names."""
    try:
        checkpoint = read_voice_checkpoint(request.POST.get("checkpoint", "")[:_LONGEST_CHECKPOINT])
    except BadVoiceCheckpoint as problem:
        return _show(verdict=str(problem))
    if still_holds(checkpoint):
        return _show(
            verdict=f"记录完整：{checkpoint.day} 的 {checkpoint.size} 条原样都在。",
            growth=prove_growth(checkpoint.size),
        )
    return _show(
        verdict=f"记录被改过：{checkpoint.day} 公布的 {checkpoint.size} 条，和现在的对不上。请留好这份校验点并举报。"
    )


def _show(**more: object) -> HttpResponse:
    monthly = Publication.objects.filter(period__contains="-").order_by("-period").first()
    quarterly = Publication.objects.filter(period__contains="Q").order_by("-period").first()
    batch = Batch.objects.order_by("-pk").first()
    context = {
        "monthly": monthly,
        "numbers": [(words, monthly.table.get(name)) for name, words in _NAMES] if monthly else [],
        "quarterly": quarterly,
        "batch": batch,
        "public_key": public_key_hex(),
        **more,
    }
    return render_page("totals.html", context)


def paper(request: HttpRequest) -> HttpResponse:
    """A form to print, with the address as a picture to scan; the address bears no mark of who printed it."""
    address = settings.VOICE.address
    return render_page("paper.html", {"eight": choices.EIGHT, "qr": _draw(address) if address else ""})


def _draw(address: str) -> SafeString:
    file = BytesIO()
    segno.make(address, error="m").save(
        file, kind="svg", scale=4, border=2, xmldecl=False, omitsize=True, svgclass=None, lineclass=None
    )
    # Drawn by us from a setting, not by anybody who writes here.
    return SafeString(file.getvalue().decode())
