"""Reads of monitoring."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from jianfu.ledger.models import EvidenceRow
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
"""What the platform may cost the county in a month before its page turns red: docs/methods/own-burden.md."""
MONTHLY_BUDGET_MESSAGES = 200
"""How many digests and reminders it may put before people in a month."""
_MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class RoleUse:
    """What the platform cost one role in a month."""

    role: Role
    minutes: float
    pages: int
    fields: int
    messages: int


@dataclass(frozen=True, slots=True)
class OwnBurden:
    """What the platform cost in the month that begins on `month`, by role, the longest first."""

    month: date
    by_role: Sequence[RoleUse]

    @property
    def hours(self) -> float:
        """Of all roles together."""
        return sum(line.minutes for line in self.by_role) / 60

    @property
    def messages(self) -> int:
        """To all roles together."""
        return sum(line.messages for line in self.by_role)

    @property
    def fields_of_villages(self) -> int:
        """What villages had to type; the goal is none."""
        return sum(line.fields for line in self.by_role if line.role is Role.VILLAGE)

    @property
    def overdrawn(self) -> list[str]:
        """Which budgets are overdrawn, in words; [] for none."""
        said = []
        if self.hours > MONTHLY_BUDGET_HOURS:
            said.append(f"用时超过每月 {MONTHLY_BUDGET_HOURS:.0f} 小时")
        if self.fields_of_villages:
            said.append(f"村填了 {self.fields_of_villages} 格（应为 0）")
        if self.messages > MONTHLY_BUDGET_MESSAGES:
            said.append(f"提醒超过每月 {MONTHLY_BUDGET_MESSAGES} 条")
        return said

    @property
    def is_over_budget(self) -> bool:
        """Too much time or too many messages in all, or anything at all that a village had to type."""
        return bool(self.overdrawn)


def read_own_burden(month: date) -> OwnBurden:
    """The platform's own burden in the month that begins on a day."""
    return _sum_up(month, list(PlatformUse.objects.filter(month=month)))


def list_own_burdens(month: date) -> list[OwnBurden]:
    """The months of the last twelve in which anybody used the platform, the newest first."""
    lines: dict[date, list[PlatformUse]] = {}
    for line in PlatformUse.objects.filter(month__lte=month).order_by("-month"):
        lines.setdefault(line.month, []).append(line)
    return [_sum_up(day, some) for day, some in list(lines.items())[:_MONTHS_SHOWN]]


def _sum_up(month: date, lines: Sequence[PlatformUse]) -> OwnBurden:
    uses = [RoleUse(Role(one.role), one.seconds / 60, one.pages, one.fields, one.messages) for one in lines]
    return OwnBurden(month, sorted(uses, key=lambda use: (-use.minutes, use.role)))


def list_evidence(receipts: Sequence[int], most: int) -> list[EvidenceRow]:
    """Rows of files behind ledger rows, in the order of the ids, the best grade of each; at most so many."""
    wanted = list(dict.fromkeys(receipts))[:most]
    rows = EvidenceRow.objects.filter(receipt_id__in=wanted).order_by("-grade", "-pk")
    best = {
        row.receipt_id: row for row in rows.select_related("source", "receipt__demand__issuer", "receipt__receiver")
    }
    return [best[number] for number in wanted if number in best]


def find_weight(card: str, level: str) -> dict[str, Any] | None:
    """What stands behind a clause's findings, by the newest evaluation: a `weighing.Weight` as JSON.

    That of the level, or, where people know better than the findings who can change it, that of the card.
    """
    last = latest_evaluation()
    weights: list[dict[str, Any]] = [one for one in last.weights if one["card"] == card] if last else []
    return next((one for one in weights if one["level"] == level), weights[0] if weights else None)


def count_severities(problems: QuerySet[Problem]) -> dict[str, int]:
    """How many of each severity, most severe first, those without any left out."""
    counts = Counter(problems.order_by().values_list("severity", flat=True))
    return {name: counts[name] for name in ("违规", "请说明", "提示", "人工判断") if counts[name]}
