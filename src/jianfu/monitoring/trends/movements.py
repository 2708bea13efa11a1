"""Where it may have gone: every pair of ways, senders and townships that a county should look at, tested together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jianfu.monitoring.trends.composition import ShareChange, compare_shares
from jianfu.monitoring.trends.displacement import Move, Movement, judge_move
from jianfu.monitoring.trends.series import Column
from jianfu.monitoring.trends.tables import BUREAU, OFFICE, Table, Way, find_dispersion

_PAIRS = (
    (Way.PAPER, Way.GROUP),
    (Way.PAPER, Way.CALL),
    (Way.PAPER, Way.APP),
    (Way.PAPER, Way.MEETING),
    (Way.FORM, Way.APP),
    (Way.MEETING, Way.GROUP),
    (Way.VISIT, Way.APP),
)


@dataclass(frozen=True, slots=True)
class Movements:
    """Two stretches of months beside each other. `moves` that say something, `shares` of the ways; `notes` in Chinese:
    how it was judged, what was left out. `rows` behind it.
    """

    before: tuple[date, ...]
    after: tuple[date, ...]
    moves: tuple[Move, ...]
    shares: tuple[ShareChange, ...]
    notes: tuple[str, ...]
    rows: int


def find_movements(table: Table, before: Sequence[date], after: Sequence[date], workdays: Column) -> Movements:
    """`workdays` of the months before and after, in order. Only townships with rows in all of the months count."""
    months = [*before, *after]
    steady, others = table.keep_steady(months)
    notes = [f"没有每月都登记、不参加比较的乡镇：{'、'.join(others)}。"] if others else []
    if not len(steady):
        return Movements(tuple(before), tuple(after), (), (), (*notes, "没有每月都登记的乡镇，无法判断。"), 0)
    split = len(before)
    lengths = float(workdays[:split].sum()), float(workdays[split:].sum())
    ways, senders = steady.count(steady.ways, months), steady.count(steady.senders, months)
    days = workdays.tolist()
    dispersion = find_dispersion(ways | steady.count(steady.issuers, months), days, split)
    pairs = [(one.label, other.label, ways) for one, other in _PAIRS if one.label in ways and other.label in ways]
    if OFFICE in senders and BUREAU in senders:
        pairs.append((BUREAU, OFFICE, senders))
    moves = [_judge(pair, split, lengths, dispersion, 2 * len(pairs)) for pair in pairs]
    towns = steady.count(steady.townships, months)
    picked = [(one, other, towns) for one, other in _pick_townships(towns, split)]
    spread = find_dispersion(towns, days, split)
    moves += [_judge(pair, split, lengths, spread, 2 * len(towns)) for pair in picked]
    told = tuple(move for move in moves if move.movement not in {Movement.NO_FALL, Movement.CANNOT_JUDGE})
    shares = compare_shares({name: _sum(line, split) for name, line in ways.items()}, dispersion or 1.0)
    notes.append(_say_method(len(pairs) + len(picked), dispersion))
    return Movements(tuple(before), tuple(after), told, tuple(shares), tuple(notes), len(steady))


_Pair = tuple[str, str, Mapping[str, Sequence[int]]]


def _judge(pair: _Pair, split: int, lengths: tuple[float, float], dispersion: float | None, tests: int) -> Move:
    """One pair. Half of the false alarms belong to the named pairs, half to the townships, any of which may be
    picked.
    """
    fell, rose, lines = pair
    sums = _sum(lines[fell], split), _sum(lines[rose], split)
    return judge_move(fell, rose, *sums, lengths=lengths, dispersion=dispersion, tests=tests)


def _say_method(pairs: int, dispersion: float | None) -> str:
    if dispersion is None:
        return "登记太少，看不出通常的波动，不判断有没有换地方。"
    return (
        f"核对 {pairs} 对去向，只数每月都登记的乡镇收到的要求，同一要求发多少处都算一件；"
        f"通常波动是纯随机的 {dispersion:.1f} 倍（方差）；什么都没变时误报任何一对的机会不超过 5%。"
    )


def _sum(line: Sequence[int], split: int) -> tuple[float, float]:
    return float(sum(line[:split])), float(sum(line[split:]))


def _pick_townships(lines: Mapping[str, Sequence[int]], split: int) -> list[tuple[str, str]]:
    """The township that fell most beside the one that rose most: one relieved at another's cost."""
    if len(lines) < 2:
        return []
    growth = {name: np.log((sum(line[split:]) + 0.5) / (sum(line[:split]) + 0.5)) for name, line in lines.items()}
    fell, rose = min(growth, key=growth.__getitem__), max(growth, key=growth.__getitem__)
    return [(fell, rose)] if fell != rose else []
