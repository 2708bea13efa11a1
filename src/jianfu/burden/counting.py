"""From rows of one kind to work: which activities a row asks, how often, and what is not known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from jianfu.burden.work import GRADES, MEASURED, Activity, Column, Missing, Work
from jianfu.reading.asks import read_recurrence
from jianfu.reading.facts import Recurrence
from jianfu.vocabulary.burden_kind import BurdenKind

DAYS_A_YEAR = 365
_MINUTES_AN_HOUR = 60.0
_WAYS_THERE_AND_BACK = 2
ONCE = 0.0
_ONCE_WORDS = ("一次", "一次性", "1次")
TIMES_A_YEAR: Mapping[Recurrence, float] = {
    Recurrence.DAILY: 250.0,  # working days
    Recurrence.WEEKLY: 52.0,
    Recurrence.TEN_DAYS: 36.0,
    Recurrence.MONTHLY: 12.0,
    Recurrence.QUARTERLY: 4.0,
    Recurrence.HALF_YEARLY: 2.0,
    Recurrence.YEARLY: 1.0,
}
_REMOTE = ("视频", "电视", "电话", "线上", "网络")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind: `columns` by field as `ledger.frames.receipt_frame` has them, and the hours from each
    receiver to the county seat (NaN where unknown). `days` is the length of the period."""

    kind: BurdenKind
    columns: Mapping[str, Column]
    hours_to_county: Column
    days: int

    def __len__(self) -> int:
        return len(self.columns["receipt_id"])

    def number(self, name: str) -> Column:
        """A field of numbers, float64, NaN where absent."""
        return np.asarray(self.columns[name], np.float64)

    def times(self, words: str = "frequency") -> Column:
        """How often in the period: by the yearly number, else by what the words of a field say (每月, 一次); NaN
        where neither says. The row stands for a year's duty, of which the period is a part."""
        yearly = self.number("times_per_year")
        said = np.array([read_times(value) for value in self.columns[words]], np.float64)
        share = self.days / DAYS_A_YEAR
        times: Column = np.where(np.isnan(yearly), np.where(said == ONCE, 1.0, said * share), yearly * share)
        return times

    def is_true(self, name: str) -> Column:
        """Where a flag is set; unknown is not."""
        is_set: Column = np.asarray(self.columns[name]) == 1
        return is_set

    def has(self, name: str) -> Column:
        """Where a text is given."""
        given: Column = np.array([bool(value) for value in self.columns[name]], np.bool_)
        return given


def read_times(words: str | None) -> float:
    """Times a year that the words say; ONCE for a single time, NaN where they do not say."""
    recurrence = read_recurrence(words) if words else None
    if recurrence is not None:
        return TIMES_A_YEAR[recurrence]
    return ONCE if words and words.strip() in _ONCE_WORDS else np.nan


