"""The lines of the county's page, from one evaluation: what the page shows and what its tables export."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jianfu.ledger.models import Organ
from jianfu.monitoring.comparing import Verdict, last_months
from jianfu.monitoring.models import Evaluation
from jianfu.vocabulary.burden_kind import Mountain
from jianfu.vocabulary.organ import OrganLevel

_STEPS = 5
SHIFT = 0.2
"""A burden fell or rose where it changed by a fifth."""
Span = Sequence[float]


@dataclass(frozen=True, slots=True)
class OrganLine:
    """One organ's hours a week. `organ_id` None where the ledger has it no longer; `step` 1 the lightest
    fifth, 0 where nobody says how many share it."""

    organ_id: int | None
    name: str
    span: Span
    per_head: float | None
    by_month: Mapping[str, Span]
    step: int
    kinds: int
    """Of how many kinds of demand there are rows that can be timed."""


@dataclass(frozen=True, slots=True)
class KindLine:
    """One burden: hours a week (None where no row of it can be timed), receipts, money that registers name."""

    mountain: Mountain
    span: Span | None
    rows: int
    yuan: float | None


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One burden in the last three whole months and the three before. Hours None where no month tells them."""

    mountain: Mountain
    before: float | None
    after: float | None
    rows_before: int
    rows_after: int

    @property
    def ratio(self) -> float | None:
        """By how much hours changed; None where they cannot be told, or there were none before."""
        return self.after / self.before - 1 if self.before and self.after is not None else None

    @property
    def rows_ratio(self) -> float | None:
        """By how much receipts changed; None where there were none before."""
        return self.rows_after / self.rows_before - 1 if self.rows_before else None


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One comparison as the page says it: `words` is what it is compared with, months like 2023年6—8月."""

    words: str
    verdict: Verdict
    months_before: str
    months_after: str
    before: Span
    after: Span
    rows_before: int
    rows_after: int
    townships: int
    kinds: Sequence[str]
    left_out: Sequence[str]


@dataclass(frozen=True, slots=True)
class CountyLines:
    """Everything that the page shows of an evaluation. Townships stand in the order of the directory."""

    panel: Mapping[str, Any]
    per_head: float | None
    comparisons: Sequence[ComparisonLine]
    kinds: Sequence[KindLine]
    moves: Sequence[MoveLine]
    shift: tuple[Sequence[Mountain], Sequence[Mountain]]
    townships: Sequence[OrganLine]
    issuers: Sequence[OrganLine]
    months: Sequence[str]
    steps: Sequence[tuple[int, float, float]]

    @property
    def chart(self) -> dict[str, Any]:
        """What the chart draws; the table beside it says the same."""
        by_month = self.panel["by_month_and_mountain"]
        series = [
            {"name": mountain.label, "data": [by_month[month].get(mountain.value, 0) for month in self.months]}
            for mountain in Mountain
        ]
        return {"months": self.months, "series": [line for line in series if any(line["data"])]}


def read_lines(evaluation: Evaluation) -> CountyLines:
    """The lines of an evaluation."""
    panel = evaluation.panel
    organs = Organ.objects.filter(known=True).order_by("pk")
    ids = dict(organs.values_list("name", "pk"))
    in_order = organs.filter(level=OrganLevel.TOWNSHIP.value).values_list("name", flat=True)
    months = sorted(panel["by_month"])
    townships, steps = _list_townships(panel, ids, list(in_order))
    moves = _list_moves(panel, months)
    return CountyLines(
        panel,
        panel["total"][0] / panel["staff"] if panel["staff"] else None,
        [_say_comparison(one) for one in panel["comparisons"]],
        [
            KindLine(
                mountain,
                panel["by_mountain"].get(mountain.value),
                panel["rows_of"][mountain.value],
                panel["yuan_of"].get(mountain.value),
            )
            for mountain in Mountain
        ],
        moves,
        _find_shift(moves),
        townships,
        [
            OrganLine(ids.get(name), name, span, None, panel["by_issuer_and_month"].get(name, {}), 0, 0)
            for name, span in panel["by_issuer"].items()
        ],
        months,
        steps,
    )


def _list_townships(
    panel: Mapping[str, Any], ids: Mapping[str, int], in_order: Sequence[str]
) -> tuple[list[OrganLine], list[tuple[int, float, float]]]:
    """Townships in the directory's order, and the steps of the map's colours: (step, from, to) per head and week."""
    by_township, staff = panel["by_township"], panel["staff_of"]
    names = [name for name in in_order if name in by_township]
    names += sorted(set(by_township) - set(names))
    heads = {name: by_township[name][0] / staff[name] for name in names if staff.get(name)}
    ordered = sorted(heads.values())
    steps = {
        name: 1 + min(_STEPS - 1, _STEPS * bisect_left(ordered, head) // len(ordered)) for name, head in heads.items()
    }
    bounds = [
        (step, min(inside), max(inside))
        for step in range(1, _STEPS + 1)
        if (inside := [heads[name] for name in heads if steps[name] == step])
    ]
    lines = [
        OrganLine(
            ids.get(name), name, by_township[name], heads.get(name), panel["by_township_and_month"].get(name, {}),
            steps.get(name, 0), len(panel["by_township_and_kind"].get(name, {})),
        )
        for name in names
    ]  # fmt: skip
    return lines, bounds


def _list_moves(panel: Mapping[str, Any], months: Sequence[str]) -> list[MoveLine]:
    after, before = last_months(months)
    if not before:
        return []
    hours, rows = panel["by_month_and_mountain"], panel["rows_by_month"]
    lines = []
    for mountain in Mountain:
        is_told = any(mountain.value in hours[month] for month in (*before, *after))
        spent = [sum(hours[m].get(mountain.value, 0.0) for m in some) / len(some) for some in (before, after)]
        counts = [sum(rows[m][mountain.value] for m in some) for some in (before, after)]
        if is_told or any(counts):
            before_hours, after_hours = spent if is_told else (None, None)
            lines.append(MoveLine(mountain, before_hours, after_hours, counts[0], counts[1]))
    return lines


def _find_shift(moves: Sequence[MoveLine]) -> tuple[list[Mountain], list[Mountain]]:
    """What fell and what rose by a fifth, in hours where they are told, else in receipts; empty unless both."""
    ratios = [(line.mountain, line.ratio if line.before is not None else line.rows_ratio) for line in moves]
    fallen = [mountain for mountain, ratio in ratios if ratio is not None and ratio <= -SHIFT]
    risen = [mountain for mountain, ratio in ratios if ratio is not None and ratio >= SHIFT]
    return (fallen, risen) if fallen and risen else ([], [])


def _say_comparison(one: Mapping[str, Any]) -> ComparisonLine:
    return ComparisonLine(
        one["with_what"],
        Verdict(one["verdict"]),
        say_months(one["months_before"]),
        say_months(one["months_after"]),
        one["before"],
        one["after"],
        one["rows_before"],
        one["rows_after"],
        one["townships"],
        one["kinds"],
        one["left_out"],
    )


def say_months(months: Sequence[str]) -> str:
    """A row of months in words: 2023年9—11月, or 2023年12月—2024年2月."""
    (first_year, first), (last_year, last) = (months[place].split("-") for place in (0, -1))
    if first_year == last_year:
        return f"{first_year}年{int(first)}—{int(last)}月"
    return f"{first_year}年{int(first)}月—{last_year}年{int(last)}月"
