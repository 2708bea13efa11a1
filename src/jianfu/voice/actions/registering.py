"""Who holds keys, which units there are, when the channel opens: decided at the ceremony, run by command."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jianfu.voice.record.content import digest
from jianfu.voice.record.models import Handler, Opening, Unit
from jianfu.voice.record.tree import append, lock_tree
from jianfu.voice.sealing.boxes import check_recipient
from jianfu.voice.sealing.envelopes import Payload, seal
from jianfu.voice.wire import read_registration

_ID_BYTES = 16
_CHALLENGE_BYTES = 32


class RefusedRegistration(Exception):
    """A key or unit that cannot be taken; the message says in Chinese why."""


@transaction.atomic
def register_handler(line: str, *, today: date, random: Callable[[int], bytes], actor: str) -> Handler:
    """Take a handler's public keys into use, from the line that the handler signed.

    NotSigned or NotAKey for a changed line, RefusedRegistration where a key is known already.
    """
    lock_tree()
    who = read_registration(line)
    if (
        Handler.objects.filter(box_key=who.encrypts_to).exists()
        or Handler.objects.filter(signing_key=who.signs_as).exists()
    ):
        raise RefusedRegistration(f"{who.unit}{who.name}的这把钥匙已经登记过。")
    made = Handler.objects.create(
        id=random(_ID_BYTES).hex(),
        name=who.name,
        unit=who.unit,
        body=who.body.value,
        box_key=who.encrypts_to,
        signing_key=who.signs_as,
        line=line.strip(),
        registered_on=today,
    )
    append(
        {"do": "register", "by": actor, "handler": made.pk, "unit": who.unit, "fingerprint": who.fingerprint},
        today=today,
    )
    return made


@transaction.atomic
def retire_handler(handler_id: str, *, today: date, actor: str) -> Handler:
    """Take a handler's keys out of use: nothing new is sealed to them. RefusedRegistration where there is none."""
    lock_tree()
    handler = Handler.objects.filter(pk=handler_id, left_on=None).first()
    if handler is None:
        raise RefusedRegistration("没有这位受理人，或已经离任。")
    handler.left_on = today
    handler.save(update_fields=["left_on"])
    append({"do": "retire", "by": actor, "handler": handler.pk}, today=today)
    return handler


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit that reporters can name: its other names, and the unit that it is part of ('' for none)."""

    name: str
    parent: str = ""
    aliases: tuple[str, ...] = ()


@transaction.atomic
def replace_units(lines: Iterable[UnitLine], *, today: date, actor: str) -> int:
    """Let these be the units that reporters can name or hide from. Returns how many."""
    lock_tree()
    wanted = {line.name: line for line in lines if line.name}
    Unit.objects.exclude(pk__in=wanted).delete()
    for line in wanted.values():
        Unit.objects.update_or_create(pk=line.name, defaults={"parent": line.parent, "aliases": list(line.aliases)})
    append({"do": "units", "by": actor, "count": len(wanted)}, today=today)
    return len(wanted)


@transaction.atomic
def set_recovery_key(public_key: str, *, today: date, actor: str) -> None:
    """Name the key whose secret half lies in five parts. A new key closes the channel until its drill is passed."""
    lock_tree()
    Opening.objects.update_or_create(
        pk=1, defaults={"recovery_key": check_recipient(public_key), "drilled_on": None, "challenge_digest": ""}
    )
    append({"do": "recovery_key", "by": actor, "key": public_key}, today=today)


@transaction.atomic
def pose_drill(*, random: Callable[[int], bytes], today: date, actor: str) -> bytes:
    """A random word sealed to the recovery key; who brings it back has put the parts together."""
    lock_tree()
    opening = _opening()
    word = random(_CHALLENGE_BYTES).hex()
    opening.challenge_digest = digest(word.encode())
    opening.save(update_fields=["challenge_digest"])
    append({"do": "pose_drill", "by": actor}, today=today)
    return seal(Payload(word), [opening.recovery_key], random=random)


@transaction.atomic
def pass_drill(answer: str, *, today: date, actor: str) -> None:
    """Open the channel: the recovery was tried once and worked. RefusedRegistration for a wrong word."""
    lock_tree()
    opening = _opening()
    if not opening.challenge_digest or digest(answer.strip().encode()) != opening.challenge_digest:
        raise RefusedRegistration("演练口令不对：请用拼出的恢复密钥打开最近一次的口令，原样交回。")
    opening.drilled_on, opening.challenge_digest = today, ""
    opening.save(update_fields=["drilled_on", "challenge_digest"])
    append({"do": "pass_drill", "by": actor}, today=today)


def _opening() -> Opening:
    opening = Opening.objects.first()
    if opening is None:
        raise RefusedRegistration("还没有登记恢复公钥。")
    return opening
