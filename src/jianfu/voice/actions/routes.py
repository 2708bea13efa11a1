"""Who reads what: the readers that the rules leave, and the note by which a reporter's later words find them again."""

from collections.abc import Callable
from dataclasses import dataclass

from jianfu.voice.record.content import load_content_key, unlock_content
from jianfu.voice.record.course import Direction
from jianfu.voice.record.models import Complaint, Handler, Message, Opening, Unit
from jianfu.voice.rules.routing import Body, Reader, choose_readers
from jianfu.voice.sealing.boxes import BoxIdentity
from jianfu.voice.sealing.envelopes import Payload, open_, seal
from jianfu.voice.wire import (
    ABOUT_LEADERS_FACT,
    ABOUT_OFFICE_FACT,
    CONCERNED_FACT,
    HIDDEN_FACT,
    NAMES_BETWEEN,
    PROOF_FACT,
    YES,
)


class NotOpen(Exception):
    """The channel takes nothing yet; the message says in Chinese why."""


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What the reporter ticked about units: it decides who cannot read."""

    concerned: frozenset[str] = frozenset()
    hidden_from: frozenset[str] = frozenset()
    about_office: bool = False
    about_leaders: bool = False

    def joined(self, other: "Exclusions") -> "Exclusions":
        """Both together: what was once excluded stays so."""
        return Exclusions(
            self.concerned | other.concerned,
            self.hidden_from | other.hidden_from,
            self.about_office or other.about_office,
            self.about_leaders or other.about_leaders,
        )

    def facts(self) -> dict[str, str]:
        """The same as facts of an envelope, so that a later re-encryption obeys them."""
        told = {
            CONCERNED_FACT: NAMES_BETWEEN.join(sorted(self.concerned)),
            HIDDEN_FACT: NAMES_BETWEEN.join(sorted(self.hidden_from)),
            ABOUT_OFFICE_FACT: YES if self.about_office else "",
            ABOUT_LEADERS_FACT: YES if self.about_leaders else "",
        }
        return {name: words for name, words in told.items() if words}


@dataclass(frozen=True, slots=True)
class Route:
    """What the reporter's box remembers of a complaint: its exclusions, and the secret that handlers act by."""

    exclusions: Exclusions
    proof: str

    def sealed_for(self, box_key: str, *, random: Callable[[int], bytes]) -> bytes:
        """The note as an envelope that only the code opens: the server forgets who reads a complaint."""
        return seal(Payload("", {**self.exclusions.facts(), PROOF_FACT: self.proof}), [box_key], random=random)


def list_readers() -> list[Reader]:
    """Everybody whose key is in use."""
    names = {unit.name: (*unit.aliases, *_names_above(unit)) for unit in Unit.objects.all()}
    return [
        Reader(one.pk, one.unit, Body(one.body), one.box_key, tuple(names.get(one.unit, ())))
        for one in Handler.objects.filter(left_on=None)
    ]


def _names_above(unit: Unit) -> tuple[str, ...]:
    """A unit that is part of a named one is named with it."""
    above = unit
    names: list[str] = []
    while above.parent and above.parent not in names and len(names) < 10:
        names.append(above.parent)
        above = Unit.objects.filter(pk=above.parent).first() or Unit(name="", parent="")
    return tuple(names)


def readers_for(exclusions: Exclusions) -> tuple[Reader, ...]:
    """Who will be able to read it. TooFewReaders, or NotOpen where the recovery drill was not passed yet."""
    recovery_key()
    return choose_readers(
        list_readers(),
        concerned_units=exclusions.concerned,
        hidden_from=exclusions.hidden_from,
        about_handling_office=exclusions.about_office,
        about_leaders=exclusions.about_leaders,
    )


def recovery_key() -> str:
    """The key whose secret half lies in five parts. NotOpen before its drill was passed once."""
    opening = Opening.objects.first()
    if opening is None or opening.drilled_on is None:
        raise NotOpen("本渠道还没有开通：恢复密钥的演练尚未完成。")
    return opening.recovery_key


def keys_for(exclusions: Exclusions) -> list[str]:
    """The keys that an envelope is sealed to: the readers' and the recovery key."""
    return [*(reader.public_key for reader in readers_for(exclusions)), recovery_key()]


def open_route(complaint: Complaint, box: BoxIdentity) -> Route:
    """The complaint's note, opened with the code. ContentGone where the content was destroyed."""
    note = Message.objects.get(complaint=complaint, direction=Direction.ROUTE)
    sealed = unlock_content(bytes(note.sealed), load_content_key(complaint.pk), note.pk)
    facts = open_(sealed, box.secret).facts
    exclusions = Exclusions(
        _names(facts.get(CONCERNED_FACT, "")),
        _names(facts.get(HIDDEN_FACT, "")),
        facts.get(ABOUT_OFFICE_FACT) == YES,
        facts.get(ABOUT_LEADERS_FACT) == YES,
    )
    return Route(exclusions, facts[PROOF_FACT])


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split(NAMES_BETWEEN)) - {""}
