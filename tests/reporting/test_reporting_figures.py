"""Counting laws, and the small county counted by hand."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from conftest import document_row, make_material
from hypothesis import given
from hypothesis import strategies as st

from jianfu.reporting.composing import compose
from jianfu.reporting.conclusions.upward import count_from_above
from jianfu.reporting.figure import Figure
from jianfu.reporting.figures import data_requests, documents_meetings, inspections
from jianfu.reporting.figures.comparison import compare_townships, list_townships, tabulate_departments
from jianfu.reporting.figures.making import NAMELESS
from jianfu.reporting.figures.overview import count_by_month, count_everything, tabulate_kinds
from jianfu.reporting.material import Material
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

_TOWNSHIPS = ("溪口镇", "石桥镇", "竹林乡")
_DAYS = st.integers(0, 333).map(lambda n: date(2023, 1, 1) + timedelta(days=n))
_DOCUMENTS = st.lists(
    st.builds(
        lambda day, town, title, secretary: document_row(day, title, receiver=town, for_secretary=secretary),
        _DAYS,
        st.sampled_from(_TOWNSHIPS),
        st.sampled_from(("甲通知", "乙通知", "《丙》")),
        st.sampled_from((None, False, True)),
    ),
    max_size=40,
)


def figures_of(material: Material) -> Mapping[str, Figure]:
    document = compose(material, made_on=date(2023, 12, 12), checkpoint="校验点")
    return {figure.id: figure for figure in document.figures()}


def value_of(figure: Figure | None) -> float:
    return 0 if figure is None else figure.value


@given(_DOCUMENTS)
def test_months_add_up_to_the_year(rows: list[dict[str, object]]) -> None:
    material = make_material({BurdenKind.DOCUMENT: rows})

    months = count_by_month(material, "ZH11")

    assert len(months) == 11
    assert sum(map(value_of, months)) == len(rows)


@given(_DOCUMENTS)
def test_townships_add_up_to_the_county(rows: list[dict[str, object]]) -> None:
    material = make_material({BurdenKind.DOCUMENT: rows})

    columns = compare_townships(material, list_townships(material))

    counted = Counter(str(row["receiver"]) for row in rows)
    assert {name: cell.value for column in columns[:1] for name, cell in column.cells.items()} == counted
    assert sum(row.cells[-1].value for row in tabulate_departments(material) if row.cells[-1]) == len(rows)


@given(_DOCUMENTS)
def test_no_figure_is_without_rows_and_parts_never_exceed_the_whole(rows: list[dict[str, object]]) -> None:
    material = make_material({BurdenKind.DOCUMENT: rows})

    figures = figures_of(material)

    assert all(figure.row_count > 0 for figure in figures.values())
    assert all(sum(figure.grades.values()) == figure.row_count for figure in figures.values())
    assert value_of(figures.get("WH05")) <= value_of(figures.get("WH02")) <= value_of(figures.get("WH01"))
    assert ("WH01" in figures) == bool(rows)


@given(_DOCUMENTS)
def test_the_order_of_rows_changes_no_number(rows: list[dict[str, object]]) -> None:
    forward, backward = (figures_of(make_material({BurdenKind.DOCUMENT: some})) for some in (rows, rows[::-1]))

    assert {id: figure.value for id, figure in forward.items() if not figure.part} == {
        id: figure.value for id, figure in backward.items() if not figure.part
    }


def test_the_small_county_counts_as_by_hand(small_county: Material) -> None:
    figures = figures_of(small_county)

    by_hand = {
        "ZH01": 38,
        "WH01": 9,
        "WH04": 9 / 2 / 228,
        "WH05": 2,
        "WH10": 3 / 7,
        "WH11": 1,
        "WH12": 3,
        "WH13": 2,
        "WH14": 1,
        "WH15": 2,
        "WH21": 2,
        "WH25": 2,
        "WH26": 3,
        "ZL03": 1,
        "ZL04.01": 3,
        "ZL08": 3,
        "ZL10": 1,
        "ZL11": 1,
        "ZL12": 4.5,
        "ZL14.01": 4,
        "ZL16.01": 20_000 / 228,
        "DC04": 1,
        "DC08": 3,
        "DC10": 2,
        "DC11": 6,
        "LH06.01": 365,
        "DK02": 11_234.56,
        "DK03": 1,
        "ZD01": 3,
        "ZD02": 2,
        "ZD04": 2,
        "DZ01": 1,
        "DZ06.01": 3,
        "SD04.01": 503,
        "SD06.01": 251.5,
        "SX01": 2,
    }
    assert {id: figures[id].value for id in by_hand} == pytest.approx(by_hand)


def test_a_figure_takes_the_grade_of_its_weakest_row(small_county: Material) -> None:
    figures = figures_of(small_county)

    assert figures["WH01"].grades == {Grade.B: 8, Grade.D: 1}
    assert figures["WH01"].weakest_grade is Grade.D
    assert figures["WH12"].weakest_grade is Grade.B


def test_an_empty_ledger_has_no_figures_but_says_so() -> None:
    material = make_material({})

    document = compose(material, made_on=date(2023, 12, 12), checkpoint="")

    assert not list(document.figures())
    assert not any(figure for figure in count_everything(material))
    assert tabulate_kinds(material) == ()


def test_absent_answers_are_neither_yes_nor_no() -> None:
    visit = {"title": "督导", "issuer": "县应急局", "receiver": "溪口镇"}
    material = make_material({BurdenKind.INSPECTION: [visit, {**visit, "in_plan": True}]})

    known, outside, share = inspections.count_outside_plan(material)

    assert value_of(known) == 1
    assert outside is None
    assert share is None


def test_a_row_without_issuer_is_counted_but_never_an_example() -> None:
    rows = [document_row(date(2023, 5, 4), issuer=NAMELESS) for _ in range(3)]
    material = make_material({BurdenKind.DOCUMENT: rows})

    figures = figures_of(material)

    assert figures["WH01"].value == 3
    assert "WH11" not in figures
    assert "ZH03" not in figures
    assert figures["JX03"].value == 3


def test_repeats_on_different_days_or_to_different_receivers_are_no_repeats() -> None:
    rows = [
        document_row(date(2023, 5, 4)),
        document_row(date(2023, 5, 5)),
        document_row(date(2023, 5, 4), receiver="石桥镇"),
    ]
    material = make_material({BurdenKind.DOCUMENT: rows})

    assert documents_meetings.find_repeated_documents(material) == (None, None)


def test_county_organs_bear_no_load_of_the_grassroots() -> None:
    rows = [
        document_row(date(2023, 5, 4), receiver="青禾县林业局", receiver_level="county"),
        document_row(date(2023, 5, 4)),
    ]
    material = make_material({BurdenKind.DOCUMENT: rows})

    assert figures_of(material)["WH01"].value == 1


def test_unknown_years_leave_averages_out() -> None:
    period = Period(date(2093, 1, 1), date(2094, 1, 1))
    material = make_material({BurdenKind.DOCUMENT: [document_row(date(2093, 5, 4))]}, period=period)

    figures = figures_of(material)

    assert figures["WH02"].value == 1
    assert "WH04" not in figures


def test_a_deadline_without_time_of_receipt_is_not_called_short() -> None:
    row = document_row(date(2023, 5, 4), due_at=datetime.fromisoformat("2023-05-04T16:00"))
    material = make_material({BurdenKind.DOCUMENT: [row]})

    assert documents_meetings.count_due_today(material) == (None, None)


def test_a_township_counts_what_the_city_sent_as_above_its_county() -> None:
    rows = [document_row(date(2023, 5, 4), issuer="市林业局", issuer_level="city"), document_row(date(2023, 5, 4))]
    township = make_material({BurdenKind.DOCUMENT: rows}, organ="溪口镇", level=OrganLevel.TOWNSHIP)
    city = make_material({BurdenKind.DOCUMENT: rows}, organ="某市", level=OrganLevel.CITY)

    assert value_of(count_from_above(township)[0]) == 1
    assert count_from_above(city)[0] is None


def test_paper_use_is_averaged_over_its_own_period() -> None:
    stated = {"organ": "柳树村", "measure": "打印用纸", "quantity": 2000, "unit": "张"}
    january = {**stated, "period_start": date(2023, 1, 1), "period_end": date(2023, 2, 1)}

    dated, undated = data_requests.list_paper_use(make_material({}, [january, stated]))

    assert value_of(dated.average) == pytest.approx(2000 / 18)
    assert undated.average is None
