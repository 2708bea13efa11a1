"""Monitoring's pages without a browser: what they refuse and what they keep."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from small_county import County

from jianfu.casework.models import Case
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role
from jianfu.monitoring.checks.sheets import QUESTIONS
from jianfu.monitoring.models import PlatformUse
from jianfu.monitoring.record.models import (
    CheckRound,
    CheckVisit,
    DiaryWeek,
    FilledForm,
    Measure,
    PointRound,
    Questionnaire,
)
from jianfu.web.pages.monitoring.clocking import mark_opening, read_opening

SignIn = Callable[[Role], Client]
TAPS = {"by_mouth": "1—2", "unwritten": "没有", "length0": "半天", "length1": "半天"}


def test_a_village_that_is_a_point_types_nothing(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.VILLAGE)
    answer = client.post(reverse("diary"), TAPS | {"opened": mark_opening()})

    assert answer.status_code == 302
    assert DiaryWeek.objects.get().by_mouth == "1—2"
    assert sum(PlatformUse.objects.filter(role=Role.VILLAGE).values_list("fields", flat=True)) == 0
    assert "填过了" in client.get(reverse("diary")).content.decode()


def test_who_is_no_point_sees_no_diary_in_the_menu(county: County, sign_in: SignIn) -> None:
    PointRound.objects.get().points.clear()
    client = sign_in(Role.TOWNSHIP)

    assert "周记" not in client.get("/todo/").content.decode()
    assert "不用填" in client.get(reverse("diary")).content.decode()
    assert client.post(reverse("diary"), TAPS).status_code == 422


def test_an_interview_is_written_down_and_a_closed_one_is_not(county: County, sign_in: SignIn) -> None:
    client, found = sign_in(Role.ANALYST), Questionnaire.objects.get(way="interview")
    address = reverse("form_interview", args=[found.pk])

    assert client.post(address, {"q0": "坏"}).status_code == 422
    assert client.post(address, {"q0": "好"}).status_code == 302
    assert FilledForm.objects.get().answers == {"0": ["好"]}
    client.post(reverse("form_close", args=[found.pk]))
    assert "已经结束" in client.post(address, {"q0": "好"}).content.decode()
    assert FilledForm.objects.count() == 1


def test_a_link_asks_for_no_account_and_a_named_one_for_a_known_place(county: County, client: Client) -> None:
    address = reverse("ask", args=["t0ken"])
    assert "匿名" in client.get(address).content.decode()
    assert "收到了" in client.post(address, {"q0": "好", "place": "石门村"}).content.decode()
    assert FilledForm.objects.get().place == ""

    Questionnaire.objects.filter(token="t0ken").update(is_anonymous=False)
    for place, status in (("", 422), ("没有的村", 422), ("石门村", 200)):
        assert client.post(address, {"q0": "好", "place": place}).status_code == status
    assert FilledForm.objects.filter(place="石门村").count() == 1
    assert client.get(reverse("ask", args=["别的"])).status_code == 404


def test_an_answer_that_is_sent_twice_is_one(county: County, client: Client) -> None:
    mark = mark_opening()
    for opened in (mark, mark, mark_opening(), "", ""):
        client.post(reverse("ask", args=["t0ken"]), {"q0": "好", "opened": opened})

    assert FilledForm.objects.count() == 4


def test_a_file_that_is_no_table_is_told(county: County, sign_in: SignIn) -> None:
    client, found = sign_in(Role.ANALYST), Questionnaire.objects.get(token="t0ken")
    address = reverse("form_import", args=[found.pk])
    for content in (b"", b"\x00\x01\x02", "好不好？\n".encode()):
        answer = client.post(address, {"file": SimpleUploadedFile("问卷.xlsx", content)})
        assert answer.status_code == 422
        assert 'class="alert' in answer.content.decode()
    assert client.post(address).status_code == 422


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "请写题目"),
        ({"lines": "好不好"}, "没有选项"),
        ({"expected": "0"}, "预计多少人"),
        ({"expected": "99999"}, "上限"),
    ],
)
def test_a_questionnaire_that_cannot_go_out_comes_back_with_what_was_typed(
    changed: dict[str, str], words: str, county: County, sign_in: SignIn
) -> None:
    typed = {"title": "题", "lines": "好不好\n- 好\n- 不好", "expected": "50", "way": "form"} | changed
    answer = sign_in(Role.ANALYST).post(reverse("form_make"), typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed["lines"] in answer.content.decode()


def _sheet(**changed: object) -> dict[str, object]:
    given: dict[str, object] = {f"answer{n}": "没有看到" for n in range(len(QUESTIONS))}
    return given | {"minutes": "5", "opened": mark_opening()} | changed


@pytest.mark.parametrize(
    ("filled", "note"),
    [
        ("", ""),
        ("2039-01-01T10:00:00", "时钟快了"),
        ("1970-01-01T08:00:00", "时钟慢了"),
        ("昨天", ""),
        ("2023-12-07T10:00:00+08:00", ""),
    ],
)
def test_a_phone_s_wrong_clock_refuses_nothing(filled: str, note: str, county: County, sign_in: SignIn) -> None:
    visit = CheckVisit.objects.get()
    answer = sign_in(Role.SUPERVISION).post(reverse("check_sheet", args=[visit.pk]), _sheet(filled=filled))
    visit.refresh_from_db()

    assert answer.status_code == 302
    assert visit.filled_at is not None
    assert note in visit.clock_note


def test_what_was_seen_becomes_a_case_where_the_office_is_known(county: County, sign_in: SignIn) -> None:
    client, visit = sign_in(Role.SUPERVISION), CheckVisit.objects.get()
    seen = {"answer0": "看到了", "who0": "青岚县应急管理局", "answer1": "看到了", "who1": "不知道哪个局"}
    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    files = {"photos": SimpleUploadedFile("a.png", photo.getvalue())}
    client.post(reverse("check_sheet", args=[visit.pk]), _sheet(**seen, **files))

    assert Case.objects.filter(detector="check").count() == 1
    assert visit.photos.exclude(digest="0" * 64).count() == 1
    wrong = _sheet(photos=SimpleUploadedFile("a.jpg", b"no photo"))
    refused = client.post(reverse("check_sheet", args=[visit.pk]), wrong, headers={"accept": "application/json"})
    assert refused.status_code == 422
    assert "请重拍" in refused.json()["refused"]


def test_nobody_is_told_before_a_round_is_over(county: County, sign_in: SignIn) -> None:
    village, supervision = sign_in(Role.VILLAGE), sign_in(Role.SUPERVISION)
    published = reverse("checks_published")
    supervision.post(reverse("check_publish", args=[CheckRound.objects.get().pk]))
    assert "石门村" not in village.get(published).content.decode()

    CheckRound.objects.update(end=date(2023, 12, 7))
    supervision.post(reverse("check_publish", args=[CheckRound.objects.get().pk]))
    said = village.get(published).content.decode()
    assert "石门村" in said
    assert "种子“二”" in said


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seed": ""}, "没有种子"),
        ({"end": "2023-12-01"}, "先起后止"),
        ({"end": ""}, "请写明起止日期"),
        ({"end": "9999-12-31"}, "不超过 62 天"),
        ({"count0": "0"}, "一个点也没有抽到"),
    ],
)
def test_a_draw_that_cannot_be_is_told(changed: dict[str, str], words: str, county: County, sign_in: SignIn) -> None:
    given = {"start": "2023-12-07", "end": "2023-12-15", "seed": "三", "count0": "2"} | changed
    answer = sign_in(Role.SUPERVISION).post(reverse("check_draw"), given, follow=True)

    assert words in answer.content.decode()
    assert CheckRound.objects.count() == 1


def test_a_measure_is_registered_with_its_plan(county: County, sign_in: SignIn) -> None:
    client, place = sign_in(Role.ANALYST), Organ.objects.get(name="松溪镇")
    given = {"title": "少开会", "start": "2024-01-01", "expected": "30", "pick": [str(place.pk)], "kind": ["meeting"]}
    assert client.post(reverse("measure_register"), given | {"start": "明天"}).status_code == 422
    assert client.post(reverse("measure_register"), given).status_code == 302
    made = Measure.objects.get(title="少开会")

    assert (made.expected, made.kinds, [one.name for one in made.places.all()]) == (0.3, ["meeting"], ["松溪镇"])
    assert client.post(reverse("measure_judge", args=[made.pk])).status_code == 302


def test_a_mark_that_is_not_ours_tells_nothing() -> None:
    assert read_opening("1701912345") is None
    assert read_opening("") is None
    assert isinstance(read_opening(mark_opening()), int)
