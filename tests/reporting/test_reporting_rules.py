"""Rules in the report: worst first, each with its rows, and what cannot be judged beside it."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from jianfu.reporting.composing import compose
from jianfu.reporting.conclusions.rules import (
    count_by_cause,
    count_by_severity,
    list_findings,
    tabulate_cards,
    tabulate_organs,
    tabulate_questions,
    tabulate_unjudged,
    tabulate_upward,
)
from jianfu.reporting.document import Table
from jianfu.reporting.figure import Figure
from jianfu.reporting.material import Material
from jianfu.reporting.writing import write_files
from jianfu.rulebook.cards.card import RANKS, Severity
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.finding import RootCause
from tests.reporting.conftest import make_material

APP = {"title": "某平台", "tool_form": "APP", "receiver": "溪口镇", "received_on": date(2024, 10, 8)}
VISIT = {"title": "检查改厕", "issuer": "青禾县住建局", "receiver": "溪口镇", "received_on": date(2023, 6, 1)}


@pytest.fixture
def material() -> Material:
    """One app that ranks by points, one of the province that does, one of which nobody says; an unplanned visit."""
    return make_material(
        {
            BurdenKind.DIGITAL_TOOL: [
                {**APP, "issuer": "青禾县林业局", "points_or_ranking": 1},
                {**APP, "title": "省平台", "issuer": "省林业局", "issuer_level": "province", "points_or_ranking": 1},
                {**APP, "title": "应急平台", "issuer": "青禾县应急局"},
            ],
            BurdenKind.INSPECTION: [{**VISIT, "in_plan": 0}, {**VISIT, "in_plan": 1}],
        }
    )


def test_findings_are_counted_with_their_rows(material: Material) -> None:
    rows = tabulate_cards(material)
    severities = [RANKS.index(row.card.severity) for row in rows]
    assert severities == sorted(severities, reverse=True)
    by_card = {row.card.number: row for row in rows}
    ranking = by_card["指尖-1"]
    assert (ranking.count.value, ranking.count.row_count) == (2, 2)
    assert {one.responsible for one in ranking.findings} == {"青禾县林业局", "省林业局"}
    assert sum(row.count.value for row in rows) == len(list_findings(material))


def test_a_question_is_never_counted_as_a_finding(material: Material) -> None:
    (question,) = tabulate_questions(material)
    assert (question.card.number, question.count.value) == ("督查2018-2", 1)
    assert all(one.severity != Severity.QUESTION for one in list_findings(material))
    assert Severity.QUESTION in count_by_severity(material)


def test_what_nobody_says_is_beside_and_not_among_the_findings(material: Material) -> None:
    unjudged = {row.card.number: row.count for row in tabulate_unjudged(material)}
    assert unjudged["指尖-1"].value == 1
    assert "青禾县应急局" not in {row.organ for row in tabulate_organs(material)}


def test_what_the_province_asks_is_raised_upward_and_named_once_a_card(material: Material) -> None:
    upward = tabulate_upward(material)
    assert {one.responsible for one, _ in upward} == {"省林业局"}
    assert len({one.card for one, _ in upward}) == len(upward)
    caused = count_by_cause(material, RootCause.ASSESSMENT)
    assert caused is not None
    assert caused.value >= 2


def test_nothing_that_was_judged_says_so() -> None:
    document = compose(make_material({}), made_on=date(2023, 12, 12), checkpoint="")
    said = [part for node in document.nodes for part in getattr(node, "parts", ())]
    assert "没有可以按规则卡核对的登记。" in said
    assert "没有可以折算工时的登记。" in said


def test_every_number_of_the_tables_is_a_figure(material: Material) -> None:
    document = compose(material, made_on=date(2023, 12, 12), checkpoint="")
    captions = {
        "触发的规定",
        "问题较多的提出单位",
        "须由人工判断的事项",
        "因缺数据不能判断的",
        "规则核对发现、须由上级改变的问题",
    }
    tables = {node.caption: node for node in document.nodes if isinstance(node, Table) and node.caption in captions}
    assert set(tables) == captions
    assert all(any(isinstance(cell, Figure) for cell in row) for table in tables.values() for row in table.rows)


def test_the_workbook_names_each_finding_and_where_its_rows_stand(material: Material, tmp_path: Path) -> None:
    document = compose(material, made_on=date(2023, 12, 12), checkpoint="")
    write_files(document, material, tmp_path, wrap=list)
    book = openpyxl.load_workbook(tmp_path / "evidence.xlsx")
    header, *lines = book["规则核对"].iter_rows(values_only=True)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert len(rows) == sum(len(result.findings) for result in material.results)
    ours = next(row for row in rows if row["规则卡"] == "指尖-1" and row["提出单位"] == "省林业局")
    assert (ours["能改变的层级"], ours["登记行"], ours["涉及登记行数"]) == ("省", "电子政务第3行", 1)
    assert book["电子政务"].cell(3, 1).value
