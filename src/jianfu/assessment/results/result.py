"""A year computed: what is shown, published, archived and computed again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jianfu.assessment.fairness.gate import Check, Outcome
from jianfu.assessment.fairness.stability import Drop

_DIGITS = 6
"""Rounded so far that other processors' last bits change no byte."""


@dataclass(frozen=True, slots=True)
class TownshipScore:
    """One township. `raw` and `score` in points, `expected` what is usual for such a place; nine of ten draws lie
    from `low` to `high`. `band` 1 is the first. `keep` 0–1: how much of a point above expectation counts.
    `top`, `bottom` 0–1: chances of either quarter under equal effort."""

    township: str
    raw: float
    expected: float
    score: float
    low: float
    high: float
    band: int
    keep: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Result:
    """`unscored`: township → why it has no score. `correlations`: of the score with each endowment, and 条件指数.
    `shares`: township → indicator id → share of the points, None missing. `peers`: township → those that start alike.
    """

    method: str
    townships: tuple[TownshipScore, ...]
    unscored: Mapping[str, str]
    shares: Mapping[str, Mapping[str, float | None]]
    peers: Mapping[str, tuple[str, ...]]
    raw_correlation: float
    correlations: Mapping[str, float]
    checks: tuple[Check, ...]
    indicator_drops: tuple[Drop, ...]
    datum_drops: tuple[Drop, ...]
    gains: Mapping[str, float]
    problems: tuple[str, ...]

    @property
    def is_fair(self) -> bool:
        """Whether no goal is missed."""
        return all(check.outcome is not Outcome.NOT_MET for check in self.checks)

    @property
    def bands(self) -> list[list[TownshipScore]]:
        """Townships by band, within one by the order of the list: a band is no ranking."""
        numbers = sorted({one.band for one in self.townships})
        return [[one for one in self.townships if one.band == number] for number in numbers]

    def find(self, township: str) -> TownshipScore | None:
        """A township's score; None where it has none."""
        return next((one for one in self.townships if one.township == township), None)


def write_result(result: Result) -> bytes:
    """The one text of a result: keys sorted, numbers rounded, UTF-8."""
    return write_canonical(asdict(result))


def write_canonical(value: Any) -> bytes:
    """The one text of a value."""
    return (json.dumps(_round(value), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read_result(text: str | bytes) -> Result:
    """The result that a text holds, written by `write_result`."""
    values = json.loads(text)
    values["townships"] = tuple(TownshipScore(**one) for one in values["townships"])
    values["checks"] = tuple(Check(one["name"], one["words"], Outcome(one["outcome"])) for one in values["checks"])
    for name in ("indicator_drops", "datum_drops"):
        values[name] = tuple(Drop(**one) for one in values[name])
    values["peers"] = {town: tuple(names) for town, names in values["peers"].items()}
    values["problems"] = tuple(values["problems"])
    return Result(**values)


def _round(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS) + 0.0
    if isinstance(value, Mapping):
        return {str(key): _round(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_round(one) for one in value]
    return value
