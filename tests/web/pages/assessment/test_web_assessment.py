"""Pages of assessment: who sees what before it is published, refusals with what was typed, downloads."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from small_county import NOW, County

from jianfu.assessment.models import Appeal, AssessmentYear, Consultation
from jianfu.ledger.models import AuditEntry, Demand
from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import Evaluation, Problem
from jianfu.web.schedule.tasks import reckon

SignIn = Callable[[Role], Client]
OTHERS = "竹沅镇"


@pytest.fixture
def checked(county: County) -> AssessmentYear:
    return AssessmentYear.objects.get(stage="checked")


def _text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.TOWNSHIP, Role.VILLAGE, Role.APPROVER])
def test_before_publication_scores_of_others_are_nobodys(role: Role, checked: AssessmentYear, sign_in: SignIn) -> None:
    said = _text(sign_in(role), f"/assessment/{checked.pk}/")
    assert "第 1 档" not in said
    assert OTHERS not in said
    for name in ("result.docx", "result.xlsx", "archive.zip"):
        assert sign_in(role).get(f"/assessment/{checked.pk}/{name}").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_a_published_result_is_everybodys(role: Role, county: County, sign_in: SignIn) -> None:
    said = _text(sign_in(role), f"/assessment/{county.own[role]['year_id']}/")
    assert "第 1 档" in said
    assert OTHERS in said


def test_a_township_sees_its_own_score_and_the_rows_behind_it(
    county: County, checked: AssessmentYear, sign_in: SignIn
) -> None:
    organ = county.own[Role.TOWNSHIP]["organ_id"]
    said = _text(sign_in(Role.TOWNSHIP), f"/assessment/{checked.pk}/score/{organ}/")
    assert "路况.xlsx第 3 行" in said
    assert "提交申诉" in said


def test_an_appeal_without_words_comes_back_as_it_was_typed(checked: AssessmentYear, sign_in: SignIn) -> None:
    typed = {"ground": "datum", "indicator": "A", "objection": "少算了一条路", "evidence": " "}
    answer = sign_in(Role.TOWNSHIP).post(f"/assessment/{checked.pk}/appeal/", typed)
    assert answer.status_code == 422
    assert "请写明理由和依据" in answer.content.decode()
    assert "少算了一条路" in answer.content.decode()


def test_an_appeal_reaches_the_one_who_decides(county: County, checked: AssessmentYear, sign_in: SignIn) -> None:
    typed = {"ground": "datum", "indicator": "A", "objection": "少算了一条路", "evidence": "公路系统"}
    answer = sign_in(Role.TOWNSHIP).post(f"/assessment/{checked.pk}/appeal/", typed)
    assert answer.status_code == 302
    said = _text(sign_in(Role.SUPERVISION), answer["Location"])
    assert "少算了一条路" in said
    assert "2023-12-21" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"answer": "adopted", "reasons": "好", "new_value": "九十"}, "“九十”不是数"),
        ({"answer": "adopted", "reasons": "好", "new_value": "1e999"}, "太大了"),
        ({"answer": "", "reasons": "好"}, "请选择采纳"),
        ({"answer": "declined", "reasons": " "}, "请写明理由"),
    ],
)
def test_a_decision_that_is_not_taken(typed: dict[str, str], said: str, county: County, sign_in: SignIn) -> None:
    number = county.own[Role.TOWNSHIP]["appeal_id"]
    answer = sign_in(Role.SUPERVISION).post(f"/appeals/{number}/decide/", typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Appeal.objects.get(pk=number).answer == ""


def test_an_upheld_appeal_shows_what_it_moved(county: County, sign_in: SignIn) -> None:
    number = county.own[Role.TOWNSHIP]["appeal_id"]
    client = sign_in(Role.SUPERVISION)
    typed = {"answer": "adopted", "reasons": "属实", "new_value": "99.5%"}
    said = client.post(f"/appeals/{number}/decide/", typed, follow=True).content.decode()
    assert "重新计算后受影响的（2 个" in said
    own = _text(sign_in(Role.TOWNSHIP), f"/appeals/{number}/")
    assert OTHERS not in own
    assert "重新计算后受影响的（1 个" in own


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.TOWNSHIP, Role.VILLAGE])
def test_opinions_of_others_are_not_read_before_the_end(role: Role, county: County, sign_in: SignIn) -> None:
    address = f"/consultations/{county.own[role]['consultation_id']}/"
    assert "季度改半年" not in _text(sign_in(role), address)
    Consultation.objects.update(until=date(2023, 12, 1))
    assert "季度改半年" in _text(sign_in(role), address)


def test_a_department_answers_only_what_it_asked(county: County, sign_in: SignIn) -> None:
    client, number = sign_in(Role.DEPARTMENT), county.own[Role.DEPARTMENT]["opinion_id"]
    answer = client.post(f"/opinions/{number}/answer/", {"answer": "adopted", "reasons": "好"})
    assert answer.status_code == 422
    assert "只有征求意见的单位可以答复" in answer.content.decode()


def test_a_department_asks_for_opinions_on_a_draft(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.DEPARTMENT)
    typed = {"title": "防溺水台账合并办法", "text": "三家合一。", "until": "2023-12-20", "is_anonymous": "1"}
    page = client.post("/consultations/open/", typed, follow=True).content.decode()
    assert "三家合一" in page
    assert "对起草单位匿名" in page
    late = client.post("/consultations/open/", typed | {"until": "2023-01-01"})
    assert late.status_code == 422
    assert "三家合一" in late.content.decode()


def test_a_broken_plan_comes_back_with_its_mistakes(county: County, sign_in: SignIn) -> None:
    answer = sign_in(Role.ANALYST).post("/assessment/draft/", {"plan_text": "名称: 甲\n年度: 2024\n指标: []\n"})
    assert answer.status_code == 422
    assert "指标：还没有写" in answer.content.decode()


def test_a_step_without_a_name_is_no_step(checked: AssessmentYear, sign_in: SignIn) -> None:
    answer = sign_in(Role.ANALYST).post(f"/assessment/{checked.pk}/step/", {"do": "", "version": "1"})
    assert answer.status_code == 422
    assert "请选择要办的一步" in answer.content.decode()


def test_the_workbook_goes_down_to_the_rows(county: County, sign_in: SignIn) -> None:
    year = county.own[Role.VILLAGE]["year_id"]
    answer = sign_in(Role.VILLAGE).get(f"/assessment/{year}/result.xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer)))
    rows = list(book["数据依据"].values)
    assert rows[1][5] == "路况.xlsx第 3 行"


def test_notices_outside_the_plan_become_problems(county: County, checked: AssessmentYear, sign_in: SignIn) -> None:
    checked.steps.filter(stage="adopted").update(taken_at=NOW.replace(month=1))
    Demand.objects.filter(title="企业消防安全排查台账").update(tied_to_assessment=True)
    client = sign_in(Role.ANALYST)
    said = _text(client, f"/assessment/{checked.pk}/outside/")
    assert "方案外" in said
    assert "企业消防安全排查台账" in said
    answer = client.post(f"/assessment/{checked.pk}/outside/record/", follow=True).content.decode()
    assert "已登记为问题 1 项" in answer
    assert "企业消防安全排查台账" in _text(client, "/problems/")


def test_the_nightly_evaluation_looks_for_threats_outside_the_plan(county: County, checked: AssessmentYear) -> None:
    checked.steps.filter(stage="adopted").update(taken_at=NOW.replace(month=1))
    Demand.objects.filter(title="企业消防安全排查台账").update(tied_to_assessment=True)
    assert "；方案外说要纳入考核 1 件" in reckon(NOW)
    assert Problem.objects.filter(card="考核-方案外", gone_at=None).count() == 1
    entries = AuditEntry.objects.count()
    reckon(NOW)
    assert AuditEntry.objects.count() == entries
    Evaluation.objects.all().delete()
    reckon(NOW)
    assert Problem.objects.filter(card="考核-方案外", gone_at=None).count() == 1


def test_who_took_a_step_is_named_to_the_county_alone(checked: AssessmentYear, sign_in: SignIn) -> None:
    address = f"/assessment/{checked.pk}/"
    assert "减负专班:某" in _text(sign_in(Role.SUPERVISION), address)
    assert "减负专班:某" not in _text(sign_in(Role.TOWNSHIP), address)


def test_what_is_to_be_looked_over_stands_in_the_one_list(
    county: County, checked: AssessmentYear, sign_in: SignIn
) -> None:
    client = sign_in(Role.TOWNSHIP)
    checked.appeals.all().delete()
    assert "核对考核数据和得分" in _text(client, "/todo/")
    assert "核对考核数据和得分" not in _text(sign_in(Role.VILLAGE), "/todo/")
    client.post(f"/assessment/{checked.pk}/check/")
    assert "核对考核数据和得分" not in _text(client, "/todo/")


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.VILLAGE])
def test_an_open_consultation_stands_on_the_one_list_until_it_ends(role: Role, county: County, sign_in: SignIn) -> None:
    asked = Consultation.objects.get()
    address = f"/consultations/{asked.pk}/"
    Consultation.objects.update(until=date(2023, 12, 8))
    assert address in _text(sign_in(role), "/todo/")
    Consultation.objects.update(until=date(2023, 12, 6))
    assert address not in _text(sign_in(role), "/todo/")
