"""An evaluation keeps its panel, recognises problems again, and notes those that are gone."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

import pytest

from jianfu.burden.norms import load_norms
from jianfu.ledger.audit.log import append
from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.monitoring.actions import key_of, record_evaluation
from jianfu.monitoring.evaluating import is_stale
from jianfu.monitoring.models import Evaluation, Problem, Repeat
from jianfu.monitoring.panel import FORM, Panel, list_changes
from jianfu.overlap.notices.matching import Related
from jianfu.overlap.notices.notice import Judgement, Reason, Relation
from jianfu.reporting.standards import Standards
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.finding import Finding
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

NOW = datetime(2023, 12, 7, 1, 0)
_NOTHING: dict[str, Any] = {field.name: {} for field in fields(Panel)}
PANEL = Panel(**_NOTHING | {"total": (1.0, 0.5, 2.0), "staff": None, "comparisons": [], "form": FORM})
PERIOD = Period(date(2023, 1, 1), date(2023, 12, 8))


def _finding(receipt: int, subject: str = "台账") -> Finding:
    return Finding(
        "十条-4", "纸质电子双报", BurdenKind.DATA_REQUEST, "请说明", "第4条", ("应急局",), OrganLevel.COUNTY, None, "",
        subject, None, None, (receipt,), "c", "r",
    )  # fmt: skip


def _receipt() -> int:
    organ, _ = Organ.objects.get_or_create(name="应急局")
    demand = Demand.objects.create(key="1" * 32, identity="x", kind="data_request", issuer=organ, title="台账")
    return Receipt.objects.create(key="2" * 32, demand=demand, receiver=organ, received_on=date(2023, 5, 1)).pk


def _record(findings: list[Finding], repeats: Sequence[Related] = (), standards: Standards | None = None) -> Evaluation:
    return record_evaluation(
        PANEL,
        [(finding, 1.5) for finding in findings],
        repeats,
        period=PERIOD,
        ledger_mark="0:x",
        standards_digest=standards.digest if standards else "",
        actor="夜间",
        now=NOW,
    )


@pytest.mark.django_db
def test_a_problem_found_again_is_the_same_one() -> None:
    number = _receipt()
    _record([_finding(number)])
    _record([_finding(number)])

    problem = Problem.objects.get()
    assert problem.last_day == date(2023, 5, 1)
    assert problem.saved_hours == 1.5
    assert [organ.name for organ in problem.organs.all()] == ["应急局"]
    assert Evaluation.objects.count() == 2


@pytest.mark.django_db
def test_a_problem_no_longer_found_is_gone_until_it_is_found_again() -> None:
    number = _receipt()
    _record([_finding(number)])
    _record([])
    assert Problem.objects.get().gone_at == NOW

    _record([_finding(number)])
    assert Problem.objects.get().gone_at is None


@pytest.mark.django_db
def test_who_alone_broke_a_rule_answers_for_it_and_who_shares_a_number_is_only_involved() -> None:
    number = _receipt()
    Organ.objects.create(name="商务局")
    shared = replace(_finding(number), organs=("应急局", "商务局"), subject="松溪镇一年的订阅")
    _record([_finding(number), shared])

    alone, together = Problem.objects.get(subject="台账"), Problem.objects.get(subject="松溪镇一年的订阅")
    assert [organ.name for organ in alone.organs.all()] == ["应急局"]
    assert not alone.involved.exists()
    assert not together.organs.exists()
    assert {organ.name for organ in together.involved.all()} == {"应急局", "商务局"}


@pytest.mark.django_db
def test_a_shared_problem_stays_the_same_when_another_organ_joins() -> None:
    number = _receipt()
    shared = replace(_finding(number), organs=("应急局", "商务局"))
    _record([shared])
    _record([replace(shared, organs=("应急局", "商务局", "水利局"))])

    assert Problem.objects.count() == 1


@pytest.mark.django_db
def test_papers_that_ask_again_are_kept_with_their_reasons_and_series_are_not() -> None:
    receipt = Receipt.objects.get(pk=_receipt())
    first = str(receipt.demand_id)
    judgement = Judgement(Relation.RESENT, 0.9, (Reason("标题", True, "台账"),))
    again = Related(first, f"{first}.2", judgement)
    _record([], [again, Related(first, first, replace(judgement, relation=Relation.SERIES))])
    _record([], [again])

    repeat = Repeat.objects.get()
    assert (repeat.earlier_id, repeat.later_id, repeat.relation) == (receipt.demand_id, receipt.demand_id, "resent")
    assert repeat.reasons == ["标题相同：台账"]


@pytest.mark.django_db
def test_other_facts_another_period_or_other_standards_call_for_another_evaluation() -> None:
    standards = Standards(WorkCalendar.china(), (), load_norms())
    assert is_stale(PERIOD, standards)
    _record([], standards=standards)
    assert not is_stale(PERIOD, standards)

    assert is_stale(Period(PERIOD.start, date(2023, 12, 9)), standards)
    summer = WorkCalendar.china(extra_holidays=frozenset({date(2023, 8, 1)}))
    assert is_stale(PERIOD, replace(standards, calendar=summer))
    assert is_stale(PERIOD, replace(standards, norms=replace(standards.norms, digest="other")))
    append(actor="甲", action="import", now=NOW, change={})
    assert is_stale(PERIOD, standards)


def test_the_key_knows_organ_and_subject() -> None:
    finding = _finding(1)

    assert key_of(finding) == key_of(replace(finding, receipts=(2,), value=3.0))
    assert key_of(finding) != key_of(_finding(1, "另一张"))
    assert key_of(finding) != key_of(replace(finding, organs=("商务局",)))


def test_what_fell_and_what_rose_is_told_from_six_whole_months() -> None:
    def line(documents: float, tools: float) -> dict[str, float]:
        return {Mountain.DOCUMENTS_AND_MEETINGS.value: documents, Mountain.DIGITAL_TOOLS.value: tools}

    months = {f"2023-{n:02}": line(100, 0) if n < 4 else line(50, 30) for n in range(1, 7)}
    changes = {change.mountain: change for change in list_changes(months)}

    assert changes[Mountain.DOCUMENTS_AND_MEETINGS].ratio == -0.5
    assert changes[Mountain.DIGITAL_TOOLS].ratio is None
    assert changes[Mountain.DIGITAL_TOOLS].after == 30
    assert list_changes({"2023-01": line(1, 1)}) == []
