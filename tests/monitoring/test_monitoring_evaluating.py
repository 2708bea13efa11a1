"""An evaluation keeps its panel, recognises problems again, and notes those that are gone."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.monitoring.actions import key_of, record_evaluation
from jianfu.monitoring.models import Evaluation, Problem
from jianfu.monitoring.panel import Panel, list_changes
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.finding import Finding
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

NOW = datetime(2023, 12, 7, 1, 0)
PANEL = Panel((1.0, 0.5, 2.0), None, {}, {}, {}, {}, {}, {}, 0, 0, "1")
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


def _record(findings: list[Finding]) -> Evaluation:
    return record_evaluation(
        PANEL,
        [(finding, 1.5) for finding in findings],
        period=PERIOD,
        ledger_mark="0:x",
        rulebook_digest="r",
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
