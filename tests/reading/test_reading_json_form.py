"""The JSON form: what is read comes out under its name, what is absent as null or []."""

import json
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from jianfu.reading.json_form import as_json
from jianfu.reading.reader import read
from jianfu.vocabulary.calendar import WorkCalendar

CHINA = WorkCalendar.china()
LETTER = """机要件
特急
青岚县民政局 青岚县财政局
青民〔2023〕45号　　签发人：林远舟

青岚县民政局、青岚县财政局关于转发《岚山市民政局关于做好救助工作的通知》的通知

各乡镇人民政府、街道办事处：
请每月5日前报送救助名单。检查组将赴各乡镇开展检查，请备齐台账。
附件：救助统计表

青岚县民政局 青岚县财政局
2023年12月7日
"""


def show(text: str) -> dict[str, object]:
    return as_json(read(text, received_at=datetime(2023, 12, 7, 9, 30), calendar=CHINA), "函.txt")


def test_every_fact_comes_out_under_its_name() -> None:
    said = show(LETTER)

    assert said["joint_issuers"] == ["青岚县民政局", "青岚县财政局"]
    assert said["urgency"] == "特急"
    assert said["signer"] == "林远舟"
    assert said["attachments"] == ["救助统计表"]
    assert said["recipients"] == ["各乡镇人民政府", "街道办事处"]
    assert said["forwards"] == {
        "verb": "转发",
        "issuer": "岚山市民政局",
        "title": "岚山市民政局关于做好救助工作的通知",
        "inner": None,
    }
    assert said["deadlines"] == [
        {
            "text": "每月5日前",
            "at": "2024-01-05T23:59",
            "period": "每月",
            "working_hours": said["deadlines"][0]["working_hours"],
            "note": None,
        }  # type: ignore[index]
    ]
    assert said["inspection"]["is"] is True  # type: ignore[index]
    assert said["inspection"]["name_used"] == "检查"  # type: ignore[index]


def test_a_replacement_says_how() -> None:
    assert show("关于值守工作的补充通知\n各乡镇人民政府：\n请照办。\n")["replaces"] == {"how": "补充", "target": None}


def test_spans_point_at_the_words_read() -> None:
    said = show(LETTER)
    spans = said["spans"]

    def words(place: list[float]) -> str:
        return LETTER[int(place[0]) : int(place[1])]

    assert words(spans["doc_number"]) == "青民〔2023〕45号"  # type: ignore[index]
    assert words(spans["date"]) == "2023年12月7日"  # type: ignore[index]
    assert [words(place) for place in spans["recipients"]] == said["recipients"]  # type: ignore[index]
    assert [words(place) for place in spans["attachments"]] == said["attachments"]  # type: ignore[index]
    assert words(spans["signer"]) == said["signer"]  # type: ignore[index]


@given(st.text())
def test_any_text_has_a_json_form_with_spans_for_what_it_says(text: str) -> None:
    said = show(text)

    assert json.loads(json.dumps(said, ensure_ascii=False)) == said
    for name in ("doc_number", "issuer", "title", "date", "urgency", "signer"):
        assert (said[name] is None) == (name not in said["spans"])  # type: ignore[operator]
    for name in ("joint_issuers", "recipients", "attachments", "deadlines", "asks"):
        assert len(said[name]) == len(said["spans"][name])  # type: ignore[arg-type,index]
