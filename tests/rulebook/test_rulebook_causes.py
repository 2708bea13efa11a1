"""Whose hands and why: only what rows or clause say, and nothing where they say nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jianfu.rulebook.cards.card import RuleCard, Severity, Verb
from jianfu.rulebook.cards.loading import load_cards
from jianfu.rulebook.causes import find_cause, find_level, rank_organs
from jianfu.rulebook.findings import Rows, judge
from jianfu.rulebook.judging.facts import STAFF_FACT, Facts, words_of
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.finding import RootCause
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel
from tests.rulebook.card_text import GOOD


def _facts(count: int = 1, **cells: Any) -> Facts:
    columns: dict[str, Any] = {}
    for label, value in cells.items():
        values = value if isinstance(value, list) else [value] * count
        if label in {"是否与考核挂钩"}:
            columns[label] = np.array(values, np.int8)
        elif label == STAFF_FACT:
            columns[label] = np.array(values, np.float64)
        elif label == "发生日期":
            columns[label] = np.array(values, "datetime64[D]")
        else:
            columns[label] = words_of(np.array(values, object))
    return Facts(BurdenKind.MEETING, columns, count)


@pytest.fixture
def card(tmp_path: Path) -> RuleCard:
    (tmp_path / "测试").mkdir()
    (tmp_path / "测试" / "1.yaml").write_text(GOOD, encoding="utf-8")
    (found,) = load_cards([tmp_path])
    return found


def _all(facts: Facts) -> np.ndarray:
    return np.arange(facts.length)


@pytest.mark.parametrize(
    ("levels", "ground", "level"),
    [
        (["县", "县"], [None, None], OrganLevel.COUNTY),
        (["县", "市"], [None, None], OrganLevel.CITY),
        (["县", None], [None, None], OrganLevel.COUNTY),
        ([None, None], [None, None], OrganLevel.UNKNOWN),
        (["县", "县"], ["国办发〔2020〕24号", "国务院办公厅通知"], OrganLevel.CENTRAL),
        (["县", "县"], ["国办发〔2020〕24号", None], OrganLevel.COUNTY),
        (["县", "县"], ["省教育厅通知", "国办发〔2020〕24号"], OrganLevel.PROVINCE),
        (["省", "省"], ["市水利局通知", "市水利局通知"], OrganLevel.PROVINCE),
        (["县", "县"], ["青政办发〔2023〕4号", "县政府会议"], OrganLevel.COUNTY),
    ],
)
def test_the_lowest_level_that_can_change_it(
    levels: list[str | None], ground: list[str | None], level: OrganLevel
) -> None:
    facts = _facts(2, 发文层级=levels, 依据=ground)
    found, words = find_level(facts, _all(facts))
    assert found is level
    assert bool(words) == (level not in {OrganLevel.COUNTY, OrganLevel.CITY, OrganLevel.UNKNOWN} and "省" not in levels)


def test_a_hard_rule_that_was_broken_is_the_last_of_the_causes(card: RuleCard) -> None:
    facts = _facts(来文单位="甲局", 收文单位="某镇")
    assert find_cause(card, facts, _all(facts), "") == (RootCause.SOFT_ENFORCEMENT, "条文写明“不得”")
    soft = replace(card, severity=Severity.HINT, verb=Verb.IN_PRINCIPLE)
    assert find_cause(soft, facts, _all(facts), "") == (None, "")


def test_what_rows_say_goes_before_the_clause(card: RuleCard) -> None:
    tied = _facts(2, 来文单位=["甲局", "乙局"], 是否与考核挂钩=1)
    assert find_cause(card, tied, _all(tied), "国办发〔2020〕24号")[0] is RootCause.ASSESSMENT
    partly = _facts(2, 来文单位=["甲局", "乙局"], 是否与考核挂钩=[1, -1])
    assert find_cause(card, partly, _all(partly), "国办发〔2020〕24号")[0] is RootCause.OUT_OF_TOUCH
    assert find_cause(card, partly, _all(partly), "") == (RootCause.SELF_CENTRED, "由2个单位分别提出")


@pytest.mark.parametrize(("staff", "cause"), [(2.0, RootCause.CAPACITY), (3.0, RootCause.SOFT_ENFORCEMENT)])
def test_more_than_staff_is_too_much_for_one_place(card: RuleCard, staff: float, cause: RootCause) -> None:
    facts = _facts(3, 来文单位="甲局", 收文单位="某镇", **{STAFF_FACT: staff})
    assert find_cause(card, facts, _all(facts), "")[0] is cause
    spread = _facts(3, 来文单位="甲局", 收文单位=["某镇", "某镇", "另一镇"], **{STAFF_FACT: staff})
    assert find_cause(card, spread, _all(spread), "")[0] is RootCause.SOFT_ENFORCEMENT


def test_organs_are_ranked_by_their_rows() -> None:
    facts = _facts(4, 来文单位=["乙局", "甲局", "乙局", None])
    assert rank_organs(facts, _all(facts)) == ("乙局", "甲局")


def test_a_finding_names_all_of_it(card: RuleCard) -> None:
    facts = _facts(3, 来文单位="甲局", 收文单位="某镇", 发文层级="县", 会议形式="现场", 发生日期=["2023-02-01"] * 3)
    ids = np.array([30, 10, 20])
    (result,) = judge([card], facts, Rows(ids, ids), Period(*map(np.datetime64, ("2023-01-01", "2024-01-01"))), "")
    (finding,) = result.findings
    assert (finding.organs, finding.responsible, finding.level) == (("甲局",), "甲局", OrganLevel.COUNTY)
    assert (finding.receipts, finding.value, finding.limit) == ((10, 20, 30), 3.0, 1.0)
    assert finding.card_digest == card.digest
    assert replace(finding, organs=tuple("甲乙丙丁")).responsible == "甲、乙、丙等4个单位"
    assert replace(finding, organs=()).responsible == "（未注明单位）"
