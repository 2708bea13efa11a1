"""Numbers for everybody, published by the system itself, so that nobody can leave a complaint out quietly.

Totals come out once a month and move only by five or more; statistics by kind come out once a quarter with small cells
hidden. What was published is kept as it was and never reckoned again, so that two versions give nothing away.
"""

from datetime import date, timedelta

from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.published.small_cells import SMALLEST_SHOWN, TOTAL, suppress, tabulate
from jianfu.voice.record.course import Kind
from jianfu.voice.record.models import Complaint, Entry, Publication
from jianfu.voice.record.terms import clocks_of
from jianfu.voice.rules.course import State

TOTALS = ("received", "accepted", "answered", "overdue")
_UNSORTED = "未分类"
_COLUMNS = ("办理中", "已答复", "不予受理")


def publish_due(*, today: date, calendar: WorkCalendar) -> None:
    """Publish what the calendar asks for and is not out yet: last month's totals, last quarter's statistics.

    Nothing is published of a time in which the channel was not there.
    """
    first = today.replace(day=1)
    month = (first - timedelta(days=1)).strftime("%Y-%m")
    begun = Entry.objects.order_by("index").values_list("written_on", flat=True).first() or today
    if begun < first and not Publication.objects.filter(pk=month).exists():
        _publish(month, _total_up(first, today, calendar), today)
    quarter_start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = quarter_start - timedelta(days=1)
    quarter = f"{before.year}Q{(before.month + 2) // 3}"
    if begun < quarter_start and not Publication.objects.filter(pk=quarter).exists():
        start = date(before.year, (before.month - 1) // 3 * 3 + 1, 1)
        _publish(quarter, _tabulate(start, quarter_start), today)


def _publish(period: str, table: dict[str, object], today: date) -> None:
    Publication.objects.create(period=period, published_on=today, table=table)


def held_back(counted: int, published: int | None) -> int | None:
    """What may be published of a count: it moves by five or more, or not at all; None is “fewer than five”.

    So neither one publication nor the difference of two tells of fewer than five complaints.
    """
    if abs(counted - (published or 0)) < SMALLEST_SHOWN:
        return published
    return counted if counted >= SMALLEST_SHOWN else published


def _total_up(before: date, today: date, calendar: WorkCalendar) -> dict[str, object]:
    last = Publication.objects.filter(period__contains="-").order_by("-period").first()
    published = last.table if last else {}
    complaints = list(Complaint.objects.filter(received_on__lt=before, handed_on__isnull=False))
    accepted = [one for one in complaints if one.state not in {State.RECEIVED, State.NOT_ACCEPTED}]
    counted = {
        "received": len(complaints),
        "accepted": len(accepted),
        "answered": sum(one.answered_on is not None or one.state == State.NOT_ACCEPTED for one in complaints),
        "overdue": sum(bool(clocks_of(one, calendar).list_overdue(today)) for one in complaints),
    }
    return {name: held_back(counted[name], published.get(name)) for name in TOTALS}


def _tabulate(start: date, end: date) -> dict[str, object]:
    rows = (*(kind.label for kind in Kind), _UNSORTED)
    counted: dict[tuple[str, str], int] = {}
    for one in Complaint.objects.filter(received_on__gte=start, received_on__lt=end, handed_on__isnull=False):
        place = (Kind(one.kind).label if one.kind else _UNSORTED, _column(State(one.state)))
        counted[place] = counted.get(place, 0) + 1
    shown = suppress(tabulate(rows, _COLUMNS, counted))
    lines = [[row, *(shown.cells[row, column] for column in (*_COLUMNS, TOTAL))] for row in (*rows, TOTAL)]
    return {"columns": [*_COLUMNS, TOTAL], "rows": lines}


def _column(state: State) -> str:
    if state is State.NOT_ACCEPTED:
        return "不予受理"
    return "已答复" if state in {State.ANSWERED, State.CLOSED} else "办理中"
