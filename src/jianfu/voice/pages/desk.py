"""What handlers' desks ask for: signed requests, answered in JSON. The words of the exchange are jianfu.voice.wire's.

Nobody signs in here: each request bears its signature, and what touches a complaint bears the complaint's proof.
"""

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from jianfu.voice.actions import handling, items
from jianfu.voice.actions.handling import RefusedHandling
from jianfu.voice.actions.registering import RefusedRegistration, pass_drill, pose_drill
from jianfu.voice.pages.inbox import build_inbox
from jianfu.voice.record.clock import today
from jianfu.voice.record.content import ContentGone, load_content_key, unlock_content
from jianfu.voice.record.course import FROM_REPORTER, Direction, Kind
from jianfu.voice.record.models import Handler, Item, Message, Proposal, UsedNonce
from jianfu.voice.rules.course import Reason, State
from jianfu.voice.wire import (
    CONTENT_TYPE,
    MOST_BODY_BYTES,
    NotSigned,
    check_request,
    decode_sealed,
    encode_body,
    encode_sealed,
    read_claim,
)

Answer = Mapping[str, Any]
_TURNED_AWAY, _NOT_DONE = 403, 422


def desk(request: HttpRequest) -> HttpResponse:
    """One request of a desk: believed, done and answered, or refused with words."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > MOST_BODY_BYTES:
        return _answer({"words": "请求太大或不完整。"}, status=413)
    body = request.read(int(length))
    try:
        handler = _believe(request.headers.get("Authorization", ""), body)
    except NotSigned as problem:
        return _answer({"words": str(problem)}, status=_TURNED_AWAY)
    try:
        ask = json.loads(body)
        return _answer(_DOINGS[ask["do"]](ask, handler))
    except (RefusedHandling, RefusedRegistration) as problem:
        return _answer({"words": str(problem)}, status=_NOT_DONE)
    except ContentGone:
        return _answer({"words": "内容已经销毁。"}, status=_NOT_DONE)
    except (KeyError, ValueError, TypeError, AttributeError):
        return _answer({"words": "请求的写法不对，请更新受理台程序。"}, status=400)


def _believe(header: str, body: bytes) -> Handler:
    """Who signed it. NotSigned for a stranger, a changed body, another day, or a request that came before."""
    claim = read_claim(header)
    check_request(claim, body, today=today())
    handler = Handler.objects.filter(signing_key=claim.handler, left_on=None).first()
    if handler is None:
        raise NotSigned("这把钥匙没有登记，或已经停用。")
    try:
        with transaction.atomic():
            UsedNonce.objects.create(id=claim.nonce, day=today())
    except IntegrityError as again:
        raise NotSigned("这个请求已经用过一次。") from again
    return handler


def _answer(words: Answer, *, status: int = 200) -> HttpResponse:
    return HttpResponse(encode_body(words), content_type=CONTENT_TYPE, status=status)


def _inbox(ask: Answer, handler: Handler) -> Answer:
    return build_inbox(today=today())


def _fetch(ask: Answer, handler: Handler) -> Answer:
    return {"sealed": encode_sealed(_find_envelope(str(ask["token"])))}


def _find_envelope(token: str) -> bytes:
    readable = (*FROM_REPORTER, Direction.REPLY)
    message = Message.objects.filter(pk=token, direction__in=readable).select_related("complaint").first()
    if message is not None and message.complaint.handed_on is not None and _is_out(message):
        return unlock_content(bytes(message.sealed), load_content_key(message.complaint_id), message.pk)
    item = Item.objects.filter(pk=token).first()
    if item is None:
        raise RefusedHandling("没有这份密文。")
    return unlock_content(bytes(item.sealed), load_content_key(item.pk), item.pk)


def _is_out(message: Message) -> bool:
    """Whether handlers may have it: a reporter's after its batch, a handler's at once (the second must read it)."""
    return message.direction == Direction.REPLY or message.handed_on is not None


def _reply(ask: Answer, handler: Handler) -> Answer:
    message = handling.keep_reply(
        ask["complaint"], ask["proof"], decode_sealed(ask["sealed"]), handler=handler, today=today(), random=os.urandom
    )
    return {"token": message.pk}


def _step(ask: Answer, handler: Handler) -> Answer:
    done = handling.take_step(
        ask["complaint"],
        ask["proof"],
        State(ask["to"]),
        reason=Reason(ask["reason"]) if ask.get("reason") else None,
        kind=Kind(ask["kind"]) if ask.get("kind") else None,
        sealed=decode_sealed(ask["sealed"]) if ask.get("sealed") else None,
        handler=handler,
        today=today(),
        random=os.urandom,
    )
    if isinstance(done, Proposal):
        return {"proposal": done.pk}
    return {"token": done.pk if done else ""}


def _extend(ask: Answer, handler: Handler) -> Answer:
    proposal = handling.ask_extension(
        ask["complaint"], ask["proof"], decode_sealed(ask["sealed"]), handler=handler, today=today(), random=os.urandom
    )
    return {"proposal": proposal.pk}


def _agree(ask: Answer, handler: Handler) -> Answer:
    handling.agree_to(ask["proposal"], ask["proof"], handler=handler, today=today())
    return {}


def _decline(ask: Answer, handler: Handler) -> Answer:
    handling.decline(ask["proposal"], ask["proof"], handler=handler, today=today())
    return {}


def _item(ask: Answer, handler: Handler) -> Answer:
    item = items.write_item(
        ask["proofs"],
        decode_sealed(ask["sealed"]),
        ask["signature"],
        handler=handler,
        today=today(),
        random=os.urandom,
    )
    return {"item": item.pk}


def _check_item(ask: Answer, handler: Handler) -> Answer:
    boxes = {complaint: decode_sealed(sealed) for complaint, sealed in ask["boxes"].items()}
    items.check_item(
        ask["item"], ask["proofs"], ask["signature"], boxes, handler=handler, today=today(), random=os.urandom
    )
    return {}


def _decline_item(ask: Answer, handler: Handler) -> Answer:
    items.decline_item(ask["item"], ask["proofs"], handler=handler, today=today())
    return {}


def _export_item(ask: Answer, handler: Handler) -> Answer:
    item = items.export_item(ask["item"], ask["proofs"], handler=handler, today=today())
    keys = {one.pk: one.signing_key for one in Handler.objects.filter(pk__in=[item.author, item.checker])}
    signatures = {keys[item.author]: item.author_signature, keys[item.checker]: item.checker_signature}
    return {"signatures": signatures, "link_hash": items.link_hash(item)}


def _rekey(ask: Answer, handler: Handler) -> Answer:
    handling.replace_envelope(
        ask["complaint"],
        ask["proof"],
        ask["envelope"],
        decode_sealed(ask["sealed"]),
        handler=handler,
        today=today(),
        random=os.urandom,
    )
    return {}


def _pose_drill(ask: Answer, handler: Handler) -> Answer:
    return {"sealed": encode_sealed(pose_drill(random=os.urandom, today=today(), actor=handler.pk))}


def _pass_drill(ask: Answer, handler: Handler) -> Answer:
    pass_drill(str(ask["answer"]), today=today(), actor=handler.pk)
    return {}


_DOINGS: Mapping[str, Callable[[Answer, Handler], Answer]] = {
    "inbox": _inbox,
    "fetch": _fetch,
    "reply": _reply,
    "step": _step,
    "extend": _extend,
    "agree": _agree,
    "decline": _decline,
    "item": _item,
    "check-item": _check_item,
    "decline-item": _decline_item,
    "export-item": _export_item,
    "rekey": _rekey,
    "drill-challenge": _pose_drill,
    "drill": _pass_drill,
}
