"""What handlers do with complaints, by signed requests from their own computers.

The server cannot read what it is told to keep. It believes a handler who shows the complaint's proof – a secret inside
the envelope – to be one of its readers, and holds the steps to the course, the clocks and the second person.
"""

import hmac
from collections.abc import Callable
from datetime import date

from django.db import transaction

from jianfu.voice.record.content import ContentGone, load_content_key, lock_content
from jianfu.voice.record.course import FROM_REPORTER, Direction, Kind, Proposed
from jianfu.voice.record.models import Complaint, Handler, Message, Proposal
from jianfu.voice.record.tree import append, lock_tree
from jianfu.voice.rules.course import Reason, State, list_next, needs_reason, needs_second_person
from jianfu.voice.sealing.envelopes import SEALED_SIZES
from jianfu.voice.wire import hash_proof

_ID_BYTES = 16
_UNDER_WAY = frozenset({State.ACCEPTED, State.VERIFYING, State.REMEDY})
_TOLD = frozenset({State.ACCEPTED, State.NOT_ACCEPTED, State.ANSWERED})
"""Steps that the reporter is written to about."""
Random = Callable[[int], bytes]


class RefusedHandling(Exception):
    """What is not done; the message says in Chinese why."""


def complaint_of(complaint_id: str, proof: str) -> Complaint:
    """The complaint, for a handler who has read it. RefusedHandling for every other one."""
    found = Complaint.objects.filter(pk=complaint_id, handed_on__isnull=False).first()
    if found is None or not found.proof_digest or not hmac.compare_digest(found.proof_digest, hash_proof(proof)):
        raise RefusedHandling("没有这一件，或您不是它的受理人。")
    return found


@transaction.atomic
def keep_reply(
    complaint_id: str, proof: str, sealed: bytes, *, handler: Handler, today: date, random: Random
) -> Message:
    """Keep a reply, sealed to the reporter's box and to the readers; the reporter finds it from now on."""
    lock_tree()
    complaint = complaint_of(complaint_id, proof)
    message = _keep(complaint, sealed, today, random, is_held=False)
    append({"do": "reply", "by": handler.pk, "complaint": complaint.pk, "message": message.pk}, today=today)
    return message


@transaction.atomic
def take_step(
    complaint_id: str,
    proof: str,
    to: State,
    *,
    reason: Reason | None,
    kind: Kind | None,
    sealed: bytes | None,
    handler: Handler,
    today: date,
    random: Random,
) -> Message | Proposal | None:
    """Take a step, or propose one that a second handler must agree to. RefusedHandling says why not.

    Returns the proposal where one is needed (the reply waits with it), else the kept reply, None without one.
    """
    lock_tree()
    complaint = complaint_of(complaint_id, proof)
    old = State(complaint.state)
    _check_step(old, to, reason, sealed)
    is_held = needs_second_person(old, to)
    message = _keep(complaint, sealed, today, random, is_held=is_held) if sealed else None
    change = {"complaint": complaint.pk, "from": old, "to": to, "reason": reason, "kind": kind, "by": handler.pk}
    if is_held:
        proposal = _propose(complaint, Proposed.STEP, message, handler, today, random, to=to, reason=reason)
        append({"do": "propose", "proposal": proposal.pk, **change}, today=today)
        return proposal
    enter_state(complaint, to, kind, today)
    append({"do": "step", **change}, today=today)
    return message


@transaction.atomic
def ask_extension(
    complaint_id: str, proof: str, sealed: bytes, *, handler: Handler, today: date, random: Random
) -> Proposal:
    """Ask for the one extension of the answer's term; another handler must agree."""
    lock_tree()
    complaint = complaint_of(complaint_id, proof)
    if State(complaint.state) not in _UNDER_WAY:
        raise RefusedHandling("只有办理中的可以延期。")
    if complaint.is_extended:
        raise RefusedHandling("已经延期过一次，不能再延。")
    message = _keep(complaint, sealed, today, random, is_held=True)
    proposal = _propose(complaint, Proposed.EXTEND, message, handler, today, random)
    append({"do": "ask_extension", "by": handler.pk, "complaint": complaint.pk}, today=today)
    return proposal


