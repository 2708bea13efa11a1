"""Reads of monitoring."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jianfu.ledger.viewer import Role, Viewer
from jianfu.monitoring.models import Evaluation, PlatformUse, Problem


def latest_evaluation() -> Evaluation | None:
    """The newest evaluation; None before the first."""
    return Evaluation.objects.order_by("-pk").first()


def visible_problems(viewer: Viewer) -> QuerySet[Problem]:
    """Problems that are still found, as far as the viewer may see: a department sees those that
    it answers for, and those in whose number it has a share."""
    problems = Problem.objects.filter(gone_at=None).prefetch_related("organs", "involved").order_by("-last_day", "-pk")
    if viewer.sees_all:
        return problems
    if viewer.role is not Role.DEPARTMENT:
        return problems.none()
    return problems.filter(Q(organs=viewer.organ_id) | Q(involved=viewer.organ_id)).distinct()


MONTHLY_BUDGET_HOURS = 40.0
"""What the platform may cost the whole county in a month before its own page turns red."""


@dataclass(frozen=True, slots=True)
class OwnBurden:
    """What the platform cost in a month: (role, hours, fields typed) by role, and all hours together."""

    by_role: Sequence[tuple[str, float, int]]
    hours: float

    @property
    def is_over_budget(self) -> bool:
        """Too much in all, or anything at all that a village had to type."""
        typed = any(fields for role, _, fields in self.by_role if role == Role.VILLAGE.label)
        return self.hours > MONTHLY_BUDGET_HOURS or typed


def read_own_burden(month: date) -> OwnBurden:
    """The platform's own burden in the month that begins on a day."""
    lines = PlatformUse.objects.filter(month=month).order_by("role")
    by_role = [(Role(line.role).label, line.seconds / 3600, line.fields) for line in lines]
    return OwnBurden(by_role, sum(hours for _, hours, _ in by_role))


def count_severities(problems: QuerySet[Problem]) -> dict[str, int]:
    """How many of each severity, most severe first, those without any left out."""
    counts = Counter(problems.order_by().values_list("severity", flat=True))
    return {name: counts[name] for name in ("违规", "请说明", "提示", "人工判断") if counts[name]}
