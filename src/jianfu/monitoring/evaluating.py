"""Evaluates the ledger: the load, the rules, and what became of both, kept for the pages."""

from datetime import datetime

from jianfu.ledger.models import Organ
from jianfu.ledger.queries import last_write
from jianfu.monitoring.actions import record_evaluation
from jianfu.monitoring.models import Evaluation
from jianfu.monitoring.panel import make_panel
from jianfu.reporting.gathering import gather
from jianfu.reporting.standards import Standards
from jianfu.rulebook.findings import digest_cards
from jianfu.rulebook.ledger_facts import choose_cards
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel


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
    mark = last_write()
    material = gather(find_county().name, period, standards)
    findings = [finding for result in material.results for finding in result.findings]
    return record_evaluation(
        make_panel(material),
        findings,
        period=period,
        ledger_mark=mark,
        rulebook_digest=digest_cards(choose_cards(standards.cards)),
        actor=actor,
        now=now,
    )


def is_stale(period: Period) -> bool:
    """Whether the ledger was written to, other than by evaluating it, or time went on, since the last evaluation."""
    last = Evaluation.objects.order_by("-pk").first()
    if last is None or (last.start, last.end) != (period.start, period.end):
        return True
    mark = last_write()
    return _index_of(mark) > _index_of(last.ledger_mark) + 1


def _index_of(mark: str) -> int:
    return int(mark.split(":", maxsplit=1)[0]) if mark else -1
