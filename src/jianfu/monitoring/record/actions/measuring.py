"""Measures: the plan first, the judgement later."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Organ
from jianfu.monitoring.effects.judging import Judged
from jianfu.monitoring.record.models import Measure
from jianfu.vocabulary.burden_kind import BurdenKind

_LONGEST_TITLE = 60


class RefusedMeasure(Exception):
    """Why a measure is not registered, in Chinese, with what to do."""


@transaction.atomic
def register_measure(
    title: str,
    words: str,
    *,
    kinds: Sequence[BurdenKind],
    expected: float,
    start: date,
    places: Sequence[Organ],
    actor: str,
    now: datetime,
) -> Measure:
    """Write down what a measure should do, before its data come in. Written later it is kept and never judged as
    worked.
    """
    lock_ledger()
    if not 0 < len(title.strip()) <= _LONGEST_TITLE:
        raise RefusedMeasure(f"请写措施的名称，不超过 {_LONGEST_TITLE} 字。")
    if not (math.isfinite(expected) and 0 < expected < 1):
        raise RefusedMeasure("请写预期减少百分之几，1 到 99。没有预期，就谈不上达到没有。")
    if not places:
        raise RefusedMeasure("请勾选在哪些乡镇实施。留几个不实施的作对照，才看得出有没有效。")
    made = Measure.objects.create(
        title=title.strip(),
        words=words.strip(),
        kinds=[kind.value for kind in kinds],
        expected=expected,
        start=start,
        registered_at=now,
    )
    made.places.set(places)
    change = {"measure": made.pk, "title": made.title, "expected": expected, "start": start}
    append(actor=actor, action="register_measure", now=now, change=change | {"places": [one.pk for one in places]})
    return made


@transaction.atomic
def record_judgement(
    measure: Measure, judged: Judged, *, rows: int, months: Sequence[date] = (), actor: str, now: datetime
) -> None:
    """Keep the newest judgement; the log keeps those before. `months`: those of the event study, in order."""
    lock_ledger()
    measure.verdict, measure.judged_at = judged.verdict.value, now
    measure.judged = _as_json(judged) | {"rows": rows, "month_names": [f"{month:%Y-%m}" for month in months]}
    measure.save(update_fields=["verdict", "judged", "judged_at"])
    change = {"measure": measure.pk, "verdict": judged.verdict, "reasons": judged.reasons}
    append(actor=actor, action="judge_measure", now=now, change=change)


def _as_json(judged: Judged) -> dict[str, Any]:
    effect, months, twin = judged.effect, judged.months, judged.twin
    changes = [] if months is None else [None if math.isnan(one) else one for one in months.changes.tolist()]
    return {
        "reasons": list(judged.reasons),
        "effect": None if effect is None else asdict(effect) | {"ratio": effect.as_ratio()},
        "months": changes,
        "drifting": None if months is None else months.drifting,
        "twin": None if twin is None else {"gap": twin.gap, "misfit": twin.misfit, "chance": twin.chance},
    }
