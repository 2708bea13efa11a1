"""Burden in the report: the same hours as the account, parts within the whole, and mendings that keep what differs."""

from datetime import date
from typing import Any

import pytest

from jianfu.reporting.conclusions.burden import (
    average_by_staff,
    count_sheets,
    price_labour,
    sum_hours,
    sum_purchases,
    sum_repeated_requests,
    tabulate_issuers,
    tabulate_kinds,
    tabulate_months,
    tabulate_townships,
)
from jianfu.reporting.conclusions.mendings import find_repeated_requests, rank_savings
from jianfu.reporting.conclusions.saved_hours import list_saved_hours
from jianfu.reporting.material import Material
from jianfu.reporting.wording import say_figure
from jianfu.vocabulary.burden_kind import BurdenKind
from tests.reporting.conftest import document_row, make_material


def _request(issuer: str, minutes: float, **others: Any) -> dict[str, Any]:
    return {
        "title": f"{issuer}的表",
        "topic": "防溺水",
        "issuer": issuer,
        "receiver": "溪口镇",
        "received_on": date(2023, 5, 8),
        "frequency": "每月",
        "minutes_per_filing": minutes,
        **others,
    }


def test_hours_of_the_account_stand_in_the_report(small_county: Material) -> None:
    hours = sum_hours(small_county)
    assert hours is not None
    assert hours.span is not None
    low, high = hours.span
    assert low < hours.value < high
    assert say_figure(hours).count("—") == 1
    kinds = tabulate_kinds(small_county)
    assert sum(one.figure.value for one in kinds) == pytest.approx(hours.value, rel=0.05)
    townships = tabulate_townships(small_county)
    assert [one.name for one in townships] == ["溪口镇", "石桥镇"]
    assert townships[0].figure.value > townships[1].figure.value
    assert all(one.figure.value <= hours.value for one in tabulate_issuers(small_county))
    assert len(tabulate_months(small_county)) == 11


def test_hours_a_head_count_the_staff_of_townships_alone() -> None:
    organs = [{"name": "溪口镇", "staff": 8}, {"name": "青禾县林业局", "staff": 92, "level": "county"}]
    material = make_material({BurdenKind.DOCUMENT: [document_row(date(2023, 5, 8))]}, organs=organs)
    whole, each = sum_hours(material), average_by_staff(material)
    assert whole is not None
    assert each is not None
    assert each.value == pytest.approx(whole.value / 8)


def test_a_county_organ_bears_no_hours() -> None:
    row = document_row(date(2023, 5, 8), receiver="青禾县林业局", receiver_level="county")
    assert sum_hours(make_material({BurdenKind.DOCUMENT: [row]})) is None


def test_without_wage_sheets_or_purchases_nothing_is_said_of_them() -> None:
    material = make_material({BurdenKind.DOCUMENT: [document_row(date(2023, 5, 8))]})
    assert (price_labour(material), count_sheets(material), sum_purchases(material)) == (None, None, None)
    assert average_by_staff(material) is None


def test_sheets_are_those_that_rows_register() -> None:
    rows = [document_row(date(2023, 5, 8), sheets=12), document_row(date(2023, 5, 9))]
    counted = count_sheets(make_material({BurdenKind.DOCUMENT: rows}))
    assert counted is not None
    assert (counted.value, counted.row_count) == (12, 1)


def test_of_what_several_organs_ask_the_heaviest_is_kept() -> None:
    rows = [_request("甲局", 60), _request("乙局", 120), _request("丙局", 30), _request("甲局", 10, title="另一表")]
    material = make_material({BurdenKind.DATA_REQUEST: rows})
    (mending,) = find_repeated_requests(material)
    assert len(mending.receipts) == 3
    again = sum_repeated_requests(material, [mending])
    assert again is not None
    assert again.value == pytest.approx(100 / 60 * 12 / 52, rel=0.05)
    (saving,) = rank_savings(material)
    assert "3个单位分别索要的“防溺水”" in saving.mending.name


def test_what_one_organ_asks_of_a_receiver_is_not_called_repeated() -> None:
    rows = [
        _request(issuer, 60, receiver=place)
        for issuer, place in (("甲局", "溪口镇"), ("乙局", "石桥镇"), ("丙局", "云台乡"))
    ]
    rows += [_request("甲局", 60, title="另一表")]
    material = make_material({BurdenKind.DATA_REQUEST: rows})
    (mending,) = find_repeated_requests(material)
    assert mending.receipts == frozenset()
    assert rank_savings(material) == []


def test_days_with_many_visitors_keep_their_longest_visit() -> None:
    visit = {"receiver": "溪口镇", "received_on": date(2023, 6, 2), "companions": 1.0}
    rows = [
        {**visit, "title": f"检查{issuer}", "issuer": issuer, "companion_hours": hours}
        for issuer, hours in (("甲局", 1.0), ("乙局", 5.0), ("丙局", 2.0))
    ]
    material = make_material({BurdenKind.INSPECTION: rows})
    (saving,) = rank_savings(material)
    kept = set(material.hours_of_receipt) - saving.mending.receipts
    assert {round(material.hours_of_receipt[one]) for one in kept} == {6}


def test_a_finding_says_what_its_mending_saves_where_registers_do() -> None:
    meeting = {"title": "调度会", "issuer": "甲局", "issuer_level": "county", "received_on": date(2023, 5, 8)}
    meetings = [
        {**meeting, "receiver": "溪口镇", "duration_minutes": 150.0, "people_attending": 4.0},
        {**meeting, "receiver": "石桥镇", "duration_minutes": 150.0},
        {**meeting, "receiver": "溪口镇", "title": "短会", "duration_minutes": 120.0},
    ]
    forms = [
        _request("甲局", 0.0, minutes_per_filing=None, electronic=1, signed_paper=1),
        _request("乙局", 60.0, electronic=1, signed_paper=1),
    ]
    visits = [
        {
            "title": f"查{n}",
            "issuer": f"{n}局",
            "receiver": "溪口镇",
            "received_on": date(2023, 6, 2),
            "companions": n,
            "companion_hours": 1.0,
        }
        for n in (1.0, 2.0, 3.0)
    ]
    rows = {BurdenKind.MEETING: meetings, BurdenKind.DATA_REQUEST: forms, BurdenKind.INSPECTION: visits}
    material = make_material(rows, regions={"青岚县"})
    weeks = material.load.weeks
    saved = {(one.card, one.subject): hours for one, hours in list_saved_hours(material)}

    assert saved["青岚-02-1", "调度会"] == pytest.approx((4 + 1) * 0.5 / weeks)
    paper = saved["青岚-04-1", "甲局的表"]
    assert paper is not None
    assert paper > 0
    assert saved["青岚-04-1", "乙局的表"] is None
    visit = next(hours for (card, _), hours in saved.items() if card == "青岚-07-1")
    lightest = min(material.hours_of_receipt[id] for id in material.sources["inspection"]["receipt_id"].tolist())
    assert visit == pytest.approx(lightest / weeks)
