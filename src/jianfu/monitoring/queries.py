"""Reads of monitoring."""

from collections import Counter

from django.db.models import QuerySet

from jianfu.ledger.viewer import Role, Viewer
from jianfu.monitoring.models import Evaluation, Problem


def latest_evaluation() -> Evaluation | None:
    """The newest evaluation; None before the first."""
    return Evaluation.objects.order_by("-pk").first()


def visible_problems(viewer: Viewer) -> QuerySet[Problem]:
    """Problems that are still found, as far as the viewer may see: a department sees those of its own demands."""
    problems = Problem.objects.filter(gone_at=None).prefetch_related("organs").order_by("-last_day", "-pk")
    if viewer.sees_all:
        return problems
    return problems.filter(organs=viewer.organ_id) if viewer.role is Role.DEPARTMENT else problems.none()


def count_severities(problems: QuerySet[Problem]) -> dict[str, int]:
    """How many of each severity, most severe first, those without any left out."""
    counts = Counter(problems.order_by().values_list("severity", flat=True))
    return {name: counts[name] for name in ("违规", "请说明", "提示", "人工判断") if counts[name]}
