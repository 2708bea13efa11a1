"""Declared figures are computed again from their factors; what does not multiply out is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod


@dataclass(frozen=True, slots=True)
class Declared:
    """A line of somebody's table: factors as printed, and the product that is printed beside them."""

    name: str
    factors: tuple[Decimal, ...]
    stated: Decimal


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A line that no values behind its printed factors can give. `low`–`high` is what they can give."""

    line: Declared
    low: Decimal
    high: Decimal


def find_mismatches(lines: Iterable[Declared]) -> list[Mismatch]:
    """The lines whose stated product is out of reach, in their order.

    A factor printed as 0.08 stands for 0.075 to 0.085, one printed as 54 for 54 alone; the stated product may itself
    be rounded by half its last digit. So 54 × 20 × 0.08 = 90.00 passes (five minutes are 0.0833 hours), and
    112,615 × 0.83 = 36,178 does not.
    """
    found = []
    for line in lines:
        low, high = _reach(line.factors)
        half = _half_digit(line.stated)
        if not low - half <= line.stated <= high + half:
            found.append(Mismatch(line, low, high))
    return found


def _reach(factors: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    spans = []
    for factor in factors:
        half = _half_digit(factor) if factor != factor.to_integral_value() else Decimal(0)
        spans.append((factor - half, factor + half))
    products = [Decimal(prod(ends)) for ends in product(*spans)] or [Decimal(1)]
    return min(products), max(products)


def _half_digit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1) if isinstance(exponent, int) else Decimal(0)
