"""订刊观影: newspapers, magazines, books and films that had to be bought."""

from dataclasses import dataclass

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import (
    FEN_PER_YUAN,
    TOP,
    count_rows,
    count_titles,
    divide,
    figure,
    first_word,
    total,
)
from jianfu.reporting.grouping import group
from jianfu.reporting.material import Material
from jianfu.vocabulary.burden_kind import BurdenKind

_UNUSED = ("未拆", "未用", "未使用", "不用", "闲置", "废纸", "废品")
_FEN = 1 / FEN_PER_YUAN


@dataclass(frozen=True, slots=True)
class Buyer:
    """What one organ subscribed to."""

    organ: str
    kinds: Figure
    amount: Figure


def count_subscriptions(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Kinds, amount, and films among the kinds."""
    rows = material.received(BurdenKind.SUBSCRIPTION)
    films = rows.among("medium", {"电影"})
    return count_titles("DK01", rows), total("DK02", rows, "amount_fen", scale=_FEN), count_titles("DK06", films)


def count_outside_party_press(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Kinds outside the party press, their amount, and its share of what is known to be in or out."""
    known = material.received(BurdenKind.SUBSCRIPTION).answered("party_press")
    outside = known.flagged("party_press", 0)
    amount = total("DK04", outside, "amount_fen", scale=_FEN)
    whole = total("DK02", known, "amount_fen", scale=_FEN)
    return count_titles("DK03", outside), amount, divide("DK05", amount, whole)


def count_unused(material: Material) -> Figure | None:
    """Subscriptions that the register itself calls unused."""
    return count_rows("DK07", material.received(BurdenKind.SUBSCRIPTION).mentioning("use", _UNUSED))


def list_largest_buyers(material: Material) -> tuple[Buyer, ...]:
    """The five organs whose subscriptions cost most."""
    rows = material.received(BurdenKind.SUBSCRIPTION)
    buyers = group(rows, rows.keys("receiver_id"))
    fen = np.nan_to_num(rows.column("amount_fen"))
    amounts = np.add.reduceat(fen[buyers.order], buyers.starts) if len(buyers) else fen
    found = []
    for rank, index in enumerate(buyers.largest_first(amounts, TOP), start=1):
        bought = buyers[index]
        organ, part = first_word(bought, "receiver"), f"{rank:02d}"
        kinds = figure("DK08", bought.count_distinct("title_key"), bought, part=part, label=organ)
        paid = bought.answered("amount_fen")
        amount = figure("DK09", float(paid.column("amount_fen").sum()) * _FEN, paid, part=part, label=organ)
        if kinds is not None and amount is not None:
            found.append(Buyer(organ, kinds, amount))
    return tuple(found)
