"""Which of the demonstration county's rows break which of its ten (fictional) rules: the answer key for judging them.

Said from the rows as they are made and from the rules' own words, without the code that judges.
"""

from collections import Counter
from collections.abc import Iterable
from random import Random

from county import figures, focus
from county.names import FOCUS_TOWNSHIP
from county.papers import make_meetings
from county.sheets import Cell

LONGEST_MEETING_MINUTES = 120
SHORTEST_NOTICE_HOURS = 8
MOST_VERSIONS, MOST_VISITS_A_DAY, MOST_SUBSCRIPTIONS_YUAN = 3, 2, 300_000
Titles = Counter[str]


def list_breaches(seed: int) -> dict[str, Titles]:
    """By clause (2 for 第2条, 10a and 10b for the two halves of 第10条): titles, or places, each as often as it is broken.

    Meetings are all that were called; a thinned-out county's townships may not have received each.
    """
    random = Random(f"{seed}-lists")
    requests, visits = focus.data_requests(random), focus.inspections(random)
    meetings = make_meetings(Random(f"{seed}-meetings"), figures.YEAR)
    subscriptions, rooms, tools = focus.fill_subscriptions()[0], focus.facilities(), focus.tools()
    versions = Counter(str(row[1]) for row in requests)
    days = Counter(row[3] for row in visits)
    return {
        "1": Counter(),
        "2": Counter(meeting.title for meeting in meetings if meeting.minutes > LONGEST_MEETING_MINUTES),
        "3": Counter(
            str(row[1]) for row in requests if row[12] is not None and _number(row[12]) < SHORTEST_NOTICE_HOURS
        ),
        "4": _distinct(row for row in requests if row[6] == row[7] == "是"),
        "5": Counter(title for title, count in versions.items() if count > MOST_VERSIONS),
        "6": Counter(str(row[1]) for row in visits if row[4] == "否"),
        "7": Counter(FOCUS_TOWNSHIP for count in days.values() if count > MOST_VISITS_A_DAY),
        "8": Counter(
            [FOCUS_TOWNSHIP] if sum(_number(row[5]) for row in subscriptions) > MOST_SUBSCRIPTIONS_YUAN else []
        ),
        "9": _distinct(row for row in rooms if row[2] == "阵地" and row[4] == "是"),
        "10a": _distinct(row for row in tools if row[4] == "是"),
        "10b": _distinct(row for row in tools if row[2] in {"APP", "小程序", "系统"} and row[3] == "是"),
    }


def _distinct(rows: Iterable[list[Cell]]) -> Titles:
    """Titles of rows, one for each organ that asks, and for each version of a form (its sixth column)."""
    return Counter(title for _, title, _ in dict.fromkeys((str(row[0]), str(row[1]), row[5]) for row in rows))


def _number(cell: Cell) -> float:
    if not isinstance(cell, (int, float)):
        raise TypeError(f"not a number: {cell!r}")
    return float(cell)