@transaction.atomic
def agree_to(proposal_id: str, proof: str, *, handler: Handler, today: date) -> Complaint:
    """Agree as a second handler; the step is taken and the held reply goes out. RefusedHandling for one's own."""
    lock_tree()
    proposal = _proposal_of(proposal_id)
    complaint = complaint_of(proposal.complaint_id, proof)
    if proposal.by == handler.pk:
        raise RefusedHandling("这是您自己提出的，须由另一位受理人同意。")
    if proposal.what == Proposed.EXTEND:
        complaint.is_extended = True
        complaint.save(update_fields=["is_extended"])
    else:
        to = State(proposal.to)
        if to not in list_next(State(complaint.state)):
            raise RefusedHandling(f"现在是“{State(complaint.state).label}”，这一步已经过时。")
        enter_state(complaint, to, None, today)
    Message.objects.filter(pk=proposal.notice).update(handed_on=today)
    change = {"complaint": complaint.pk, "what": proposal.what, "to": proposal.to, "proposal": proposal.pk}
    proposal.delete()
    append({"do": "agree", "by": handler.pk, **change}, today=today)
    return complaint


@transaction.atomic
def decline(proposal_id: str, proof: str, *, handler: Handler, today: date) -> None:
    """Say no, or take one's own back; the held reply is destroyed with it."""
    lock_tree()
    proposal = _proposal_of(proposal_id)
    complaint = complaint_of(proposal.complaint_id, proof)
    Message.objects.filter(pk=proposal.notice).delete()
    append({"do": "decline", "by": handler.pk, "complaint": complaint.pk, "proposal": proposal.pk}, today=today)
    proposal.delete()


@transaction.atomic
def replace_envelope(
    complaint_id: str, proof: str, message_id: str, sealed: bytes, *, handler: Handler, today: date, random: Random
) -> None:
    """Keep an envelope that was sealed anew, for readers who came or without readers who left."""
    lock_tree()
    complaint = complaint_of(complaint_id, proof)
    message = complaint.messages.filter(pk=message_id, direction__in=[*FROM_REPORTER, Direction.REPLY]).first()
    if message is None:
        raise RefusedHandling("这一件里没有这份密文，没有替换。")
    message.sealed = lock_content(checked(sealed), content_key_of(complaint), message_id, random=random)
    message.save(update_fields=["sealed"])
    append({"do": "rekey", "by": handler.pk, "complaint": complaint.pk, "message": message_id}, today=today)


def checked(sealed: bytes) -> bytes:
    """The envelope, if it looks like one: a client's word that it sealed is not taken. RefusedHandling otherwise."""
    if len(sealed) not in SEALED_SIZES or b"age-encryption.org/v1" not in sealed[:64]:
        raise RefusedHandling("这不是封好的密文，没有保存。")
    return sealed


def content_key_of(complaint: Complaint) -> bytes:
    """The complaint's content key. ContentGone where it was destroyed."""
    key = load_content_key(complaint.pk)
    if key is None:
        raise ContentGone
    return key


def enter_state(complaint: Complaint, to: State, kind: Kind | None, today: date) -> None:
    """Write the state with the days that belong to it."""
    complaint.state, complaint.kind = to, kind or complaint.kind
    if to in {State.ACCEPTED, State.NOT_ACCEPTED}:
        complaint.decided_on = today
    if to is State.ANSWERED:
        complaint.answered_on = today
    if to in {State.CLOSED, State.NOT_ACCEPTED}:
        complaint.closed_on = today
    complaint.save()


def _check_step(old: State, to: State, reason: Reason | None, sealed: bytes | None) -> None:
    if to not in list_next(old):
        raise RefusedHandling(f"现在是“{old.label}”，不能直接到“{to.label}”。请看最新情况。")
    if needs_reason(old, to) and reason is None:
        raise RefusedHandling("请选择理由。")
    if to in _TOLD and sealed is None:
        raise RefusedHandling("这一步须同时给反映人写回信。")


def _proposal_of(proposal_id: str) -> Proposal:
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise RefusedHandling("没有等待同意的这一步，可能已经办过。")
    return proposal


def _propose(
    complaint: Complaint,
    what: Proposed,
    message: Message | None,
    handler: Handler,
    today: date,
    random: Random,
    *,
    to: State | None = None,
    reason: Reason | None = None,
) -> Proposal:
    """The proposal; one of the same sort that still waited gives way to it, with its reply."""
    for earlier in complaint.proposals.filter(what=what):
        Message.objects.filter(pk=earlier.notice).delete()
        earlier.delete()
    return Proposal.objects.create(
        id=random(_ID_BYTES).hex(),
        complaint=complaint,
        what=what,
        to=to or "",
        reason=reason or "",
        by=handler.pk,
        written_on=today,
        notice=message.pk if message else "",
    )


def _keep(complaint: Complaint, sealed: bytes, today: date, random: Random, *, is_held: bool) -> Message:
    message_id = random(_ID_BYTES).hex()
    return Message.objects.create(
        id=message_id,
        complaint=complaint,
        direction=Direction.REPLY,
        written_on=today,
        handed_on=None if is_held else today,
        sealed=lock_content(checked(sealed), content_key_of(complaint), message_id, random=random),
    )
