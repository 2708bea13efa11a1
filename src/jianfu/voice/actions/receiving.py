"""What a reporter sends becomes ciphertext before anything of it is written.

The code decides which complaint it belongs to: sent twice it is one complaint, and what is sent again after a crash is
recognised by `sending`, a random value of the form. So whoever saw a code can come back, or send once more, at any
moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db import transaction

from jianfu.voice.actions.routes import Exclusions, Route, keys_for, open_route
from jianfu.voice.record.content import digest, keep_content_key, load_content_key, lock_content, make_content_key
from jianfu.voice.record.course import Act, Direction
from jianfu.voice.record.models import Complaint, Message
from jianfu.voice.record.tree import lock_tree, wait_for_batch
from jianfu.voice.sealing.codes import Derived
from jianfu.voice.sealing.envelopes import File, Payload, seal
from jianfu.voice.wire import BOX_FACT, PROOF_FACT, hash_proof

_ID_BYTES = 16
Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Report:
    """What a reporter sends: ticks as facts, words, cleaned files, and who must not read it."""

    text: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    exclusions: Exclusions = field(default_factory=Exclusions)
    act: Act | None = None


def receive(report: Report, derived: Derived, *, sending: bytes, today: date, random: Random) -> None:
    """Take a report, or words added to one. Nothing is stored before it is sealed.

    TooFewReaders, NotOpen or TooLarge: nothing is stored at all. The same `sending` again changes nothing.
    """
    known = Complaint.objects.filter(lookup=digest(derived.lookup)).first()
    route = _route(report, known, derived, random)
    message_id = sha256(b"jianfu-voice-message\0" + derived.lookup + sending).hexdigest()[: 2 * _ID_BYTES]
    sealed = _seal(report, route, derived, random)
    complaint_id = known.pk if known else random(_ID_BYTES).hex()
    key = (load_content_key(known.pk) if known else None) or make_content_key(complaint_id, random=random)
    locked = lock_content(sealed, key, message_id, random=random)
    with transaction.atomic():
        lock_tree()
        if Message.objects.filter(pk=message_id).exists():
            return
        again = Complaint.objects.filter(lookup=digest(derived.lookup)).first()
        if (again.pk if again else None) != (known.pk if known else None):
            raise SentTwiceAtOnce
        # The batch takes away keys without a complaint; ours may have been one until now.
        keep_content_key(complaint_id, key)
        if again is None:
            _open_complaint(complaint_id, route, derived, key, today, random)
        Message.objects.create(
            id=message_id,
            complaint_id=complaint_id,
            direction=Direction.REPORT if again is None else Direction.ADDITION,
            act=report.act or "",
            written_on=today,
            sealed=locked,
        )
        leaf = derived.receipt if again is None else _leaf_of(message_id, random)
        wait_for_batch(leaf, random=random)


class SentTwiceAtOnce(Exception):
    """The same code came twice in the same moment; the second is taken when it is tried once more."""


def _route(report: Report, known: Complaint | None, derived: Derived, random: Random) -> Route:
    if known is None:
        return Route(report.exclusions, random(_ID_BYTES).hex())
    route = open_route(known, derived.box)
    return Route(route.exclusions.joined(report.exclusions), route.proof)


def _seal(report: Report, route: Route, derived: Derived, random: Random) -> bytes:
    facts = {**report.facts, **route.exclusions.facts(), BOX_FACT: derived.box.public, PROOF_FACT: route.proof}
    return seal(Payload(report.text, facts, report.files), keys_for(route.exclusions), random=random)


def _open_complaint(complaint_id: str, route: Route, derived: Derived, key: bytes, today: date, random: Random) -> None:
    Complaint.objects.create(
        id=complaint_id,
        lookup=digest(derived.lookup),
        box_key=derived.box.public,
        proof_digest=hash_proof(route.proof),
        received_on=today,
    )
    note_id = random(_ID_BYTES).hex()
    note = lock_content(route.sealed_for(derived.box.public, random=random), key, note_id, random=random)
    Message.objects.create(
        id=note_id, complaint_id=complaint_id, direction=Direction.ROUTE, written_on=today, sealed=note
    )


def _leaf_of(message_id: str, random: Random) -> bytes:
    return sha256(b"jianfu-voice-leaf\0" + message_id.encode() + random(_ID_BYTES)).digest()
