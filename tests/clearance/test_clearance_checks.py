"""What the desk says of a plan: cost, clauses, what is asked already."""

from dataclasses import replace
from datetime import date

import pytest

from jianfu.burden.norms import load_norms
from jianfu.clearance.breaches import list_breaches
from jianfu.clearance.plan import Plan, Receiver
from jianfu.clearance.repeats import find_repeats
from jianfu.clearance.weighing import weigh
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

    half, whole = weigh(replace(PLAN, receivers=TOWNSHIPS[:14]), norms), weigh(PLAN, norms)

    assert whole.mean == pytest.approx(2 * half.mean, rel=0.1)
    assert 0 < whole.low < whole.mean < whole.high


def test_what_the_sender_claims_of_others_time_counts_for_nothing() -> None:
    norms = load_norms(None)

    assert weigh(replace(PLAN, facts={**PLAN.facts, "minutes_per_filing": 0.1}), norms) == weigh(PLAN, norms)


def test_a_longer_meeting_of_more_people_costs_their_hours() -> None:
    meeting = replace(
        PLAN, kind=BurdenKind.MEETING, form_fields=(), facts={"duration_minutes": 120, "people_attending": 3}
    )

    assert weigh(meeting, load_norms(None)).mean == pytest.approx(28 * 3 * 2, rel=0.1)


@pytest.mark.parametrize("kind", list(BurdenKind))
def test_every_kind_can_be_weighed(kind: BurdenKind) -> None:
    assert weigh(replace(PLAN, kind=kind, facts={}), load_norms(None)).mean >= 0
    assert weigh(replace(PLAN, kind=kind, facts={}, receivers=()), load_norms(None)).mean == 0


def _cards() -> list[RuleCard]:
    return [card for card in load_checked([packaged_folder("rulebook")]) if card.region in {"", "青岚县"}]


def test_paper_beside_the_electronic_form_is_told_with_its_clause() -> None:
    double = replace(PLAN, facts={**PLAN.facts, "electronic": True, "signed_paper": True})

    found = list_breaches(double, _cards(), WorkCalendar.china())

    assert [breach.name for breach in found if breach.name == "纸质电子双报"]
    assert all(breach.words and breach.clause for breach in found)


def test_what_nobody_said_breaks_nothing() -> None:
    silent = replace(PLAN, facts={}, title="统计表")

    assert [b for b in list_breaches(silent, _cards(), WorkCalendar.china()) if b.severity == "违规"] == []


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
