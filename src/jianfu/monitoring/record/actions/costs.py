"""Counts what collecting costs."""

from datetime import date

from django.db.models import F

from jianfu.monitoring.asking.costs import LONGEST_SECONDS, Cost, Way
from jianfu.monitoring.record.models import CollectingCost


def count_cost(way: Way, day: date, *, seconds: float, answers: int = 1) -> None:
    """Add to what a way of collecting cost in the month of a day; no audit entry, for it tells of nobody and of no
    fact.

    Of each answer at most half an hour counts: who took longer did something else meanwhile.
    """
    line, _ = CollectingCost.objects.get_or_create(way=way, month=day.replace(day=1))
    spent = round(min(max(seconds, 0), LONGEST_SECONDS * answers))
    CollectingCost.objects.filter(pk=line.pk).update(answers=F("answers") + answers, seconds=F("seconds") + spent)


def list_costs(day: date) -> list[Cost]:
    """What each way cost in the month of a day; ways that were not used are absent."""
    lines = CollectingCost.objects.filter(month=day.replace(day=1)).order_by("way")
    return [Cost(Way(line.way), line.answers, line.seconds) for line in lines]
