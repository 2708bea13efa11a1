"""Drafts through their states; numbers without gaps; nobody decides on one's own."""

from datetime import datetime

import pytest

from jianfu.clearance.actions import ChangedMeanwhile, RefusedStep, decide, save_draft, submit_draft
from jianfu.clearance.models import ClearanceNumber, Decision, Draft
from jianfu.clearance.terms import State, Verdict
from jianfu.ledger.models import AuditEntry, Organ

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
        submit_draft(draft.pk, version=1, actor="起草", now=NOW)
        _decide(draft, Verdict.GO)

        assert ClearanceNumber.objects.get(draft=draft).number == f"减准〔2023〕{place}号"


def test_a_refused_draft_gets_none_and_one_sent_back_can_be_mended() -> None:
    refused, sent_back = _draft(), _draft()
    for draft, verdict in ((refused, Verdict.NO), (sent_back, Verdict.NOT_UNLESS_CHANGED)):
        submit_draft(draft.pk, version=1, actor="起草", now=NOW)
        _decide(draft, verdict)

    assert not ClearanceNumber.objects.exists()
    mended = save_draft(
        {"title": "改好的"}, organ_id=sent_back.organ_id, draft_id=sent_back.pk, version=1, actor="起草", now=NOW
    )
    assert mended.version == 2
    with pytest.raises(RefusedStep, match="不能再改"):
        save_draft({"title": "x"}, organ_id=refused.organ_id, draft_id=refused.pk, version=1, actor="起草", now=NOW)


def test_the_four_questions_come_first() -> None:
    with pytest.raises(RefusedStep, match="四个问题"):
        submit_draft(_draft(cost=" ").pk, version=1, actor="起草", now=NOW)


def test_no_organ_decides_on_its_own_draft() -> None:
    draft = _draft()
    submit_draft(draft.pk, version=1, actor="起草", now=NOW)

    with pytest.raises(RefusedStep, match="别的单位"):
        _decide(draft, Verdict.GO, organ_id=draft.organ_id)


def test_the_second_decision_is_told_and_changes_nothing() -> None:
    draft = _draft()
    submit_draft(draft.pk, version=1, actor="起草", now=NOW)
    _decide(draft, Verdict.NO)
    entries = AuditEntry.objects.count()

    with pytest.raises(ChangedMeanwhile):
        _decide(draft, Verdict.GO)
    draft.refresh_from_db()
    assert draft.state == State.REFUSED
    assert AuditEntry.objects.count() == entries


def test_every_write_leaves_one_entry_in_the_audit_log() -> None:
    draft = _draft()
    submit_draft(draft.pk, version=1, actor="起草", now=NOW)
    _decide(draft, Verdict.GO)

    assert AuditEntry.objects.count() == 3
