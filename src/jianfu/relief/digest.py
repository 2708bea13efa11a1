"""The list as one quiet text: a day's or a week's, to be printed or pasted into a group."""

from datetime import date, datetime, timedelta

from jianfu.relief.matters import Matter, Section, TodoList

_WEEKDAYS = "一二三四五六日"


def write_digest(todo: TodoList, *, organ: str, now: datetime, days: int) -> str:
    """What is overdue and what is due within so many days from today, a line a matter; the rest only counted."""
    last = now.date() + timedelta(days=days - 1)
    due = [one for one in todo.matters if one.due_at is not None and one.due_at.date() <= last]
    title = f"{organ}{_say_day(now.date())}{'待办' if days == 1 else f'起 {days} 天待办'}，{len(due)} 件"
    lines = [title]
    for place, matter in enumerate(due, start=1):
        lines.append(
            f"{place}. {say_due(matter)} {matter.head.asks}：{matter.head.receipt.demand.title}{_say_who(matter)}"
        )
    later = sum(one.section is not Section.NO_DEADLINE for one in todo.matters) - len(due)
    open_ended = sum(one.section is Section.NO_DEADLINE for one in todo.matters)
    lines.append(f"以后到期 {later} 件；没写时限 {open_ended} 件；只需知晓 {len(todo.to_know)} 件。")
    return "\n".join(lines)


def say_due(matter: Matter, *, within: bool = False) -> str:
    """The deadline in words: a day, with the time where one was named; '' where there is none. `within` a section of
    one day the day is left out."""
    if matter.due_at is None:
        return ""
    is_said = within and matter.section in (Section.TODAY, Section.TOMORROW)
    day = "" if is_said else _say_day(matter.due_at.date())
    at = "" if matter.head.is_day else f"{matter.due_at:%H:%M}"
    return f"{day}{at}{'（已过）' if matter.section is Section.OVERDUE else ''}"


def _say_day(day: date) -> str:
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def _say_who(matter: Matter) -> str:
    others = len(matter.issuers) - 1
    return f"（{matter.issuers[0]}{f'等 {others + 1} 个单位' if others else ''}）"
