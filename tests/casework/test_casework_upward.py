"""What the county cannot change: bundled, sent, answered, and told to who asked."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from cases import CALENDAR, NOW, evaluate_until, make_problem, make_receipt, step
from docx.oxml.ns import qn

from jianfu.casework.actions import answer_item, hold_to_ledger, open_number_case, open_problem_case, send_item
from jianfu.casework.actions.upward import RefusedItem
from jianfu.casework.course import Move, State
from jianfu.casework.letter import write_upward_letter
from jianfu.casework.models import Case, UpwardItem
from jianfu.casework.queries import answers_for, is_answer_late, list_upward
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role, Scope, Viewer
from jianfu.monitoring.models import Evaluation
from jianfu.vocabulary.organ import OrganLevel
from jianfu.vocabulary.published.adoption import Adoption

pytestmark = pytest.mark.django_db


def _raise(day: int = 1, *, level: str = "province", issuer: str = "应急局") -> Case:
    problem = make_problem(date(2023, 12, day), level=level, issuer=issuer)
    (case,) = open_problem_case(problem, reasons="", calendar=CALENDAR, actor="甲", now=NOW)
    step(case, Move.ACCEPT)
    return step(case, Move.ESCALATE)


def _send(item: UpwardItem, day: date = date(2023, 12, 7)) -> UpwardItem:
    return send_item(
        item.pk, sent_on=day, sent_to="省减负办", letter_number="减函〔2023〕1号", version=item.version,
        calendar=CALENDAR, actor="甲", now=NOW,
    )  # fmt: skip


def _answer(
    item: UpwardItem, outcome: Adoption, day: date = date(2023, 12, 7), version: int | None = None
) -> UpwardItem:
    return answer_item(
        item.pk, outcome, "明年起不再要求。", answered_on=day, version=version or item.version, actor="甲", now=NOW
    )


def test_cases_of_one_clause_and_level_are_one_item_with_the_whole_countys_numbers_behind_it() -> None:
    first, second, third = _raise(), _raise(2, issuer="商务局"), _raise(3, issuer="教育局", level="city")
    evaluate_until(date(2023, 12, 31))
    weight = {"card": "十条-2", "level": "province", "findings": 9, "rows": 120, "townships": ["松溪镇", "竹沅镇"],
              "hours": [30.0, 20.0, 44.0]}  # fmt: skip
    Evaluation.objects.update(weights=[weight, weight | {"level": "city", "rows": 1}])

    bundles = {bundle.level: bundle for bundle in list_upward()}

    assert set(bundles) == {OrganLevel.PROVINCE, OrganLevel.CITY}
    assert {case.pk for case in bundles[OrganLevel.PROVINCE].cases} == {first.pk, second.pk}
    assert bundles[OrganLevel.PROVINCE].receipts == 120
    assert bundles[OrganLevel.PROVINCE].townships == ["松溪镇", "竹沅镇"]
    assert bundles[OrganLevel.CITY].receipts == 1
    assert bundles[OrganLevel.CITY].cases[0].pk == third.pk


def test_an_answer_needs_a_sent_letter_and_days_in_order() -> None:
    item = UpwardItem.objects.get(pk=_raise().item_id)
    with pytest.raises(RefusedItem, match="还没有报出"):
        _answer(item, Adoption.ADOPTED)
    with pytest.raises(RefusedItem, match="不能晚于今天"):
        _send(item, date(2023, 12, 8))
    item = _send(item)
    with pytest.raises(RefusedItem, match="不能早于"):
        _answer(item, Adoption.ADOPTED, date(2023, 12, 6))
    with pytest.raises(RefusedItem, match="刚被别人改过"):
        _answer(item, Adoption.ADOPTED, version=item.version - 1)


def test_an_answer_that_does_not_come_is_late_after_the_countys_clock() -> None:
    item = _send(UpwardItem.objects.get(pk=_raise().item_id))

    assert item.due_on == date(2024, 2, 2)
    assert not is_answer_late(item, date(2024, 2, 2))
    assert is_answer_late(item, date(2024, 2, 3))
    assert not is_answer_late(_answer(item, Adoption.DECLINED), date(2024, 2, 3))


def test_what_was_adopted_is_held_to_the_ledger_and_what_was_declined_stays_above() -> None:
    adopted, declined = _raise(), _raise(2, level="city", issuer="商务局")
    _answer(_send(UpwardItem.objects.get(pk=adopted.item_id)), Adoption.ADOPTED)
    _answer(_send(UpwardItem.objects.get(pk=declined.item_id)), Adoption.DECLINED)
    make_receipt(date(2023, 12, 20))
    evaluate_until(date(2023, 12, 31))

    assert hold_to_ledger(calendar=CALENDAR, now=NOW) == (1, 0)
    adopted.refresh_from_db()
    declined.refresh_from_db()
    assert (adopted.state, declined.state) == (State.CLOSED, State.ESCALATED)


def test_townships_that_asked_are_told_the_answer_and_others_are_not() -> None:
    receipt = make_receipt(date(2023, 12, 1))
    case = open_number_case(receipt, calendar=CALENDAR, actor="镇", now=NOW)
    step(case, Move.ACCEPT)
    case = step(case, Move.ESCALATE)
    item = _answer(_send(UpwardItem.objects.get(pk=case.item_id)), Adoption.PARTLY)
    other = Organ.objects.create(name="竹沅镇")

    def told(organ_id: int) -> list[UpwardItem]:
        return answers_for(Viewer("镇", Role.TOWNSHIP, organ_id, Scope.OWN))

    assert told(receipt.receiver_id) == [item]
    assert told(other.pk) == []


def _write(tmp_path: Path) -> Path:
    for day, issuer in ((1, "应急局"), (2, "商务局")):
        _raise(day, issuer=issuer)
    path = tmp_path / "函.docx"
    write_upward_letter(OrganLevel.PROVINCE, list_upward(), path, day=date(2023, 12, 7))
    return path


def test_the_letter_has_the_layout_of_the_standard(tmp_path: Path) -> None:
    file = docx.Document(str(_write(tmp_path)))
    section = file.sections[0]
    mark, foot = section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0]
    texts = [paragraph.text for paragraph in file.paragraphs]

    assert [round(side.mm) for side in (section.page_width, section.left_margin, section.right_margin)] == [210, 28, 26]
    assert (round(section.header_distance.mm), round(section.footer_distance.mm)) == (30, 20)
    assert mark.text == "整治形式主义为基层减负专班"
    assert mark._p.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}").get(qn("w:val")) == "thickThinSmallGap"
    assert foot._p.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}").get(qn("w:val")) == "thinThickSmallGap"
    assert foot.text == ""
    assert (
        texts.index("减函〔2023〕　号")
        < texts.index("关于商请协调解决基层负担有关事项的函")
        < texts.index("（主送机关）：")
    )
    assert texts.index("附件：需协调解决事项明细表") < texts.index("2023年12月7日")
    assert file.tables[0].rows[1].cells[2].text == "商务局、应急局"


def test_a_word_processor_opens_the_letter(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("没有安装 LibreOffice，跳过")
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path, _write(tmp_path)], check=True, capture_output=True)

    with pypdfium2.PdfDocument(tmp_path / "函.pdf") as pages:
        assert len(pages) == 2
        assert "明细表" in pages[1].get_textpage().get_text_range()


def test_where_people_know_better_who_can_change_it_the_numbers_of_the_card_stand_behind_it() -> None:
    (case,) = open_problem_case(make_problem(date(2023, 12, 1)), reasons="", calendar=CALENDAR, actor="甲", now=NOW)
    step(case, Move.ACCEPT)
    step(case, Move.ESCALATE)
    evaluate_until(date(2023, 12, 31))
    weight = {"card": "十条-2", "level": "county", "rows": 7, "townships": [], "hours": [3.0, 2.0, 4.0]}
    Evaluation.objects.update(weights=[weight])

    (bundle,) = list_upward()

    assert (bundle.level, bundle.receipts) == (OrganLevel.CITY, 7)
