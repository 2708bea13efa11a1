"""The working-day calendar with the days that the county itself has added."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

from jianfu.vocabulary.calendar import WorkCalendar

FILE_NAME = "工作日历.yaml"
_KEYS = ("放假", "上班")


class BrokenCalendar(Exception):
    """The county's own days cannot be read; the message says in Chinese what to mend."""


def load_calendar(home: Path) -> WorkCalendar:
    """The Chinese calendar extended by `工作日历.yaml` in the data folder, where that file stands.

    The file has two lists of quoted days: 放假 (days off) and 上班 (days worked). A mistake in it is BrokenCalendar:
    a wrong calendar would shift every deadline.
    """
    path = home / FILE_NAME
    if not path.exists():
        return WorkCalendar.china()
    table = _read_table(path)
    return WorkCalendar.china(
        extra_holidays=_days(path, table, "放假"),
        extra_workdays=_days(path, table, "上班"),
    )


def _read_table(path: Path) -> Mapping[str, object]:
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}  # noqa: S506  # strings only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenCalendar(f"工作日历 {path} 读不出来：{error}。请按“放假:”“上班:”两个列表填写。") from error
    if not isinstance(table, dict) or set(table) - set(_KEYS):
        raise BrokenCalendar(f"工作日历 {path} 只能有“放假”“上班”两项，各为一个日期列表。")
    return table


def _days(path: Path, table: Mapping[str, object], key: str) -> frozenset[date]:
    entries = table.get(key) or []
    if not isinstance(entries, list):
        raise BrokenCalendar(f"工作日历 {path} 的“{key}”应为日期列表，如 - 2027-01-01。")
    try:
        return frozenset(date.fromisoformat(str(entry)) for entry in entries)
    except ValueError as error:
        raise BrokenCalendar(f"工作日历 {path} 的“{key}”里有写错的日期（{error}），请写成 2027-01-01。") from error
