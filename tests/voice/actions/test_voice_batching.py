"""The morning's batch: hands over together, acknowledges, escalates, erases, publishes; once a day, all or nothing."""

import os
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from channel_fixtures import CALENDAR, DAY, NEXT, Channel, all_complaints
from django.conf import settings

from jianfu.voice.actions import batching
from jianfu.voice.actions.batching import is_batch_due, run_batch
from jianfu.voice.actions.boxes import look_into
from jianfu.voice.actions.publishing import held_back
from jianfu.voice.actions.receiving import Report
from jianfu.voice.record.content import make_content_key
from jianfu.voice.record.course import Act
from jianfu.voice.record.models import Batch, Complaint, ContentKey, Entry, Message, Publication, WaitingEntry
from jianfu.voice.record.tree import BATCH_LEAVES, find_inclusion, first_changed_entry, read_voice_checkpoint
from jianfu.voice.rules.course import State

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    ("day", "hour", "is_due"),
    [
        (date(2026, 11, 25), 8, False),
        (date(2026, 11, 25), 9, True),
        (date(2026, 11, 28), 10, False),  # a Saturday
        (date(2026, 10, 1), 10, False),  # National Day
        (date(2026, 10, 10), 9, True),  # a Saturday that is worked
    ],
)
def test_it_runs_at_nine_on_working_days(day: date, hour: int, is_due: bool) -> None:
    assert is_batch_due(today=day, hour=hour, calendar=CALENDAR) is is_due


def test_it_runs_once_a_day(channel: Channel) -> None:
    channel.batch()
    leaves = Entry.objects.count()
    channel.batch()

    assert not is_batch_due(today=NEXT, hour=12, calendar=CALENDAR)
    assert Entry.objects.count() == leaves


def test_what_came_today_waits_until_tomorrow(channel: Channel) -> None:
    channel.send(Report("昨天"), channel.derive(channel.code()), today=DAY)
    channel.send(Report("今天"), channel.derive(channel.code()), today=NEXT)
    channel.batch(NEXT)

    assert sorted(str(one.handed_on) for one in all_complaints()) == ["2026-11-26", "None"]


