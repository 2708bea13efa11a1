"""Reads of assessment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Min, QuerySet

from jianfu.assessment.ledger_values import name_owners
from jianfu.assessment.models import Appeal, AssessmentYear, Consultation, StageStep
from jianfu.assessment.models import Result as StoredResult
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.plans.plan import Plan
from jianfu.assessment.results.archive import read_data
from jianfu.assessment.results.result import Result, TownshipScore, read_result
from jianfu.assessment.scoring.data import YearData
from jianfu.assessment.stages import Stage
from jianfu.assessment.watching import Notice, Threat, find_threats
from jianfu.ledger.models import Demand
from jianfu.ledger.viewer import Viewer
from jianfu.ledger.visibility import ids_below
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.organ import OrganLevel
from jianfu.vocabulary.published.adoption import Adoption

_MOVED = 0.05


@dataclass(frozen=True, slots=True)
class Computed:
    """A year's newest result with what it was computed from."""

    plan: Plan
    data: YearData
    result: Result
    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A township whose score or band an appeal moved."""

    township: str
    before: TownshipScore | None
    after: TownshipScore | None

    @property
    def is_other_band(self) -> bool:
        """Whether the band changed."""
        return (self.before.band if self.before else None) != (self.after.band if self.after else None)


@dataclass(frozen=True, slots=True)
class AppealCounts:
    """Statistics that are published: nothing about who."""

    filed: int
    by_answer: Mapping[str, int]
    late: int
    changed: int


def last_result(year: AssessmentYear) -> StoredResult | None:
    """The newest result with scores, as it is stored; None before the first."""
    return year.results.exclude(number=0).order_by("-number").first()


def read_computed(year: AssessmentYear) -> Computed | None:
    """The newest result; None before the first."""
    found = last_result(year)
    if found is None:
        return None
    return Computed(read_plan(year.plan_text), read_data(found.data), read_result(found.body), found.number, found.code)


def visible_appeals(viewer: Viewer) -> QuerySet[Appeal]:
    """Appeals in reach: all, or one's own township's."""
    appeals = Appeal.objects.select_related("year", "organ", "before", "after").order_by("-pk")
    if viewer.sees_all:
        return appeals
    return appeals.filter(organ_id__in=ids_below(viewer.organ_id)) if viewer.organ_id is not None else appeals.none()


def list_moved(appeal: Appeal) -> list[Moved]:
    """Everyone whom a decided appeal affected, other bands first; [] where nothing was computed anew."""
    if appeal.before is None or appeal.after is None:
        return []
    before, after = read_result(appeal.before.body), read_result(appeal.after.body)
    names = dict.fromkeys(one.township for result in (before, after) for one in result.townships)
    moved = [Moved(name, before.find(name), after.find(name)) for name in names]
    affected = [one for one in moved if one.is_other_band or _has_moved(one)]
    return sorted(affected, key=lambda one: not one.is_other_band)


def _has_moved(one: Moved) -> bool:
    return one.before is not None and one.after is not None and abs(one.after.score - one.before.score) >= _MOVED


def count_appeals(year: AssessmentYear) -> AppealCounts:
    """How many were filed, how they were answered, how many late, how many changed something."""
    appeals = list(year.appeals.all())
    late = sum(_is_late(one, one.decided_at) for one in appeals if one.decided_at is not None)
    counts = {answer.label: sum(one.answer == answer for one in appeals) for answer in Adoption}
    return AppealCounts(len(appeals), counts, late, sum(one.after_id is not None for one in appeals))


def _is_late(appeal: Appeal, moment: datetime) -> bool:
    return appeal.due_on is not None and moment.date() > appeal.due_on


def list_consultations() -> QuerySet[Consultation]:
    """All consultations, the newest first."""
    return Consultation.objects.select_related("owner", "year").order_by("-pk")


def adopted_on(year: AssessmentYear) -> date | None:
    """The day on which the plan was adopted; None before."""
    step = StageStep.objects.filter(year=year, stage=Stage.ADOPTED).first()
    return step.taken_at.date() if step else None


def find_open_check(organ_id: int | None, day: date) -> AssessmentYear | None:
    """The year whose data a township has still to look over on a day; None where nothing waits for it."""
    if organ_id is None:
        return None
    waiting = AssessmentYear.objects.filter(stage=Stage.CHECKED, check_until__gte=day)
    return waiting.exclude(checks__organ_id=organ_id).exclude(appeals__organ_id=organ_id).first()


def watched_year(day: date) -> AssessmentYear | None:
    """The year of a day whose plan is adopted; None where there is none."""
    return AssessmentYear.objects.filter(year=day.year, steps__stage=Stage.ADOPTED).first()


def list_threats(year: AssessmentYear) -> list[Threat]:
    """Notices received in the plan's year that tie themselves to assessment; [] before a plan is adopted."""
    since = adopted_on(year)
    if since is None:
        return []
    period = (date(year.year, 1, 1), date(year.year, 12, 31))
    demands = (
        Demand.objects.filter(receipts__received_on__range=period)
        .select_related("issuer", "document_text")
        .annotate(first_day=Min("receipts__received_on"))
        .order_by("pk")
    )
    plan, knows_owners = name_owners(read_plan(year.plan_text))
    notices = (_make_notice(one) for one in demands.iterator(chunk_size=2000))
    threats = list(find_threats(notices, plan, since, knows_owners=knows_owners))
    return [_with_receipts(one) for one in threats]


def _make_notice(demand: Demand) -> Notice:
    text = getattr(demand, "document_text", None)
    first_day: date | None = demand.first_day  # type: ignore[attr-defined]  # annotated
    return Notice(
        demand.pk, BurdenKind(demand.kind), demand.issuer.name, OrganLevel(demand.issuer.level), demand.title,
        text.text if text else "", demand.tied_to_assessment, first_day, (),
    )  # fmt: skip


def _with_receipts(threat: Threat) -> Threat:
    found = Demand.objects.get(pk=threat.notice.demand_id).receipts.order_by("pk").values_list("pk", flat=True)
    return replace(threat, notice=replace(threat.notice, receipts=tuple(found)))
