"""The monthly sweep: what is new since the months before. How it judges: docs/methods/sweep.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jianfu.ledger.models import Organ
from jianfu.monitoring.sweep.new_things import find_news
from jianfu.monitoring.sweep.rates import FALSE_ALARMS, chance_of_at_least, chance_of_at_most, estimate_dispersion
from jianfu.monitoring.sweep.sent_things import SentThings, earliest_day, months_before, read_sent
from jianfu.monitoring.sweep.signals import ROWS_KEPT, Found, Signal
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar

_MOST_MONTHS_BEFORE, _FEWEST_MONTHS_BEFORE = 6, 3
_QUARTER = 3
JUMP_TIMES, JUMP_AT_LEAST = 1.5, 3
"""However improbable: a jump is at least half more than usual, and at least so many demands more."""
SHIFT = 0.2
"""However improbable: a kind shrinks or grows by at least a fifth."""
FEWEST_RECEIVERS = 2


@dataclass(frozen=True, slots=True)
class SweepOutcome:
    """What a sweep found; keys of all things known by then; how it judged and what it could not judge, in words."""

    found: Sequence[Found]
    known: frozenset[str]
    notes: Sequence[str]


def sweep_month(month: date, by_month: Mapping[str, Mapping[str, float]], calendar: WorkCalendar) -> SweepOutcome:
    """Everything new in the month that begins on `month`. `by_month` as in a panel: hours to tell beside a shift."""
    first = earliest_day()
    held = [one for one in months_before(month, _MOST_MONTHS_BEFORE) if first is not None and first <= one]
    news = find_news(month, can_look_back=first is not None and first < month)
    jumps, told = _find_jumps(month, held, calendar)
    shifts, also_told = _find_shifts(month, held, by_month, calendar)
    return SweepOutcome([*news.found, *jumps, *shifts], news.known, [*news.notes, *told, *also_told])


def _find_jumps(month: date, held: Sequence[date], calendar: WorkCalendar) -> tuple[list[Found], list[str]]:
    """Senders that sent more demands in the month than the months before let expect."""
    name = Signal.JUMP.label
    if len(held) < _FEWEST_MONTHS_BEFORE:
        return [], [f"{name}：此前不满 {_FEWEST_MONTHS_BEFORE} 个整月的登记，不判断。"]
    sent = read_sent([*held, month], calendar)
    senders = sorted({organ for organ, _ in sent.demands})
    lines = {organ: sent.count(organ) for organ in senders}
    dispersion = estimate_dispersion([line[:-1] for line in lines.values()], sent.lengths[:-1])
    if len(sent.receivers) < FEWEST_RECEIVERS or dispersion is None:
        return [], [f"{name}：每月都有登记的收文单位太少，或登记太少，不判断。"]
    limit = FALSE_ALARMS / len(senders)
    share = sent.lengths[-1] / sum(sent.lengths)
    names = dict(Organ.objects.filter(pk__in=senders).values_list("pk", "name"))
    found = []
    for organ, line in lines.items():
        usual = sum(line[:-1]) * sent.lengths[-1] / sum(sent.lengths[:-1])
        is_large = line[-1] >= JUMP_TIMES * usual and line[-1] - usual >= JUMP_AT_LEAST
        if is_large and chance_of_at_least(line[-1], sum(line[:-1]), share, dispersion) <= limit:
            words = f"{names[organ]}：本月发出 {line[-1]} 件要求，按此前 {len(held)} 个月通常约 {usual:.1f} 件。"
            found.append(Found(Signal.JUMP, organ, words, sent.rows(organ, None, 1, ROWS_KEPT)))
    return found, [_say_method(name, sent, len(senders), dispersion, limit)]


def _say_method(name: str, sent: SentThings, units: int, dispersion: float, limit: float) -> str:
    return (
        f"{name}：比较 {len(sent.months)} 个月每月都有登记的 {len(sent.receivers)} 个收文单位收到的要求，"
        f"核对 {units} 个发文单位；月与月的通常波动是纯随机的 {dispersion:.1f} 倍（方差），"
        f"单项比较偶然到这个程度的机会不超过 {limit:.2%}。"
    )


def _find_shifts(
    month: date, held: Sequence[date], by_month: Mapping[str, Mapping[str, float]], calendar: WorkCalendar
) -> tuple[list[Found], list[str]]:
    """In the whole county, and at each sender: a kind that fell in the last quarter while another rose."""
    name = Signal.SHIFT.label
    window = [*held, month][-2 * _QUARTER :]
    if len(window) < 2 * _QUARTER:
        return [], [f"{name}：不满六个整月的登记，不判断。"]
    sent = read_sent(window, calendar)
    table = [sent.count(*sort) for sort in sent.demands]
    dispersion = estimate_dispersion(table, sent.lengths)
    if len(sent.receivers) < FEWEST_RECEIVERS or dispersion is None:
        return [], [f"{name}：每月都有登记的收文单位太少，或登记太少，不判断。"]
    units: list[int | None] = [None, *sorted({organ for organ, _ in sent.demands})]
    limit = FALSE_ALARMS / (len(units) * len(BurdenKind))
    names = dict(Organ.objects.values_list("pk", "name"))
    found = []
    for organ in units:
        changes = list(_list_changes(sent, organ, dispersion, limit))
        fell, rose = ([one for one in changes if one.has_risen is way] for way in (False, True))
        if fell and rose:
            sender = "全县" if organ is None else names[organ]
            hours = _say_hours(by_month, window) if organ is None else ""
            words = f"{sender}近三个月{_say(fell)}，{_say(rose)}。{hours}一升一降不等于转移，请看明细。"
            kinds = [one.kind.value for one in rose]
            found.append(Found(Signal.SHIFT, organ, words, sent.rows(organ, kinds, _QUARTER, ROWS_KEPT)))
    return found, [_say_method(name, sent, len(units), dispersion, limit)]


@dataclass(frozen=True, slots=True)
class KindChange:
    """Demands of one kind in a quarter and in the one after it."""

    kind: BurdenKind
    before: int
    after: int

    @property
    def has_risen(self) -> bool:
        """Whether there were more."""
        return self.after > self.before


def _list_changes(sent: SentThings, organ: int | None, dispersion: float, limit: float) -> Iterator[KindChange]:
    """Kinds that changed by more than chance and usual ups and downs explain."""
    share = sum(sent.lengths[_QUARTER:]) / sum(sent.lengths)
    for kind in BurdenKind:
        line = sent.count(organ, kind.value)
        before, after = sum(line[:_QUARTER]), sum(line[_QUARTER:])
        expected = before * share / (1 - share)
        chance = chance_of_at_least if after > expected else chance_of_at_most
        if abs(after - expected) >= SHIFT * expected and chance(after, before, share, dispersion) <= limit:
            yield KindChange(kind, before, after)


def _say(changes: Sequence[KindChange]) -> str:
    way = "增加" if changes[0].has_risen else "减少"
    return "、".join(f"{one.kind.label}{way}（{one.before} → {one.after} 件）" for one in changes)


def _say_hours(by_month: Mapping[str, Mapping[str, float]], window: Sequence[date]) -> str:
    """Hours a week of all burdens in both quarters; '' where a month was not evaluated."""
    lines = [by_month.get(f"{month:%Y-%m}") for month in window]
    if any(line is None for line in lines):
        return ""
    totals = [sum(line.values()) for line in lines if line is not None]
    before, after = (sum(part) / _QUARTER for part in (totals[:_QUARTER], totals[_QUARTER:]))
    return f"同期全部用时每周 {before:,.0f} → {after:,.0f} 小时。"
