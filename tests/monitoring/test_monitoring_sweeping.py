"""What a sweep finds new, and that missing months are no small numbers."""

from datetime import date, datetime
from itertools import count

import pytest

from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.monitoring.actions import count_use, record_sweep
from jianfu.monitoring.models import Sweep
from jianfu.monitoring.queries import read_own_burden
from jianfu.monitoring.sweeping import Signal, next_month, sweep_month
from jianfu.vocabulary.burden_kind import Mountain

MONTH, NOW = date(2023, 11, 1), datetime(2023, 12, 1, 1, 0)
_numbers = count()
pytestmark = pytest.mark.django_db


def _receive(title: str, day: date, *, issuer: str = "应急局", kind: str = "document", times: int = 1) -> None:
    sender, _ = Organ.objects.get_or_create(name=issuer)
    township, _ = Organ.objects.get_or_create(name="松溪镇")
    for _ in range(times):
        key = f"{next(_numbers):032}"
        demand = Demand.objects.create(key=key, identity=key, kind=kind, issuer=sender, title=title)
        Receipt.objects.create(key=key, demand=demand, receiver=township, received_on=day)


def _signals() -> list[Signal]:
    return [found.signal for found in sweep_month(MONTH, {})]


def test_a_form_that_nobody_asked_before_is_new_and_last_months_is_not() -> None:
    _receive("危房排查统计表", date(2023, 10, 5), kind="data_request")
    _receive("2023年11月危房排查统计表", date(2023, 11, 5), kind="data_request")
    assert _signals() == []

    _receive("养老机构登记表", date(2023, 11, 8), kind="data_request", times=3)
    (found,) = sweep_month(MONTH, {})
    assert (found.signal, len(found.receipts)) == (Signal.NEW_FORM, 3)


def test_next_months_rows_do_not_belong_to_this_sweep() -> None:
    _receive("养老机构登记表", date(2023, 12, 1), kind="data_request")

    assert _signals() == []
    assert next_month(date(2023, 12, 1)) == date(2024, 1, 1)


def test_a_department_that_sends_twice_as_much_jumps() -> None:
    for month in (8, 9, 10):
        _receive("通知", date(2023, month, 3), times=20)
    _receive("通知", date(2023, 11, 3), times=39)
    assert _signals() == []

    _receive("通知", date(2023, 11, 4))
    assert _signals() == [Signal.JUMP]


def test_months_that_the_ledger_lacks_are_no_silence() -> None:
    _receive("通知", date(2023, 11, 3), times=100)

    assert _signals() == []


def test_what_falls_while_another_rises_is_told_once_without_blame() -> None:
    def line(meetings: float, tools: float) -> dict[str, float]:
        return {Mountain.DOCUMENTS_AND_MEETINGS.value: meetings, Mountain.DIGITAL_TOOLS.value: tools}

    by_month = {f"2023-{n:02}": line(100, 10) if n < 9 else line(60, 30) for n in range(6, 12)}

    (found,) = sweep_month(MONTH, by_month)
    assert found.organ_id is None
    assert "不等于转移" in found.words
    assert sweep_month(date(2023, 8, 1), by_month) == []


def test_a_month_swept_again_stands_once() -> None:
    _receive("养老机构登记表", date(2023, 11, 8), kind="data_request")
    for _ in range(2):
        record_sweep(MONTH, sweep_month(MONTH, {}), actor="夜间", now=NOW)

    assert Sweep.objects.get().items.count() == 1


def test_the_platform_counts_its_own_cost_by_role_and_turns_red_where_a_village_types() -> None:
    count_use("analyst", MONTH, seconds=1800, fields=3)
    count_use("analyst", MONTH, seconds=1800, fields=0)
    count_use("village", MONTH, seconds=60, fields=0)
    assert read_own_burden(MONTH).by_role[0] == ("减负专班", 1.0, 3)
    assert not read_own_burden(MONTH).is_over_budget

    count_use("village", MONTH, seconds=0, fields=1)
    assert read_own_burden(MONTH).is_over_budget
    count_use("leader", date(2023, 12, 1), seconds=41 * 3600, fields=0)
    assert read_own_burden(date(2023, 12, 1)).is_over_budget
