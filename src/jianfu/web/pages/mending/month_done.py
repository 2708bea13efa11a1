"""What was stopped at the desk and mended as a case in a month, in the sentences of the sweep's page and bulletin."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from jianfu.casework.course import CLOSING, OPENING, REOPENING, Detector, Move
from jianfu.casework.models import Step
from jianfu.clearance.models import Decision
from jianfu.clearance.terms import Verdict
from jianfu.monitoring.sweep.sent_things import next_month

_MOST_NAMES = 4
_NAMELESS = frozenset({Detector.REPORTED, Detector.CHECK})
"""Cases of the anonymous channel and of a check on the spot are counted, never named: a title may tell who spoke."""


def tell_done(month: date) -> list[str]:
    """Of the month that begins on a day: what was decided at the desk, what became of cases. Never empty."""
    return [*_tell_desk(month), *_tell_cases(month)]


def _tell_desk(month: date) -> list[str]:
    decisions = list(
        Decision.objects.filter(decided_at__gte=month, decided_at__lt=next_month(month))
        .select_related("draft", "draft__organ")
        .order_by("pk")
    )
    if not decisions:
        return ["准入：本月没有审定。"]
    stopped = [one for one in decisions if not Verdict(one.verdict).clears]
    merged = sum(one.draft.merged_into_id is not None for one in stopped)
    back = sum(one.verdict == Verdict.NOT_UNLESS_CHANGED for one in stopped)
    counted = f"准入：审定 {len(decisions)} 件，准予 {len(decisions) - len(stopped)} 件，退回 {back} 件，"
    counted += f"不予 {len(stopped) - back} 件{f'（并入已有的 {merged} 件）' if merged else ''}。"
    names = [f"{one.draft.organ.name}《{one.draft.title}》" for one in stopped]
    return [counted + _say_names("没有发出去的", names)]


def _tell_cases(month: date) -> list[str]:
    steps = list(
        Step.objects.filter(taken_at__gte=month, taken_at__lt=next_month(month))
        .filter(words__in=(OPENING, CLOSING, REOPENING, Move.ESCALATE.label))
        .select_related("case", "case__organ")
        .order_by("pk")
    )
    if not steps:
        return ["整治：本月没有立案、销号。"]
    count = Counter(step.words for step in steps)
    counted = f"整治：立案 {count[OPENING]} 件，台账验证销号 {count[CLOSING]} 件，重新立案 {count[REOPENING]} 件，"
    return [
        f"{counted}向上反映 {count[Move.ESCALATE.label]} 件。"
        + _say_names("销号的", [_name(step) for step in steps if step.words == CLOSING and _has_name(step)])
        + _say_names("又出现的", [_name(step) for step in steps if step.words == REOPENING and _has_name(step)])
    ]


def _has_name(step: Step) -> bool:
    return step.case.detector not in _NAMELESS


def _name(step: Step) -> str:
    return f"{step.case.organ.name}“{step.case.title}”"


def _say_names(lead: str, names: Sequence[str]) -> str:
    """A sentence of some of the names; '' for none."""
    if not names:
        return ""
    more = f"等 {len(names)} 件" if len(names) > _MOST_NAMES else ""
    return f"{lead}：{'、'.join(names[:_MOST_NAMES])}{more}。"
