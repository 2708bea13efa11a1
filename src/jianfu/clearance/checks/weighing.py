"""What a plan would cost those who receive it: the same counting and the same norms as for what was received."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from jianfu.burden.accounting import FEN_A_YUAN, WAGE
from jianfu.burden.counting import DAYS_A_YEAR, Rows, count_work
from jianfu.burden.norms import Norms
from jianfu.burden.simulating import Estimate, draw_norm, simulate
from jianfu.clearance.checks.plan import Plan
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.fields import Field, ValueKind, fields_of

_SEED = 1
_LEFT_TO_NORMS = frozenset({"minutes_per_filing"})
"""Who asks does not say how long others take."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one year of it costs all receivers together.

    `hours` is 0 for no receivers and for kinds that cost no hours. `yuan` are those hours at the county's wage, None
    where it names none. `outlay_yuan` is what receivers lay out besides (rooms, plaques), None where nobody says.
    """

    hours: Estimate
    yuan: Estimate | None
    outlay_yuan: float | None


def weigh(plan: Plan, norms: Norms) -> Weight:
    """Weigh a plan by the county's norms."""
    work, _ = count_work(Rows(plan.kind, _columns(plan), _ways(plan), DAYS_A_YEAR))
    hours = simulate(work, norms, np.random.default_rng(_SEED)).total()
    wage, outlay = norms.prices.get(WAGE), plan.facts.get("cost_fen")
    # Wages are drawn apart from hours, as in the county's account.
    yuan = Estimate.of(hours * draw_norm(wage, np.random.default_rng(_SEED + 1), len(hours))) if wage else None
    return Weight(Estimate.of(hours), yuan, None if outlay is None else outlay / FEN_A_YUAN * len(plan.receivers))


def _ways(plan: Plan) -> "np.ndarray[Any, Any]":
    return np.array([np.nan if r.hours_to_county is None else r.hours_to_county for r in plan.receivers], np.float64)


def _columns(plan: Plan) -> dict[str, "np.ndarray[Any, Any]"]:
    count = len(plan.receivers)
    columns = {field.name: _column(field, plan.facts.get(field.name), count) for field in fields_of(plan.kind)}
    columns |= {
        "title": _repeat(plan.title, count),
        "issuer": _repeat(plan.issuer, count),
        "grade": _repeat(Grade.C.value, count),
        "receipt_id": np.arange(count, dtype=np.int64),
        "demand_id": np.zeros(count, np.int64),
        "received_on": np.full(count, np.datetime64(plan.sent_on, "D")),
        "receiver_township": _repeat(None, count),
    }
    return columns


def _column(field: Field, value: Any, count: int) -> "np.ndarray[Any, Any]":
    """The value for every receiver, in the shape that the ledger's frames have."""
    if field.value is ValueKind.FLAG:
        return np.full(count, -1 if value is None else int(value), np.int8)
    if field.value in {ValueKind.COUNT, ValueKind.NUMBER, ValueKind.MONEY}:
        is_given = value is not None and field.name not in _LEFT_TO_NORMS
        return np.full(count, float(value) if is_given else np.nan)
    return _repeat(value, count)


def _repeat(value: Any, count: int) -> "np.ndarray[Any, Any]":
    column = np.empty(count, object)
    column[:] = [value] * count
    return column
