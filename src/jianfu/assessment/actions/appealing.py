"""Appeals: filed by those assessed, decided by people who did not score, computed again for everyone."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from jianfu.assessment.actions.noting import RefusedStage
from jianfu.assessment.actions.scoring import compute_again
from jianfu.assessment.ledger_values import name_owners
from jianfu.assessment.models import Appeal, AssessmentYear
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.results.archive import read_data, write_data
from jianfu.assessment.scoring.data import Cell, YearData
from jianfu.assessment.stages import ANSWER_WORKDAYS, Ground, Stage
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Organ
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.published.adoption import Adoption

_SCORERS = (Stage.FROZEN.value, Stage.CHECKED.value)
"""Who took these steps scored."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What an appeal says. `indicator` is an id of the plan, '' for the whole."""

    ground: Ground
    indicator: str
    words: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided: the answer with its reasons; `new_value` for a datum that was wrong, None else.

    `drops_indicator`: the indicator counts for nobody this year, its weight going to the others.
    """

    answer: Adoption
    reasons: str
    new_value: float | None = None
    drops_indicator: bool = False


@transaction.atomic
def file_appeal(
    year_id: int, organ: Organ, objection: Objection, *, calendar: WorkCalendar, actor: str, now: datetime
) -> Appeal:
    """File an appeal in the ten working days. RefusedStage: too late, no words, no evidence, nothing named."""
    lock_ledger()
    year = AssessmentYear.objects.filter(pk=year_id).first()
    if year is None or year.stage != Stage.CHECKED or year.check_until is None:
        raise RefusedStage("现在不在核对和申诉期。")
    if now.date() > year.check_until:
        raise RefusedStage(f"申诉已于 {year.check_until} 截止。")
    if objection.indicator and objection.indicator not in read_plan(year.plan_text).ids:
        raise RefusedStage("方案里没有这一项指标。")
    if objection.ground is Ground.DATUM and not objection.indicator:
        raise RefusedStage("对数据有异议的，请选是哪一项指标。")
    if not objection.words.strip() or not objection.evidence.strip():
        raise RefusedStage("请写明理由和依据（哪份文件、哪张表、哪一行，或哪个系统）。不用另做材料。")
    appeal = Appeal.objects.create(
        year=year,
        organ=organ,
        ground=objection.ground,
        indicator=objection.indicator,
        words=objection.words.strip(),
        evidence=objection.evidence.strip(),
        filed_by=actor,
        filed_at=now,
        due_on=calendar.add_workdays(now.date(), ANSWER_WORKDAYS),
    )
    change = {"year": year.pk, "appeal": appeal.pk, "organ": organ.pk, "ground": objection.ground.value,
              "indicator": objection.indicator, "words": appeal.words, "evidence": appeal.evidence}  # fmt: skip
    append(actor=actor, action="file_appeal", now=now, change=change)
    return appeal


@transaction.atomic
def decide_appeal(appeal_id: int, ruling: Ruling, *, actor: str, actor_organ_id: int | None, now: datetime) -> Appeal:
    """Decide. RefusedStage for who froze or computed, for the indicator's owner, for the appellant, without reasons."""
    lock_ledger()
    appeal = Appeal.objects.select_for_update().select_related("year", "organ").filter(pk=appeal_id).first()
    if appeal is None or appeal.year.stage != Stage.CHECKED:
        raise RefusedStage("没有这件申诉，或已经过了决定的阶段。")
    if appeal.answer:
        raise RefusedStage(f"这件申诉已由 {appeal.decided_by} 决定。")
    _refuse_partial(appeal, actor, actor_organ_id)
    if not ruling.reasons.strip():
        raise RefusedStage("请写明理由。")
    appeal.answer, appeal.reasons = ruling.answer, ruling.reasons.strip()
    appeal.decided_by, appeal.decided_at = actor, now
    _change_data(appeal, ruling, now)
    appeal.save()
    change = {"appeal": appeal.pk, "answer": ruling.answer.value, "reasons": appeal.reasons,
              "new_value": appeal.new_value, "dropped": ruling.drops_indicator,
              "result": appeal.after.number if appeal.after else None}  # fmt: skip
    append(actor=actor, action="decide_appeal", now=now, change=change)
    return appeal


def _refuse_partial(appeal: Appeal, actor: str, actor_organ_id: int | None) -> None:
    if appeal.year.steps.filter(stage__in=_SCORERS, taken_by=actor).exists() or appeal.filed_by == actor:
        raise RefusedStage("冻结数据、计算得分或提出申诉的人不能决定申诉，请由另外的人办理。")
    plan, _ = name_owners(read_plan(appeal.year.plan_text))
    owners = {one.owner for one in plan.indicators if one.id == appeal.indicator}
    if actor_organ_id is not None and Organ.objects.filter(pk=actor_organ_id, name__in=owners).exists():
        raise RefusedStage("这一项指标由您所在的单位负责，请由别的单位的人决定。")


def _change_data(appeal: Appeal, ruling: Ruling, now: datetime) -> None:
    """Where the ruling changes a number or drops an indicator, the next result."""
    if ruling.answer is Adoption.DECLINED or not (ruling.new_value is not None or ruling.drops_indicator):
        return
    if not appeal.indicator:
        raise RefusedStage("这件申诉没有指明指标，改不了数。请只写理由。")
    last = appeal.year.results.order_by("-number").first()
    assert last is not None  # frozen data are the first
    data = read_data(last.data)
    changed = _drop(data, appeal.indicator) if ruling.drops_indicator else _correct(data, appeal, ruling.new_value)
    appeal.new_value = None if ruling.drops_indicator else ruling.new_value
    appeal.before = last
    because = f"{appeal.organ.name}申诉{appeal.get_answer_display()}"
    appeal.after = compute_again(appeal.year, write_data(changed).decode(), because, now)


def _correct(data: YearData, appeal: Appeal, value: float | None) -> YearData:
    key = (appeal.organ.name, appeal.indicator)
    old = data.cells.get(key, Cell(None))
    was = "缺" if old.value is None else f"{old.value:g}"
    rows = f"申诉更正（第 {appeal.pk} 件，原为 {was}）；原出处 {old.rows or '无'}"
    return data.with_cell(*key, replace(old, value=value, grade=Grade.B, rows=rows))


def _drop(data: YearData, indicator: str) -> YearData:
    cells = {key: replace(cell, value=None) if key[1] == indicator else cell for key, cell in data.cells.items()}
    return replace(data, cells=cells)
