"""The reporter's box: what was answered, and the end that a reporter may make of a complaint.

Looking into a box takes the same steps whether the code stands for a complaint or not; docs/threat-model.md tells why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction

from jianfu.voice.actions.erasing import erase_content
from jianfu.voice.record.content import NOBODY, ContentGone, digest, load_content_key, unlock_content
from jianfu.voice.record.course import Direction, ItemState
from jianfu.voice.record.models import Complaint, ItemPart, Message
from jianfu.voice.record.shuffling import empty_logs
from jianfu.voice.record.tree import lock_tree, wait_for_batch
from jianfu.voice.rules.course import State, may_reopen
from jianfu.voice.sealing.codes import Derived
from jianfu.voice.sealing.envelopes import CannotOpen, Payload, open_
from jianfu.voice.wire import STATE_FACT

_LETTERS = (Direction.TO_BOX, Direction.REPLY)


@dataclass(frozen=True, slots=True)
class Letter:
    """One answer: the day it was written and what it says."""

    written_on: date
    payload: Payload


@dataclass(frozen=True, slots=True)
class Box:
    """What a code opens. Empty both for a code that stands for nothing and for one without an answer yet."""

    letters: tuple[Letter, ...] = ()
    state: State | None = None
    may_reopen: bool = False
    wording: Letter | None = None
    """The rewritten item that the reporter may object to now."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.letters and self.wording is None


def look_into(derived: Derived) -> Box:
    """What is in the box. The same four questions are put to the database for every code."""
    complaint = Complaint.objects.filter(lookup=digest(derived.lookup)).first()
    complaint_id = complaint.pk if complaint else NOBODY
    found = list(Message.objects.filter(complaint_id=complaint_id, direction__in=_LETTERS, handed_on__isnull=False))
    shown = list(
        ItemPart.objects.filter(complaint_id=complaint_id, item__state=ItemState.CHECKED).select_related("item")
    )
    key = load_content_key(complaint_id)
    if complaint is None:
        return Box()
    letters = tuple(sorted(_open_all(found, key, derived), key=_place))
    wordings = _open_wordings(shown, key, derived)
    state = State(complaint.state)
    again = may_reopen(state, reopened_before=complaint.reopened_on is not None)
    return Box(letters, state, again, wordings[0] if wordings else None)


def _place(letter: Letter) -> tuple[date, int]:
    """By day; within a day, of which no order is kept, by the step that the letter tells of."""
    told = letter.payload.facts.get(STATE_FACT, "")
    return letter.written_on, next((place for place, state in enumerate(State) if state.label == told), -1)


def _open_all(found: list[Message], key: bytes | None, derived: Derived) -> list[Letter]:
    letters = []
    for message in found:
        try:
            opened = open_(unlock_content(bytes(message.sealed), key, message.pk), derived.box.secret)
        except (CannotOpen, ContentGone):
            # A reply that a handler sealed wrongly must not close the box; the desk is told when it seals.
            continue
        letters.append(Letter(message.written_on, opened))
    return letters


def _open_wordings(shown: list[ItemPart], key: bytes | None, derived: Derived) -> list[Letter]:
    letters = []
    for part in shown:
        try:
            opened = open_(unlock_content(bytes(part.sealed_for_box or b""), key, part.pk), derived.box.secret)
        except (CannotOpen, ContentGone):
            continue
        letters.append(Letter(part.item.shown_on or part.item.written_on, opened))
    return letters


def destroy(derived: Derived, *, random: Callable[[int], bytes]) -> None:
    """Destroy what the code stands for, at once and for good; nothing for a code that stands for nothing.

    The complaint stays counted: a row of days and states without content, which the code no longer finds.
    """
    complaint = Complaint.objects.filter(lookup=digest(derived.lookup)).first()
    if complaint is None:
        return
    with transaction.atomic():
        lock_tree()
        erase_content(complaint)
        wait_for_batch(sha256(random(32)).digest(), random=random)
    empty_logs()
