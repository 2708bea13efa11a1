"""The whole reader: what a notice says, what an empty text must not say, and where everything was read."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.reading.deadlines.reader import read_deadlines
from jianfu.reading.facts import Recurrence
from jianfu.reading.json_form import as_json
from jianfu.reading.reader import read
from jianfu.vocabulary.calendar import WorkCalendar

CHINA = WorkCalendar.china()
RECEIVED = datetime(2023, 12, 7, 9, 30)  # a Thursday
NOTICE = """青岚县应急管理局文件
青应急〔2023〕45号

青岚县应急管理局关于报送岁末年初安全隐患排查情况的通知

各乡镇人民政府、街道办事处：
请于12月12日17:00前将排查情况统计表电子版和加盖公章的纸质版报送县应急局，报送情况纳入年度考核。

青岚县应急管理局
2023年12月7日
"""
KEYS = [
    "file", "doc_number", "issuer", "joint_issuers", "kind", "title", "date", "recipients", "secrecy", "urgency",
    "header_class", "forwards", "replaces", "deadlines", "asks", "paper", "signed", "tied_to_assessment", "inspection",
]  # fmt: skip
PIECES = [
    "关于",
    "转发",
    "《",
    "》",
    "的通知",
    "12月7日前",
    "每月5日前",
    "3个工作日内",
    "检查",
    "到村",
    "请",
    "报送",
    "青发〔2023〕1号",
    "2023年13月45日",
    "纳入考核",
    "\n",
    "：",
    "。",
    "各乡镇",
    "电子版",
    "99999999999",
    "\u3000",
]
WORDS = st.lists(st.sampled_from(PIECES)).map("".join)


def _read(text: str, received_at: datetime | None = RECEIVED) -> dict[str, object]:
    return as_json(read(text, received_at=received_at, calendar=CHINA), "通知.txt")


def test_an_ordinary_notice_is_read_as_a_clerk_reads_it() -> None:
    said = _read(NOTICE)

    assert said["doc_number"] == "青应急〔2023〕45号"
    assert said["issuer"] == "青岚县应急管理局"
    assert said["joint_issuers"] == []
    assert said["kind"] == "通知"
    assert said["date"] == "2023-12-07"
    assert said["secrecy"] is None
    assert said["forwards"] is None
    assert (said["paper"], said["signed"]) == (True, True)
    assert said["tied_to_assessment"] == "纳入年度考核"
    assert [deadline["at"] for deadline in said["deadlines"]] == ["2023-12-12T17:00"]  # type: ignore[attr-defined]


def test_the_keys_are_always_there_in_their_order() -> None:
    for text in ("", NOTICE):
        names = [name for name in _read(text) if name in KEYS]

        assert names == KEYS
        assert "spans" in _read(text)


@pytest.mark.parametrize("text", ["", "\n\n", "今天天气很好。", "abc 123"])
def test_what_is_not_there_is_absent(text: str) -> None:
    said = _read(text)

    found = {name: said[name] for name in KEYS if said[name] not in (None, [])}
    assert found.pop("file") == "通知.txt"
    assert {name: value for name, value in found.items() if name not in {"title"}} == {}


@given(st.text(max_size=200) | WORDS)
@settings(max_examples=150, deadline=None)
def test_every_text_can_be_read_and_every_span_lies_in_it(text: str) -> None:
    said = _read(text)

    json.dumps(said, ensure_ascii=False)
    for place in said["spans"].values():  # type: ignore[attr-defined]
        for start, end, confidence in place if place and isinstance(place[0], list) else [place] if place else []:
            assert 0 <= start <= end <= len(text)
            assert 0 < confidence <= 1


@given(WORDS)
@settings(max_examples=100, deadline=None)
def test_the_words_of_a_deadline_are_the_words_of_its_span(text: str) -> None:
    for deadline in read_deadlines(text, received_at=RECEIVED, issued_on=None, calendar=CHINA):
        assert deadline.text == text[deadline.span.start : deadline.span.end]


@pytest.mark.parametrize(
    ("words", "at", "hours"),
    [
        ("请于今天下午4点前报送", datetime(2023, 12, 7, 16, 0), 4.0),
        ("当日17:00前报送", datetime(2023, 12, 7, 17, 0), 5.0),
        ("接通知后3个工作日内报送", datetime(2023, 12, 12, 23, 59), 25.0),
        ("月底前完成", datetime(2023, 12, 31, 23, 59), 109.5),
        ("元旦前完成", datetime(2023, 12, 31, 23, 59), 109.5),
        ("即日起至年底开展", datetime(2023, 12, 31, 23, 59), 109.5),
    ],
)
def test_a_deadline_falls_when_an_office_means_it(words: str, at: datetime, hours: float) -> None:
    (deadline,) = read_deadlines(words, received_at=RECEIVED, issued_on=None, calendar=CHINA)

    assert deadline.at == at
    assert deadline.working_hours == pytest.approx(hours)
    assert deadline.period is None


def test_a_monthly_deadline_with_two_days_has_two_moments() -> None:
    found = read_deadlines("每月5日、20日前报送", received_at=RECEIVED, issued_on=None, calendar=CHINA)

    assert sorted(d.at for d in found if d.at) == [datetime(2023, 12, 20, 23, 59), datetime(2024, 1, 5, 23, 59)]
    assert {deadline.period for deadline in found} == {Recurrence.MONTHLY}


@pytest.mark.parametrize(
    "words", ["会议定于12月10日召开", "根据《关于2023年12月10日前完成整治的通知》", "12月1日印发的方案"]
)
def test_a_date_without_a_cue_is_no_deadline(words: str) -> None:
    assert read_deadlines(words, received_at=RECEIVED, issued_on=None, calendar=CHINA) == ()


@pytest.mark.parametrize("words", ["第一时间上报", "请于今天下午4点前报送", "接通知后3个工作日内报送"])
def test_without_the_moment_of_receipt_nothing_is_invented(words: str) -> None:
    (deadline,) = read_deadlines(words, received_at=None, issued_on=None, calendar=CHINA)

    assert deadline.at is None
    assert deadline.working_hours is None
    assert deadline.note


def test_a_year_beyond_the_calendar_leaves_working_days_open() -> None:
    (deadline,) = read_deadlines(
        "3个工作日内报送", received_at=datetime(2090, 3, 1, 9), issued_on=date(2090, 3, 1), calendar=CHINA
    )

    assert deadline.at is None
    assert "工作日历" in deadline.note
