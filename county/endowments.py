"""What the townships of the demonstration county start from, as its organ directory says."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Endowments:
    """One township: area in km², people, hours one way to the county seat, revenue in 10,000 yuan, staff."""

    area: float
    people: int
    hours: float
    revenue: int
    staff: int


def draw_endowments(seed: int, number: int, township: str) -> Endowments:
    """The township of the n-th county; the same for the same seed."""
    random = Random(f"{seed}-directory-{number}-{township}")
    area, people = round(random.uniform(50, 250), 1), random.randint(18_000, 57_000)
    hours = round(random.uniform(0.2, 2.5), 1)
    return Endowments(area, people, hours, random.randint(900, 9000), random.randint(48, 96))
