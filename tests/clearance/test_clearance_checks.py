"""What the desk says of a plan: cost, clauses, what is asked already."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jianfu.burden.norms import load_norms
from jianfu.clearance.checks.breaches import judge_clauses
from jianfu.clearance.checks.occasions import Occasion, Occasions
from jianfu.clearance.checks.plan import Plan, Receiver
from jianfu.clearance.checks.repeats import Repeats, find_repeats
from jianfu.clearance.checks.suggesting import suggest
from jianfu.clearance.checks.weighing import weigh
from jianfu.overlap.forms.comparing import map_forms
from jianfu.overlap.forms.elements.loading import load_dictionary
from jianfu.overlap.forms.finding import FormRelation
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.cards.checking import load_checked
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.packaged import packaged_folder

HEADINGS = ("场所名称", "负责人", "联系电话", "检查时间", "隐患内容", "整改期限")
TOWNSHIPS = tuple(Receiver(f"第{n}镇", "township", 1.0) for n in range(28))
PLAN = Plan(
    "draft-1", BurdenKind.DATA_REQUEST, "企业消防安全排查台账", "青岚县应急管理局", "county", date(2023, 12, 7),
    TOWNSHIPS, form_fields=HEADINGS, facts={"topic": "消防安全", "frequency": "每月"},
)  # fmt: skip


def test_twice_the_receivers_cost_twice_the_hours() -> None:
    norms = load_norms(None)

    half, whole = weigh(replace(PLAN, receivers=TOWNSHIPS[:14]), norms).hours, weigh(PLAN, norms).hours

    assert whole.mean == pytest.approx(2 * half.mean, rel=0.1)
    assert 0 < whole.low < whole.mean < whole.high


def test_what_the_sender_claims_of_others_time_counts_for_nothing() -> None:
    norms = load_norms(None)

    assert weigh(replace(PLAN, facts={**PLAN.facts, "minutes_per_filing": 0.1}), norms) == weigh(PLAN, norms)


def test_a_longer_meeting_of_more_people_costs_their_hours() -> None:
    meeting = replace(
        PLAN, kind=BurdenKind.MEETING, form_fields=(), facts={"duration_minutes": 120, "people_attending": 3}
    )

    assert weigh(meeting, load_norms(None)).hours.mean == pytest.approx(28 * 3 * 2, rel=0.1)


@pytest.mark.parametrize("kind", list(BurdenKind))
def test_every_kind_can_be_weighed(kind: BurdenKind) -> None:
    assert weigh(replace(PLAN, kind=kind, facts={}), load_norms(None)).hours.mean >= 0
    assert weigh(replace(PLAN, kind=kind, facts={}, receivers=()), load_norms(None)).hours.mean == 0


def _cards() -> list[RuleCard]:
    return [card for card in load_checked([packaged_folder("rulebook")]) if card.region in {"", "青岚县"}]


def test_paper_beside_the_electronic_form_is_told_with_its_clause() -> None:
    double = replace(PLAN, facts={**PLAN.facts, "electronic": True, "signed_paper": True})

    found = judge_clauses(double, _cards(), WorkCalendar.china()).broken

    assert [breach.name for breach in found if breach.name == "纸质电子双报"]
    assert all(breach.words and breach.clause for breach in found)


def test_what_nobody_said_breaks_nothing() -> None:
    silent = replace(PLAN, facts={}, title="统计表")

    assert [b for b in judge_clauses(silent, _cards(), WorkCalendar.china()).broken if b.severity == "违规"] == []


def test_a_form_that_another_bureau_asks_already_is_found_with_its_fields() -> None:
    dictionary = load_dictionary([packaged_folder("elements")])
    fields = make_fields([[heading] for heading in HEADINGS])
    other = Form("7", "商贸消防安全排查台账", fields, organ="青岚县商务局", matter="消防安全")

    repeats = find_repeats(PLAN, map_forms([other], dictionary), dictionary, None)

    assert [pair.relation for pair in repeats.forms] == [FormRelation.DUPLICATE]
    assert ("青岚县商务局", "商贸消防安全排查台账") in repeats.fields[0].holders
    assert repeats.held >= 4


def test_the_draft_does_not_repeat_itself() -> None:
    dictionary = load_dictionary([packaged_folder("elements")])
    own = Form(PLAN.id, PLAN.title, make_fields([[heading] for heading in HEADINGS]), organ=PLAN.issuer)

    assert find_repeats(PLAN, map_forms([own], dictionary), dictionary, None).forms == ()


def test_yuan_are_told_only_where_the_county_names_a_wage(tmp_path: Path) -> None:
    own = tmp_path / "norms.yaml"
    own.write_text("单价:\n  工价: {元: 30, 每: 小时, 来源: 本县财政局}\n", encoding="utf-8")

    without, priced = weigh(PLAN, load_norms(None)), weigh(PLAN, load_norms(own))

    assert without.yuan is None
    assert priced.yuan is not None
    assert priced.yuan.mean == pytest.approx(30 * priced.hours.mean)


def test_what_rooms_cost_is_counted_for_every_receiver() -> None:
    room = replace(PLAN, kind=BurdenKind.FACILITY, form_fields=(), facts={"cost_fen": 1_000_00})

    assert weigh(room, load_norms(None)).outlay_yuan == 28_000
    assert weigh(replace(room, facts={}), load_norms(None)).outlay_yuan is None


def test_a_clause_that_cannot_be_judged_names_what_is_missing_and_accuses_nobody() -> None:
    silent = replace(PLAN, facts={})

    found = judge_clauses(silent, _cards(), WorkCalendar.china())

    missing = {fact for one in found.unjudged for fact in one.missing}
    assert "是否报签字盖章纸质档" in missing
    assert all(breach.name != "纸质电子双报" for breach in found.broken)


def test_what_was_answered_is_no_longer_missing() -> None:
    said = replace(PLAN, facts={"electronic": True, "signed_paper": False, "tied_to_assessment": False})

    found = judge_clauses(said, _cards(), WorkCalendar.china())

    assert not {"是否报电子档", "是否报签字盖章纸质档"} & {fact for one in found.unjudged for fact in one.missing}
    assert "纸质电子双报" not in {breach.name for breach in found.broken}


def _repeats_with(*headings: str) -> Repeats:
    dictionary = load_dictionary([packaged_folder("elements")])
    other = Form(
        "7", "商贸消防安全排查台账", make_fields([[one] for one in headings]), organ="青岚县商务局", matter="消防安全"
    )
    return find_repeats(PLAN, map_forms([other], dictionary), dictionary, None)


def test_a_form_that_has_all_fields_need_not_be_sent_again() -> None:
    (first, *_) = suggest(PLAN, _repeats_with(*HEADINGS, "备注"), None)

    assert first.words == "不用另发：字段青岚县商务局《商贸消防安全排查台账》里全都有，并入即可。"
    assert first.form == "7"


def test_a_merge_names_the_fields_that_come_on_top() -> None:
    (first, *_) = suggest(PLAN, _repeats_with(*HEADINGS[:5]), None)

    assert first.words == "并入青岚县商务局《商贸消防安全排查台账》即可，只多 1 个字段：整改期限。"


def test_a_meeting_on_a_day_with_another_can_be_one() -> None:
    meeting = replace(PLAN, kind=BurdenKind.MEETING, form_fields=(), facts={}, due_on=date(2023, 12, 8))
    there = Occasion(BurdenKind.MEETING, "林长制会", "青岚县林业局", 28, 5)
    occasions = Occasions(date(2023, 12, 8), (there,), {"会议": 1}, ())

    found = suggest(meeting, Repeats((), (), ()), occasions)

    assert [one.words for one in found] == ["同一天青岚县林业局有会议《林长制会》，到 28 处，可以合并召开。"]
    assert suggest(replace(meeting, kind=BurdenKind.DOCUMENT), Repeats((), (), ()), occasions) == []
