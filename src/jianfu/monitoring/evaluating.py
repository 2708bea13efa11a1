"""Evaluates the ledger: the load, the rules, and what became of both, kept for the pages."""

import json
from datetime import date, datetime

from jianfu.burden.ledger_work import read_load
from jianfu.burden.work import Load
from jianfu.ledger.models import AuditEntry, Organ
from jianfu.ledger.queries import last_write
from jianfu.monitoring.actions import record_evaluation, record_sweep
from jianfu.monitoring.comparing import MONTHS
from jianfu.monitoring.models import Evaluation, Sweep
from jianfu.monitoring.panel import FORM, make_panel
from jianfu.monitoring.sweep.sent_things import months_before
from jianfu.monitoring.sweep.sweeping import sweep_month
from jianfu.monitoring.weighing import weigh_cards
from jianfu.overlap.notices.ledger_notices import list_ledger_notices
from jianfu.overlap.notices.matching import find_relations
from jianfu.reporting.conclusions.saved_hours import list_saved_hours
from jianfu.reporting.gathering import gather
from jianfu.reporting.standards import Standards
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

_CHANGES_OF_FACTS = frozenset({"import", "withdraw_file", "name_organ"})
"""Writes after which figures may differ. Drafts, cases and accounts change none."""


class NoCounty(Exception):
    """The ledger names no county; the message says in Chinese what to do."""


def find_county() -> Organ:
    """The county whose ledger this is: the known organ of county level that stands above others. NoCounty."""
    counties = Organ.objects.filter(level=OrganLevel.COUNTY.value, known=True, children__isnull=False)
    county = counties.exclude(parent__level=OrganLevel.COUNTY.value).order_by("pk").first()
    if county is None:
        raise NoCounty("台账里还没有县。请先导入机关名录。")
    return county


def evaluate_ledger(period: Period, standards: Standards, *, actor: str, now: datetime) -> Evaluation:
    """Evaluate the county's rows of a period and keep the outcome. NoCounty where there is none."""
    mark, county = last_write(), find_county().name
    material = gather(county, period, standards)
    return record_evaluation(
        make_panel(material, _read_year_before(county, period)),
        list_saved_hours(material),
        find_relations(list_ledger_notices()),
        weigh_cards(material),
        period=period,
        ledger_mark=mark,
        standards_digest=standards.digest,
        actor=actor,
        now=now,
    )


def _read_year_before(county: str, period: Period) -> Load:
    """What was borne a year before the last whole months of a period."""
    end = period.end.replace(day=1)
    start = months_before(end, MONTHS)[0]
    return read_load(county, Period(months_before(start, 12)[0], months_before(end, 12)[0]))


def sweep_last_month(day: date, calendar: WorkCalendar, *, actor: str, now: datetime) -> Sweep | None:
    """Sweep the last whole month before a day, once. None where it was swept, or nothing was evaluated yet."""
    month = months_before(day.replace(day=1), 1)[0]
    if Sweep.objects.filter(month=month).exists() or not Evaluation.objects.exists():
        return None
    return sweep_again(month, calendar, actor=actor, now=now)


def sweep_again(month: date, calendar: WorkCalendar, *, actor: str, now: datetime) -> Sweep:
    """Sweep the month that begins on a day, also where it was swept before: registers may have come in late."""
    last = Evaluation.objects.order_by("-pk").first()
    by_month = last.panel["by_month_and_mountain"] if last else {}
    return record_sweep(month, sweep_month(month, by_month, calendar), actor=actor, now=now)


def is_stale(period: Period, standards: Standards) -> bool:
    """Whether facts or what they are held against changed, or time went on, since the last evaluation."""
    last = Evaluation.objects.order_by("-pk").first()
    if last is None or (last.start, last.end) != (period.start, period.end) or last.panel.get("form") != FORM:
        return True
    if last.standards_digest != standards.digest:
        return True
    entries = AuditEntry.objects.filter(index__gt=_index_of(last.ledger_mark))
    return any(json.loads(body)["action"] in _CHANGES_OF_FACTS for body in entries.values_list("body", flat=True))


def _index_of(mark: str) -> int:
    return int(mark.split(":", maxsplit=1)[0]) if mark else -1
