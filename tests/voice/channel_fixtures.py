"""A channel that is open: five handlers in four bodies, a recovery key, a few units, and ways to play both sides."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.voice.actions import batching, boxes
from jianfu.voice.actions.batching import run_batch
from jianfu.voice.actions.receiving import Report, receive
from jianfu.voice.actions.registering import (
    UnitLine,
    pass_drill,
    pose_drill,
    register_handler,
    replace_units,
    set_recovery_key,
)
from jianfu.voice.gate import throttle
from jianfu.voice.gate.tokens import make_token
from jianfu.voice.record import clock
from jianfu.voice.record.content import load_content_key, unlock_content
from jianfu.voice.record.course import FROM_REPORTER, Direction
from jianfu.voice.record.models import Complaint, Handler, Message
from jianfu.voice.rules.routing import Body
from jianfu.voice.sealing.boxes import BoxIdentity, make_box
from jianfu.voice.sealing.codes import Derived, derive, make_code
from jianfu.voice.sealing.envelopes import CannotOpen, Payload, open_, seal
from jianfu.voice.wire import PROOF_FACT, Registration, SigningKey, make_registration

DAY = date(2026, 11, 25)
NEXT = date(2026, 11, 26)
CALENDAR = WorkCalendar.china()
PEOPLE = (
    ("甲", "县委办公室", Body.HANDLING_OFFICE),
    ("乙", "县委办公室", Body.HANDLING_OFFICE),
    ("丙", "县纪委监委", Body.DISCIPLINE),
    ("丁", "市减负办", Body.UPPER_LEVEL),
    ("戊", "县委督查室", Body.SUPERVISION),
)
UNITS = ("县委办公室", "县纪委监委", "县应急管理局", "县民政局", "松溪镇")


@dataclass(frozen=True, slots=True)
class Holder:
    """A handler with both halves of the keys, as on the own computer."""

    row: Handler
    box: BoxIdentity
    signing: SigningKey


@dataclass
class Channel:
    """An open channel, from outside."""

    holders: dict[str, Holder]
    recovery: BoxIdentity

    def code(self) -> str:
        return make_code(os.urandom(12))

    def derive(self, code: str) -> Derived:
        return derive(code, settings.VOICE_SALT)

    def send(self, report: Report, derived: Derived, *, today: date = DAY) -> None:
        receive(report, derived, sending=os.urandom(16), today=today, random=os.urandom)

    def batch(self, today: date = NEXT) -> None:
        run_batch(today=today, calendar=CALENDAR, random=os.urandom)

    def read(self, name: str, complaint: Complaint, directions: tuple[Direction, ...] = FROM_REPORTER) -> list[Payload]:
        """What the named handler can open of a complaint."""
        opened = []
        key = load_content_key(complaint.pk)
        for message in complaint.messages.filter(direction__in=directions):
            try:
                sealed = unlock_content(bytes(message.sealed), key, message.pk)
                opened.append(open_(sealed, self.holders[name].box.secret))
            except CannotOpen:
                continue
        return opened

    def proof(self, name: str, complaint: Complaint) -> str:
        return self.read(name, complaint)[0].facts[PROOF_FACT]

    def sealed_for(self, box_key: str, words: str) -> bytes:
        return seal(Payload(words, {}), [box_key], random=os.urandom)


def make_channel() -> Channel:
    holders = {}
    for name, unit, body in PEOPLE:
        box, signing = make_box(os.urandom(32)), SigningKey(os.urandom(32))
        who = Registration(name, unit, body, box.public, signing.public)
        line = make_registration(who, key=signing)
        row = register_handler(line, today=DAY, random=os.urandom, actor="测试")
        holders[name] = Holder(row, box, signing)
    recovery = make_box(os.urandom(32))
    set_recovery_key(recovery.public, today=DAY, actor="测试")
    challenge = open_(pose_drill(random=os.urandom, today=DAY, actor="测试"), recovery.secret)
    pass_drill(challenge.text, today=DAY, actor="测试")
    replace_units([UnitLine(name) for name in UNITS] + [UnitLine("县委督查室", "县委办公室")], today=DAY, actor="测试")
    return Channel(holders, recovery)


@pytest.fixture
def channel(db: None, monkeypatch: pytest.MonkeyPatch) -> Channel:
    # Files are rewritten outside of transactions, and a test is one; test_voice_files runs that on files of its own.
    monkeypatch.setattr(batching, "shuffle_rows", lambda: None)
    monkeypatch.setattr(boxes, "empty_logs", lambda: None)
    return make_channel()


@pytest.fixture
def the_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Set the day that pages go by."""

    def turn(day: date) -> None:
        monkeypatch.setattr(settings.VOICE, "today", day)

    turn(DAY)
    return turn


@pytest.fixture(autouse=True)
def _new_hour() -> None:
    for bucket in (throttle.reports, throttle.file_bytes):
        bucket.left = bucket.an_hour


@pytest.fixture
def quick_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little memory where many codes are needed and its cost is not what is tested."""
    from jianfu.voice.sealing import codes

    monkeypatch.setattr(codes, "MEMORY_KIB", 64)
    monkeypatch.setattr(codes, "PASSES", 1)


class Browser:
    """A browser that keeps nothing: each form is one post to the one address."""

    def __init__(self) -> None:
        self.client = Client()

    def post(self, step: str, **fields: Any) -> Any:
        token = fields.pop("token", None) or make_token(clock.today())
        return self.client.post("/", {"step": step, "token": token, **fields})


@pytest.fixture
def browser(the_day: Callable[[date], None]) -> Browser:
    return Browser()


def all_complaints() -> list[Complaint]:
    return list(Complaint.objects.all())


def count_messages(direction: Direction) -> int:
    return Message.objects.filter(direction=direction).count()
