"""Quantiles of the normal, of Student's t and of the gamma, where an interval needs them."""

from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist

NINE_OF_TEN = 0.9
_NORMAL = NormalDist()
_STEPS = 60
_MANY = 200


def normal_quantile(share: float) -> float:
    """The value below which `share` of a standard normal lies."""
    return _NORMAL.inv_cdf(share)


def normal_tail(distance: float) -> float:
    """The chance that a standard normal lies at least so far from nought, on either side."""
    return 2 * (1 - _NORMAL.cdf(abs(distance)))


def student_quantile(share: float, degrees: int) -> float:
    """The same for Student's t with whole degrees of freedom, by halving; from 200 degrees on by Fisher's expansion."""
    z = normal_quantile(share)
    if degrees >= _MANY:
        return z + (z**3 + z) / (4 * degrees)
    if share < 0.5:
        return -student_quantile(1 - share, degrees)
    low, high = 0.0, 1.0
    while student_share(high, degrees) < share:
        high *= 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if student_share(middle, degrees) < share else (low, middle)
    return (low + high) / 2


def student_share(value: float, degrees: int) -> float:
    """The share of Student's t below a value that is not negative (Abramowitz & Stegun 26.7.3 and 26.7.4)."""
    angle = atan(value / sqrt(degrees))
    s, c = sin(angle), cos(angle)
    if degrees % 2:
        term, total = c, c if degrees > 1 else 0.0
        for k in range(3, degrees - 1, 2):
            term *= c * c * (k - 1) / k
            total += term
        return 0.5 + (angle + s * total) / pi
    term, total = 1.0, 1.0
    for k in range(2, degrees - 1, 2):
        term *= c * c * (k - 1) / k
        total += term
    return 0.5 + s * total / 2


def gamma_quantile(share: float, shape: float, scale: float) -> float:
    """The same for a gamma, by Wilson and Hilferty's cube; within a few per cent from a shape of one up."""
    z = normal_quantile(share)
    root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape))
    return shape * scale * max(root, 0.0) ** 3
