"""The arithmetic of the Standard Cost Model, exact to the end: only what is shown is rounded.

Decimal in, decimal out, so that published tables come out to their printed digit. Source: docs/methods/burden.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINUTES_PER_HOUR = Decimal(60)


@dataclass(frozen=True, slots=True)
class Activity:
    """One step of an obligation: `minutes` each time, `times` in the period for each of `people`.

    `share_anyway` 0–1 is what would be done without the obligation; `external` and `materials` are yuan each time.
    """

    minutes: Decimal
    times: Decimal = Decimal(1)
    people: Decimal = Decimal(1)
    share_anyway: Decimal = Decimal(0)
    external: Decimal = Decimal(0)
    materials: Decimal = Decimal(0)

    @property
    def responses(self) -> Decimal:
        """How often it is done by all together."""
        return self.times * self.people

    @property
    def hours(self) -> Decimal:
        """Hours of work beyond what would be done anyway."""
        return self.minutes * self.responses * (1 - self.share_anyway) / MINUTES_PER_HOUR


def count_responses(activities: Iterable[Activity]) -> Decimal:
    """Responses of all activities; 0 for none."""
    return sum((activity.responses for activity in activities), Decimal(0))


def count_hours(activities: Iterable[Activity]) -> Decimal:
    """Hours of all activities, not rounded; 0 for none."""
    return sum((activity.hours for activity in activities), Decimal(0))


def count_cost(activities: Iterable[Activity], *, hourly_wage: Decimal, overhead: Decimal = Decimal(0)) -> Decimal:
    """Money: hours at a wage with its overhead (a share of it), and what is paid each time."""
    total = Decimal(0)
    for activity in activities:
        paid = (activity.external + activity.materials) * activity.responses * (1 - activity.share_anyway)
        total += activity.hours * hourly_wage * (1 + overhead) + paid
    return total


def show(amount: Decimal, places: int = 0) -> Decimal:
    """The amount as a table prints it: half up, once, at the end."""
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
