"""Writes of clearance. Each refuses what another person has changed meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from jianfu.clearance.models import ClearanceNumber, Decision, Draft
from jianfu.clearance.terms import AFTER, State, Verdict, expires_on, say_number
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.vocabulary.burden_kind import BurdenKind

FAST_LANE = "快速通道"
"""Who decides where the rule alone does."""


class RefusedStep(Exception):
    """A step that cannot be taken; the message says in Chinese why and what to do."""


class ChangedMeanwhile(RefusedStep):
    """Somebody else was faster; nothing of theirs is overwritten."""


@transaction.atomic
def save_draft(
    values: Mapping[str, Any], *, organ_id: int, draft_id: int | None, version: int, actor: str, now: datetime
) -> Draft:
    """Keep a draft, new (`draft_id` None) or the next version of one's own. `version` is the one that was looked at."""
    lock_ledger()
    draft = Draft(organ_id=organ_id, created_at=now) if draft_id is None else _get(draft_id, version)
    if not State(draft.state).is_open:
        raise RefusedStep(f"这份草稿{State(draft.state).label}，不能再改。")
    old = {name: getattr(draft, name) for name in values} if draft_id else {}
    for name, value in values.items():
        setattr(draft, name, value)
    draft.version += draft_id is not None
    draft.save()
    changed = {name: value for name, value in values.items() if old.get(name) != value}
    append(actor=actor, action="save_draft", now=now, change={"draft": draft.pk, "old": old, "new": changed})
    return draft


@transaction.atomic
def submit_draft(
    draft_id: int, *, version: int, desk_cost: str, changes: Sequence[str] | None, actor: str, now: datetime
) -> Draft:
    """Hand a draft in. The questions must be answered first; what it costs the desk answers where nobody else does.

    `changes` are what a new version asks beyond what was cleared: with () it takes the number over at once (the fast
    lane), None for what is no new version.
    """
    lock_ledger()
    draft = _get(draft_id, version)
    if not State(draft.state).is_open:
        raise RefusedStep(f"这份草稿{State(draft.state).label}，不用再提交。")
    if not all((draft.problem.strip(), draft.lighter_way.strip(), draft.workable.strip())):
        raise RefusedStep("请先回答前三个问题，每个一句话即可。")
    draft.cost = draft.cost.strip() or desk_cost
    draft.state, draft.submitted_at = State.SUBMITTED, now
    draft.save(update_fields=["state", "submitted_at", "cost"])
    append(actor=actor, action="submit_draft", now=now, change={"draft": draft.pk, "version": draft.version})
    if draft.replaces is not None and changes is not None and not changes:
        _take_number_over(draft, draft.replaces, now)
    return draft


@transaction.atomic
def take_back(draft_id: int, *, version: int, actor: str, now: datetime) -> Draft:
    """Take back what waits for a decision, to change it: it is as it was before it was handed in.

    Not an emergency: that may have gone out already, and is counted.
    """
    lock_ledger()
    draft = _get(draft_id, version)
    if draft.state != State.SUBMITTED:
        raise ChangedMeanwhile(f"这份草稿已是“{State(draft.state).label}”，不能撤回。请看最新情况。")
    if draft.is_emergency:
        raise RefusedStep("紧急事项可能已经先发，不能撤回；要改的，请审核的人退回。")
    if draft.decisions.exists():
        draft.state = State.SENT_BACK
    else:
        draft.state, draft.submitted_at = State.DRAFT, None
    draft.save(update_fields=["state", "submitted_at"])
    append(actor=actor, action="take_back_draft", now=now, change={"draft": draft.pk, "version": draft.version})
    return draft


@transaction.atomic
def drop_draft(draft_id: int, *, version: int, actor: str, now: datetime) -> Draft:
    """Give up a draft that was not handed in, or was sent back: it is not sent. It stays to be read."""
    lock_ledger()
    draft = _get(draft_id, version)
    if not State(draft.state).is_open:
        raise RefusedStep(f"这份草稿{State(draft.state).label}，不能作废。")
    draft.state = State.DROPPED
    draft.save(update_fields=["state"])
    append(actor=actor, action="drop_draft", now=now, change={"draft": draft.pk, "version": draft.version})
    return draft


