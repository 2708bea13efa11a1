"""Drafts through their states; numbers without gaps; nobody decides on one's own."""

from datetime import date, datetime, timedelta

import pytest

from jianfu.clearance.actions import (
    ChangedMeanwhile,
    RefusedStep,
    decide,
    drop_draft,
    save_draft,
    submit_draft,
    take_back,
)
from jianfu.clearance.models import ClearanceNumber, Decision, Draft, Reminder
from jianfu.clearance.numbers.actions import end_number, send_reminders, start_next_version
from jianfu.clearance.queries import EmergencyCount, count_emergencies
from jianfu.clearance.terms import State, Verdict
from jianfu.ledger.models import AuditEntry, Organ
from jianfu.vocabulary.calendar import WorkCalendar

NOW = datetime(2023, 12, 7, 9, 30)
ANSWERS = {"problem": "甲", "lighter_way": "乙", "workable": "丙", "cost": "丁"}
pytestmark = pytest.mark.django_db


def _draft(**values: object) -> Draft:
    organ, _ = Organ.objects.get_or_create(name="应急局")
    given = {"kind": "data_request", "title": "台账", **ANSWERS, **values}
    return save_draft(given, organ_id=organ.pk, draft_id=None, version=1, actor="起草", now=NOW)


def _decide(draft: Draft, verdict: Verdict, *, version: int = 1, organ_id: int | None = None) -> Decision:
    return decide(
        draft.pk, verdict, "理由", version=version, hours_a_year=10, merged_into_id=None,
        decider_organ_id=organ_id, actor="审核", now=NOW,
    )  # fmt: skip


def test_a_cleared_draft_gets_the_next_number_of_the_year() -> None:
    for place in (1, 2):
        draft = _draft()
        submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
        _decide(draft, Verdict.GO)

        assert ClearanceNumber.objects.get(draft=draft).number == f"减准〔2023〕{place}号"


def test_a_refused_draft_gets_none_and_one_sent_back_can_be_mended() -> None:
    refused, sent_back = _draft(), _draft()
    for draft, verdict in ((refused, Verdict.NO), (sent_back, Verdict.NOT_UNLESS_CHANGED)):
        submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
        _decide(draft, verdict)

    assert not ClearanceNumber.objects.exists()
    mended = save_draft(
        {"title": "改好的"}, organ_id=sent_back.organ_id, draft_id=sent_back.pk, version=1, actor="起草", now=NOW
    )
    assert mended.version == 2
    with pytest.raises(RefusedStep, match="不能再改"):
        save_draft({"title": "x"}, organ_id=refused.organ_id, draft_id=refused.pk, version=1, actor="起草", now=NOW)


def test_what_was_handed_in_can_be_taken_back_until_it_is_decided() -> None:
    draft = _draft()
    submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
    taken = take_back(draft.pk, version=1, actor="起草", now=NOW)

    assert (taken.state, taken.submitted_at) == (State.DRAFT, None)
    with pytest.raises(ChangedMeanwhile, match="起草中"):
        _decide(draft, Verdict.GO)
    submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
    _decide(draft, Verdict.NOT_UNLESS_CHANGED)
    submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
    assert take_back(draft.pk, version=1, actor="起草", now=NOW).state == State.SENT_BACK
    submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
    _decide(draft, Verdict.GO)
    with pytest.raises(ChangedMeanwhile, match="已准入"):
        take_back(draft.pk, version=1, actor="起草", now=NOW)


def test_an_emergency_that_may_have_gone_out_is_not_taken_back_and_stays_counted() -> None:
    draft = _draft(is_emergency=True)
    submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)

    with pytest.raises(RefusedStep, match="可能已经先发"):
        take_back(draft.pk, version=1, actor="起草", now=NOW)
    assert count_emergencies(NOW.date(), WorkCalendar.china()).sent == 1


