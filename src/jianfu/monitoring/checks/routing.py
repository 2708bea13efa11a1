"""The shortest way round the places of a day, by hours on the road."""

from collections.abc import Callable, Sequence
from math import inf

MOST_EXACT = 9
"""Up to so many stops every order is weighed; of more, the nearest next."""
Hours = Callable[[str, str], float]


def find_route(start: str, stops: Sequence[str], hours: Hours) -> tuple[list[str], float]:
    """The stops in order, from the start and back to it, and the hours that it takes. Held & Karp (1962)."""
    if not stops:
        return [], 0.0
    if len(stops) > MOST_EXACT:
        return _go_to_nearest(start, stops, hours)
    best: dict[tuple[int, int], tuple[float, int]] = {
        (1 << n, n): (hours(start, stop), -1) for n, stop in enumerate(stops)
    }
    for seen in range(1, 1 << len(stops)):
        for last in range(len(stops)):
            here = best.get((seen, last), (inf, -1))[0]
            if here == inf:
                continue
            for following in range(len(stops)):
                state = (seen | 1 << following, following)
                length = here + hours(stops[last], stops[following])
                if not seen >> following & 1 and length < best.get(state, (inf, -1))[0]:
                    best[state] = (length, last)
    return _read_back(start, stops, best, hours)


def _read_back(
    start: str, stops: Sequence[str], best: dict[tuple[int, int], tuple[float, int]], hours: Hours
) -> tuple[list[str], float]:
    whole = (1 << len(stops)) - 1
    ends = [best[whole, n][0] + hours(stops[n], start) for n in range(len(stops))]
    last = min(range(len(stops)), key=ends.__getitem__)
    length, order, seen, place = ends[last], [], whole, last
    while place >= 0:
        order.append(stops[place])
        seen, place = seen & ~(1 << place), best[seen, place][1]
    return order[::-1], length


def _go_to_nearest(start: str, stops: Sequence[str], hours: Hours) -> tuple[list[str], float]:
    left, here, order, length = list(stops), start, [], 0.0
    while left:
        near = min(left, key=lambda stop: hours(here, stop))
        length += hours(here, near)
        order.append(near)
        left.remove(near)
        here = near
    return order, length + hours(here, start)


WITHIN_TOWNSHIP_HOURS = 0.4
"""Between two villages of one township, where nobody says."""
UNKNOWN_HOURS = 1.0
"""From a township to the county seat, where nobody says."""


def measure_roads(township_of: dict[str, str], to_county: dict[str, float]) -> Hours:
    """Hours between places when only each township's way to the county seat is known.

    Between townships one goes by way of the seat: an upper bound, and the same order as the true ways where roads are a
    star. `township_of` by place, the seat itself absent.
    """

    def hours(one: str, other: str) -> float:
        here, there = township_of.get(one), township_of.get(other)
        if one == other:
            return 0.0
        if here is not None and here == there:
            return WITHIN_TOWNSHIP_HOURS
        return sum(to_county.get(name, UNKNOWN_HOURS) for name in (here, there) if name is not None)

    return hours
