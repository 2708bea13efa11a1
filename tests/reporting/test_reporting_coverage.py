"""A register that ends in June is told, not averaged in silence."""

from datetime import date, timedelta

from conftest import document_row, make_material

from jianfu.reporting.conclusions.coverage import find_partial_registers
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period

YEAR = Period(date(2023, 1, 1), date(2023, 12, 1))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)] + [last]


def test_registers_that_begin_late_or_end_early_are_partial() -> None:
    rows = [
        *(document_row(day, receiver="全年镇") for day in days(date(2023, 2, 1), date(2023, 10, 31))),
        *(document_row(day, receiver="晚始镇") for day in days(date(2023, 2, 2), date(2023, 11, 30))),
        *(document_row(day, receiver="早止镇") for day in days(date(2023, 1, 1), date(2023, 10, 29))),
    ]
    material = make_material({BurdenKind.DOCUMENT: rows}, period=YEAR)

    found = {register.receiver: (register.first, register.last) for register in find_partial_registers(material)}

    assert found == {
        "早止镇": (date(2023, 1, 1), date(2023, 10, 29)),
        "晚始镇": (date(2023, 2, 2), date(2023, 11, 30)),
    }


def test_without_a_dated_paper_nothing_is_partial() -> None:
    assert find_partial_registers(make_material({}, period=YEAR)) == ()