def test_what_is_given_up_stays_to_be_read_and_goes_no_further() -> None:
    draft = _draft()
    assert drop_draft(draft.pk, version=1, actor="起草", now=NOW).state == State.DROPPED

    with pytest.raises(RefusedStep, match="不能再改"):
        save_draft({"title": "x"}, organ_id=draft.organ_id, draft_id=draft.pk, version=1, actor="起草", now=NOW)
    with pytest.raises(RefusedStep, match="不用再提交"):
        submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
    handed_in = _draft()
    submit_draft(handed_in.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
    with pytest.raises(RefusedStep, match="不能作废"):
        drop_draft(handed_in.pk, version=1, actor="起草", now=NOW)


def test_the_four_questions_come_first() -> None:
    with pytest.raises(RefusedStep, match="前三个问题"):
        submit_draft(_draft(problem=" ").pk, version=1, desk_cost="算出的", changes=None, actor="起草", now=NOW)


def test_no_organ_decides_on_its_own_draft() -> None:
    draft = _draft()
    submit_draft(draft.pk, version=1, desk_cost="算出的", changes=None, actor="起草", now=NOW)

    with pytest.raises(RefusedStep, match="别的单位"):
        _decide(draft, Verdict.GO, organ_id=draft.organ_id)


def test_the_second_decision_is_told_and_changes_nothing() -> None:
    draft = _draft()
    submit_draft(draft.pk, version=1, desk_cost="算出的", changes=None, actor="起草", now=NOW)
    _decide(draft, Verdict.NO)
    entries = AuditEntry.objects.count()

    with pytest.raises(ChangedMeanwhile):
        _decide(draft, Verdict.GO)
    draft.refresh_from_db()
    assert draft.state == State.REFUSED
    assert AuditEntry.objects.count() == entries


def test_every_write_leaves_one_entry_in_the_audit_log() -> None:
    draft = _draft()
    submit_draft(draft.pk, version=1, desk_cost="算出的", changes=None, actor="起草", now=NOW)
    _decide(draft, Verdict.GO)

    assert AuditEntry.objects.count() == 3


def test_what_it_costs_the_desk_answers() -> None:
    draft = _draft(cost=" ")

    submit_draft(draft.pk, version=1, desk_cost="28 处一年约 300 小时", changes=None, actor="起草", now=NOW)

    draft.refresh_from_db()
    assert draft.cost == "28 处一年约 300 小时"


def _clear() -> ClearanceNumber:
    draft = _draft()
    submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)
    _decide(draft, Verdict.GO)
    return ClearanceNumber.objects.get(draft=draft)


def _submit_next(number: ClearanceNumber, changes: list[str], now: datetime = NOW) -> Draft:
    successor = start_next_version(number.pk, is_renewal=False, actor="起草", now=now)
    return submit_draft(successor.pk, version=1, desk_cost="", changes=changes, actor="起草", now=now)


def test_a_version_that_asks_nothing_more_takes_the_number_over_and_is_counted() -> None:
    number = _clear()

    draft = _submit_next(number, [])

    changed = ClearanceNumber.objects.get()
    assert (draft.state, changed.draft_id, changed.number) == (State.CLEARED, draft.pk, number.number)
    assert (changed.template_version, changed.expires_on) == (2, number.expires_on)
    assert Draft.objects.get(pk=number.draft_id).state == State.REPLACED
    assert Decision.objects.get(draft=draft).decided_by == "快速通道"


def test_a_version_that_asks_more_waits_and_then_gets_a_number_of_its_own() -> None:
    number = _clear()
    draft = _submit_next(number, ["多了 1 个字段：电话。"])
    assert draft.state == State.SUBMITTED

    _decide(draft, Verdict.GO)

    old, new = ClearanceNumber.objects.order_by("pk")
    assert (new.succeeds_id, new.template_version) == (old.pk, 2)
    assert not old.holds_on(NOW.date())
    assert new.holds_on(NOW.date())


def test_a_number_that_is_over_is_not_taken_over_by_the_fast_lane() -> None:
    number = _clear()
    ClearanceNumber.objects.filter(pk=number.pk).update(expires_on=NOW.date())

    assert _submit_next(number, []).state == State.SUBMITTED


def test_a_second_next_version_is_the_open_one() -> None:
    number = _clear()

    first = start_next_version(number.pk, is_renewal=False, actor="起草", now=NOW)

    assert start_next_version(number.pk, is_renewal=False, actor="起草", now=NOW) == first


def test_an_ended_number_holds_no_longer_from_that_day_and_is_ended_once() -> None:
    number = _clear()

    with pytest.raises(RefusedStep, match="为什么"):
        end_number(number.pk, " ", actor="审核", now=NOW)
    ended = end_number(number.pk, "不再要了", actor="审核", now=NOW)

    assert not ended.holds_on(NOW.date())
    assert ended.last_day_out == NOW.date()
    with pytest.raises(RefusedStep, match="已经失效"):
        end_number(number.pk, "不再要了", actor="审核", now=NOW)


def test_a_department_is_reminded_once_before_each_of_its_days() -> None:
    number = _clear()  # a form: three years
    sent: list[int] = []
    for days_left in (61, 60, 59, 14, 13, 1):
        send_reminders(number.expires_on - timedelta(days=days_left), count=sent.append, now=NOW)

    assert sent == [1, 1]
    assert sorted(Reminder.objects.values_list("days_before", flat=True)) == [14, 60]


def test_an_emergency_is_late_when_its_two_working_days_are_over() -> None:
    draft = _draft(is_emergency=True)
    submit_draft(draft.pk, version=1, desk_cost="", changes=None, actor="起草", now=NOW)  # a Thursday
    calendar = WorkCalendar.china()

    counts = [count_emergencies(date(2023, 12, day), calendar).late for day in (7, 11, 12)]

    assert counts == [0, 0, 1]
    _decide(draft, Verdict.NO)  # on the very day
    assert count_emergencies(date(2023, 12, 12), calendar) == EmergencyCount(1, 0, 0)
