"""Reads of casework."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from jianfu.casework.course import State
from jianfu.casework.models import Case
from jianfu.ledger.viewer import Role, Viewer
from jianfu.vocabulary.organ import OrganLevel


def visible_cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases in reach, newest first: all, those about one's organ, or those that one's receipts gave rise to."""
    cases = Case.objects.select_related("organ", "problem", "receipt").order_by("-pk")
    if viewer.sees_all:
        return cases
    if viewer.organ_id is None:
        return cases.none()
    if viewer.role is Role.DEPARTMENT:
        return cases.filter(organ_id=viewer.organ_id)
    return cases.filter(receipt__receiver_id=viewer.organ_id)


@dataclass(frozen=True, slots=True)
class UpwardItem:
    """What the county cannot change, bundled by clause and level: the cases behind it, and the receivers' number."""

    level: OrganLevel
    clause: str
    cases: Sequence[Case]

    @property
    def receipts(self) -> int:
        """Rows of the ledger behind all of it."""
        return sum(len(case.problem.receipts) if case.problem else 1 for case in self.cases)


def list_upward() -> list[UpwardItem]:
    """The list 上下联动清单: escalated cases, bundled."""
    bundles: dict[tuple[str, str], list[Case]] = {}
    cases = Case.objects.filter(state=State.ESCALATED).select_related("organ", "problem").order_by("pk")
    for case in cases:
        bundles.setdefault((case.level, case.clause or case.title), []).append(case)
    return [UpwardItem(OrganLevel(level), clause, found) for (level, clause), found in bundles.items()]