def test_the_reporter_is_told_the_days_and_nobody_else_can_read_it(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    assert look_into(derived).is_empty
    channel.batch()

    box = look_into(derived)
    assert box.state is State.RECEIVED
    assert "2026年12月10日以前告诉您是否受理" in box.letters[0].payload.text
    (complaint,) = all_complaints()
    assert complaint.acknowledged_on == NEXT


def test_leaves_enter_in_an_order_that_tells_nothing_and_fill_up(channel: Channel, quick_codes: None) -> None:
    derived = [channel.derive(channel.code()) for _ in range(30)]
    for one in derived:
        channel.send(Report("话"), one)
    channel.batch()

    size = read_voice_checkpoint(Batch.objects.get().checkpoint).size
    proofs = [find_inclusion(one.receipt, size) for one in derived]
    places = [proof.index for proof in proofs if proof]
    assert len(places) == 30
    assert places != sorted(places)
    assert WaitingEntry.objects.count() == 0
    # What stands behind the last reporter's leaf is filling of the same look.
    bodies = list(Entry.objects.filter(body__startswith='{"leaf"').values_list("body", flat=True))
    assert len(bodies) > 30
    assert {len(body) for body in bodies} == {len(bodies[0])}
    assert first_changed_entry() is None


def test_a_quiet_day_looks_like_a_busy_one(channel: Channel) -> None:
    channel.batch()
    before = Entry.objects.count()
    channel.send(Report("话"), channel.derive(channel.code()), today=NEXT)
    channel.batch(NEXT + timedelta(days=1))
    with_one = Entry.objects.count() - before
    channel.batch(NEXT + timedelta(days=4))

    assert with_one == BATCH_LEAVES
    assert Entry.objects.count() - before - with_one in {0, BATCH_LEAVES}


def test_an_overdue_complaint_is_escalated_and_the_reporter_told(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    channel.batch()
    channel.batch(date(2026, 12, 10))
    (complaint,) = all_complaints()
    assert complaint.escalated_on is None

    channel.batch(date(2026, 12, 11))
    (complaint,) = all_complaints()
    assert complaint.escalated_on == date(2026, 12, 11)
    assert "超过期限" in look_into(derived).letters[-1].payload.text
    escalated = Entry.objects.get(body__contains='"escalate"')
    assert "话" not in escalated.body


def test_content_is_destroyed_when_its_time_is_over(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    channel.batch()
    closed = date(2026, 12, 1)
    Complaint.objects.update(state=State.CLOSED, closed_on=closed)
    channel.batch(closed + timedelta(days=settings.VOICE.keep_days))
    assert ContentKey.objects.count() == 1
    channel.batch(closed + timedelta(days=settings.VOICE.keep_days + 1))

    assert ContentKey.objects.count() == Message.objects.count() == 0
    (complaint,) = all_complaints()
    assert (complaint.gone, complaint.lookup, complaint.received_on) == (True, None, DAY)
    assert look_into(derived).is_empty


def test_a_reopening_takes_effect_at_the_batch_and_once(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    channel.batch()
    Complaint.objects.update(state=State.ANSWERED, answered_on=NEXT)
    channel.send(Report("没解决", act=Act.REOPEN), derived, today=NEXT)
    assert all_complaints()[0].state == State.ANSWERED

    channel.batch(date(2026, 11, 27))
    assert all_complaints()[0].state == State.VERIFYING
    Complaint.objects.update(state=State.ANSWERED)
    channel.send(Report("还没", act=Act.REOPEN), derived, today=date(2026, 11, 27))
    channel.batch(date(2026, 11, 30))
    assert all_complaints()[0].state == State.ANSWERED


def test_a_key_without_its_complaint_goes_and_others_stay(channel: Channel) -> None:
    channel.send(Report("话"), channel.derive(channel.code()))
    make_content_key("f" * 32, random=os.urandom)
    channel.batch()

    assert [one.pk for one in ContentKey.objects.all()] == [all_complaints()[0].pk]


STEPS = ("_hand_over", "_acknowledge", "settle_objections", "_escalate", "_erase_what_is_over", "_drop_orphans",
         "append_waiting", "publish_due", "sign_checkpoint")  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_batch_that_breaks_anywhere_leaves_nothing_half_done(
    step: str, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    before = (Entry.objects.count(), WaitingEntry.objects.count(), Message.objects.count())

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(batching, step, die)
        with pytest.raises(KeyboardInterrupt):
            channel.batch()

    assert (Entry.objects.count(), WaitingEntry.objects.count(), Message.objects.count()) == before
    assert all_complaints()[0].handed_on is None
    channel.batch()
    assert not look_into(derived).is_empty


def test_totals_move_by_five_or_not_at_all(
    channel: Channel, quick_codes: None, the_day: Callable[[date], None]
) -> None:
    for _ in range(6):
        channel.send(Report("话"), channel.derive(channel.code()))
    channel.batch()
    channel.batch(date(2026, 12, 1))
    for _ in range(3):
        channel.send(Report("话"), channel.derive(channel.code()), today=date(2026, 12, 1))
    channel.batch(date(2026, 12, 2))
    channel.batch(date(2027, 1, 4))

    months = {one.period: one.table["received"] for one in Publication.objects.filter(period__contains="-")}
    assert months["2026-11"] == 6
    assert months["2026-12"] == 6
    quarter = Publication.objects.get(period="2026Q4").table
    shown = {line[0]: line[1:] for line in quarter["rows"]}
    assert shown["未分类"] == [9, None, None, 9] or None in shown["未分类"]


def test_nothing_is_published_of_a_time_before_the_channel(channel: Channel) -> None:
    channel.batch()
    assert Publication.objects.count() == 0
    channel.batch(date(2026, 12, 1))

    assert [one.period for one in Publication.objects.all()] == ["2026-11"]


def test_letters_of_one_day_stand_in_the_order_of_the_steps(channel: Channel) -> None:
    from jianfu.voice.actions.handling import keep_reply
    from jianfu.voice.sealing.envelopes import Payload, seal
    from jianfu.voice.wire import STATE_FACT

    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    channel.batch()
    (complaint,) = all_complaints()
    for state in (State.ANSWERED, State.REMEDY, State.ACCEPTED, State.VERIFYING):
        sealed = seal(Payload("", {STATE_FACT: state.label}), [derived.box.public], random=os.urandom)
        handler = channel.holders["丙"].row
        proof = channel.proof("丙", complaint)
        keep_reply(complaint.pk, proof, sealed, handler=handler, today=NEXT, random=os.urandom)

    told = [letter.payload.facts.get(STATE_FACT, "") for letter in look_into(derived).letters]
    assert told == ["", "已受理", "核查中", "整治中", "已答复"]


@pytest.mark.parametrize(
    ("counted", "published", "shown"), [(4, None, None), (5, None, 5), (9, 5, 5), (10, 5, 10), (3, 8, 8), (0, 0, 0)]
)
def test_a_count_is_held_back(counted: int, published: int | None, shown: int | None) -> None:
    assert held_back(counted, published) == shown


def test_it_needs_no_reader_s_secret(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch opens nothing: a server that could open envelopes would have to hold a key."""
    channel.send(Report("话"), channel.derive(channel.code()))

    def refuse(*_: object) -> None:
        raise AssertionError("the batch opened an envelope")

    monkeypatch.setattr("pyrage.decrypt", refuse)
    run_batch(today=NEXT, calendar=CALENDAR, random=os.urandom)
    assert all_complaints()[0].acknowledged_on == NEXT