class Counter:
    """Collects the work of rows of one kind."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._parts: list[tuple[str, Column, Column]] = []
        self.missing: list[Missing] = []

    def add(self, activity: str, quantity: Column, mask: Column | None = None) -> None:
        """Work of the rows where `mask` holds; rows of no quantity are left out."""
        chosen = (quantity > 0) if mask is None else (quantity > 0) & mask
        self._parts.append((activity, np.flatnonzero(chosen), quantity[chosen]))

    def miss(self, datum: str, instead: str, mask: Column) -> None:
        """Note rows that lack a datum."""
        if mask.any():
            receipts = tuple(self.rows.columns["receipt_id"][mask].tolist())
            self.missing.append(Missing(self.rows.kind, datum, instead, receipts))

    def finish(self) -> Work:
        """All work collected, by activity."""
        columns = self.rows.columns
        places = np.concatenate([np.zeros(0, np.int64), *(places for _, places, _ in self._parts)])
        numbers = [np.full(len(places), number) for number, (_, places, _) in enumerate(self._parts)]
        grade_of = {grade.value: place for place, grade in enumerate(GRADES)}
        worst = len(GRADES) - 1  # a row that names no source is as weak as a recollection
        grades = np.array([grade_of.get(grade, worst) for grade in columns["grade"]], np.int64)
        return Work(
            tuple(Activity(self.rows.kind, name) for name, _, _ in self._parts),
            np.concatenate([np.zeros(0, np.int64), *numbers]),
            np.concatenate([np.zeros(0), *(quantity for _, _, quantity in self._parts)]),
            grades[places],
            columns["receipt_id"][places],
            columns["demand_id"][places],
            columns["issuer"][places],
            columns["received_on"][places].astype("datetime64[M]"),
            columns["receiver_township"][places],
        )


def count_work(rows: Rows) -> tuple[Work, tuple[Missing, ...]]:
    """The work that rows of one kind ask, and what is missing for it."""
    counter = Counter(rows)
    if len(rows):
        _WAYS[rows.kind](counter)
    return counter.finish(), tuple(counter.missing)


def count_trips(rows: Rows) -> float:
    """How often one person goes to a meeting and back; of an unknown number of people one goes."""
    if rows.kind is not BurdenKind.MEETING:
        return 0.0
    people = rows.number("people_attending")
    return float(np.where(np.isnan(people), 1.0, people)[_is_there(rows)].sum())


def _count_documents(counter: Counter) -> None:
    rows = counter.rows
    once = np.ones(len(rows))
    counter.add("读文", once)
    counter.add("书记阅示", once, rows.is_true("for_secretary"))


def _count_meetings(counter: Counter) -> None:
    """Hours at the meeting and on the way. Remote meetings need no way; of unknown form none is counted."""
    rows = counter.rows
    people, minutes = rows.number("people_attending"), rows.number("duration_minutes")
    counter.miss("参会人数", "按1人计", np.isnan(people))
    people = np.where(np.isnan(people), 1.0, people)
    counter.miss("会议时长", "按参会耗时的假定计", np.isnan(minutes))
    counter.add("参会", people, np.isnan(minutes))
    counter.add(MEASURED, np.nan_to_num(people * minutes / _MINUTES_AN_HOUR))
    is_there = _is_there(rows)
    counter.miss("会议形式", "路途不计", ~rows.has("meeting_form"))
    counter.miss("到县城的路程", "路途不计", is_there & np.isnan(rows.hours_to_county))
    counter.add(MEASURED, np.nan_to_num(people * rows.hours_to_county * _WAYS_THERE_AND_BACK), is_there)


def _is_there(rows: Rows) -> Column:
    """Where the meeting is known to be held in a place that one has to go to."""
    form = rows.columns["meeting_form"]
    is_remote = np.array([any(word in (value or "") for word in _REMOTE) for value in form], np.bool_)
    return rows.has("meeting_form") & ~is_remote


def _count_data_requests(counter: Counter) -> None:
    rows = counter.rows
    times, minutes = rows.times(), rows.number("minutes_per_filing")
    counter.miss("报送频次", "按1次计", np.isnan(times))
    times = np.where(np.isnan(times), 1.0, times)
    counter.miss("每次耗时", "按取数、填表、核对、报送等各项的耗时计", np.isnan(minutes))
    counter.add(MEASURED, np.nan_to_num(times * minutes / _MINUTES_AN_HOUR))
    unmeasured = np.isnan(minutes)
    for activity in ("取数", "填表", "核对", "报送"):
        counter.add(activity, times, unmeasured)
    counter.add("签字盖章送纸质", times, unmeasured & rows.is_true("signed_paper"))
    counter.add("录入系统", times, unmeasured & rows.has("system"))


def _count_inspections(counter: Counter) -> None:
    rows = counter.rows
    people, hours = rows.number("companions"), rows.number("companion_hours")
    counter.miss("陪同人数", "按1人计", np.isnan(people))
    people = np.where(np.isnan(people), 1.0, people)
    counter.miss("陪同时长", "按陪同耗时的假定计", np.isnan(hours))
    counter.add("陪同", people, np.isnan(hours))
    counter.add(MEASURED, np.nan_to_num(people * hours))
    counter.add("备材料", np.ones(len(rows)))


def _count_traces(counter: Counter) -> None:
    rows = counter.rows
    times, photos, items = rows.times(), rows.number("photos_per_time"), rows.number("items_per_time")
    counter.miss("频次", "按1次计", np.isnan(times))
    times = np.where(np.isnan(times), 1.0, times)
    counter.miss("每次照片数和条数", "不计", np.isnan(photos) & np.isnan(items))
    counter.add("拍照上传", np.nan_to_num(times * photos))
    counter.add("填写上传", np.nan_to_num(times * items))


def _count_digital_tools(counter: Counter) -> None:
    rows = counter.rows
    times = rows.times("login_frequency")
    counter.miss("登录频次", "不计", np.isnan(times))
    counter.add("登录", np.nan_to_num(times))


def _count_nothing(counter: Counter) -> None:
    """Subscriptions and rooms cost money, not hours."""


def _count_delegations(counter: Counter) -> None:
    counter.miss("每件任务的耗时", "不计", np.ones(len(counter.rows), np.bool_))


_WAYS: Mapping[BurdenKind, Callable[[Counter], None]] = {
    BurdenKind.DOCUMENT: _count_documents,
    BurdenKind.MEETING: _count_meetings,
    BurdenKind.DATA_REQUEST: _count_data_requests,
    BurdenKind.INSPECTION: _count_inspections,
    BurdenKind.TRACE: _count_traces,
    BurdenKind.SUBSCRIPTION: _count_nothing,
    BurdenKind.FACILITY: _count_nothing,
    BurdenKind.DIGITAL_TOOL: _count_digital_tools,
    BurdenKind.DELEGATION: _count_delegations,
}