def _take_number_over(draft: Draft, before: Draft, now: datetime) -> None:
    """The fast lane: the same number, the next version of the template; its end does not move."""
    number = ClearanceNumber.objects.select_for_update().filter(draft=before).first()
    if number is None or not number.holds_on(now.date()):
        return  # a number that is over is renewed by approval
    Draft.objects.filter(pk=before.pk).update(state=State.REPLACED)
    number.draft, number.template_version = draft, number.template_version + 1
    number.save(update_fields=["draft", "template_version"])
    draft.state = State.CLEARED
    draft.save(update_fields=["state"])
    reasons = f"没有比原来多要什么，按规则换用第 {number.template_version} 版，编号不变。"
    Decision.objects.create(
        draft=draft, version=draft.version, verdict=Verdict.GO, reasons=reasons, decided_by=FAST_LANE, decided_at=now
    )
    change = {"draft": draft.pk, "number": number.number, "template_version": number.template_version}
    append(actor=FAST_LANE, action="take_number_over", now=now, change=change)


@transaction.atomic
def decide(
    draft_id: int,
    verdict: Verdict,
    reasons: str,
    *,
    version: int,
    hours_a_year: float,
    merged_into_id: int | None,
    decider_organ_id: int | None,
    actor: str,
    now: datetime,
) -> Decision:
    """Decide on a draft that was handed in; where it may go out it gets its number. No organ decides on its own."""
    lock_ledger()
    draft = _get(draft_id, version)
    if draft.state != State.SUBMITTED:
        raise ChangedMeanwhile(f"这份草稿已是“{State(draft.state).label}”，可能有人先办了。请看最新情况。")
    if decider_organ_id == draft.organ_id:
        raise RefusedStep("本单位的草稿须由别的单位审核。")
    if not reasons.strip():
        raise RefusedStep("请写明理由。")
    decision = Decision.objects.create(
        draft=draft, version=draft.version, verdict=verdict, reasons=reasons, decided_by=actor, decided_at=now
    )
    draft.state = AFTER[verdict]
    draft.merged_into_id = merged_into_id
    draft.save(update_fields=["state", "merged_into"])
    number = _give_number(draft, hours_a_year, now).number if verdict.clears else None
    change = {
        "draft": draft.pk,
        "version": draft.version,
        "verdict": verdict.value,
        "reasons": reasons,
        "number": number,
        "merged_into": merged_into_id,
    }
    append(actor=actor, action="decide_draft", now=now, change=change)
    return decision


def _give_number(draft: Draft, hours_a_year: float, now: datetime) -> ClearanceNumber:
    before = _end_earlier(draft.replaces, now) if draft.replaces else None
    year = now.year
    place = (ClearanceNumber.objects.filter(year=year).aggregate(last=Max("place"))["last"] or 0) + 1
    return ClearanceNumber.objects.create(
        number=say_number(year, place),
        year=year,
        place=place,
        draft=draft,
        since=now.date(),
        expires_on=expires_on(BurdenKind(draft.kind), now.date()),
        hours_a_year=round(hours_a_year, 2),
        template_version=1 if before is None else before.template_version + 1,
        succeeds=before,
    )


def _end_earlier(replaced: Draft, now: datetime) -> ClearanceNumber | None:
    """The number that the new one takes over from, ended where it still holds; None where it has a successor."""
    Draft.objects.filter(pk=replaced.pk).update(state=State.REPLACED)
    before = ClearanceNumber.objects.select_for_update(of=("self",)).filter(draft=replaced, successor=None).first()
    if before is not None and before.holds_on(now.date()):
        before.ended_on, before.ended_because = now.date(), "由新的编号接替。"
        before.save(update_fields=["ended_on", "ended_because"])
    return before


def _get(draft_id: int, version: int) -> Draft:
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise RefusedStep("没有这份草稿。")
    if draft.version != version:
        raise ChangedMeanwhile("这份草稿刚被别人改过，您的内容没有写入，也没有覆盖别人的。请看最新一稿后再改。")
    return draft
