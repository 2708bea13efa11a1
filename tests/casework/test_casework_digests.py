"""Reminders are few: one digest a working day, nothing twice within a week, each counted."""

from datetime import date, datetime

import pytest
from cases import CALENDAR, NOW, make_receipt, step

from jianfu.casework.actions import open_number_case, read_digest, write_digests
from jianfu.casework.course import Move
from jianfu.casework.models import Case, Digest
from jianfu.casework.queries import unread_digests
from jianfu.ledger.viewer import Role, Scope, Viewer
from jianfu.monitoring.models import PlatformUse

pytestmark = pytest.mark.django_db


def _case() -> Case:
    """Accepted on 7 December by 甲: its step is due on 21 December."""
    case = open_number_case(make_receipt(date(2023, 12, 1)), calendar=CALENDAR, actor="镇", now=NOW)
    return step(case, Move.ACCEPT)


def _write(day: date) -> int:
    return write_digests(calendar=CALENDAR, now=datetime.combine(day, datetime.min.time()))


def test_told_two_working_days_before_then_when_past_then_weekly() -> None:
    _case()
    days = [date(2023, 12, day) for day in range(15, 32)]

    told = [day.day for day in days if _write(day)]

    assert told == [19, 22, 29]
    assert [digest.lines[0][1] for digest in Digest.objects.order_by("day")] == [
        "本步期限 2023-12-21", "本步期限 2023-12-21 已过", "本步期限 2023-12-21 已过",
    ]  # fmt: skip


def test_a_missed_morning_is_told_the_next_time_and_one_day_has_one_digest() -> None:
    _case()

    assert _write(date(2023, 12, 20)) == 1
    assert _write(date(2023, 12, 20)) == 0
    assert _write(date(2023, 12, 21)) == 0


def test_what_is_over_or_owned_by_nobody_reminds_nobody() -> None:
    open_number_case(make_receipt(date(2023, 12, 1), issuer="商务局"), calendar=CALENDAR, actor="镇", now=NOW)
    step(_case(), Move.DISMISS)

    assert _write(date(2023, 12, 29)) == 0


def test_a_digest_is_a_message_of_the_platform_and_is_put_away_by_its_owner_alone() -> None:
    _case()
    _write(date(2023, 12, 20))
    own, other = (Viewer(name, Role.ANALYST, None, Scope.ALL) for name in ("甲", "乙"))

    assert PlatformUse.objects.get(role="analyst", month=date(2023, 12, 1)).messages == 1
    (digest,) = unread_digests(own)
    assert unread_digests(other) == []
    read_digest(digest.pk, actor=other.actor, now=NOW)
    assert unread_digests(own)
    read_digest(digest.pk, actor=own.actor, now=NOW)
    assert unread_digests(own) == []
