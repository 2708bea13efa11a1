"""Duplicates and junk at the desk: folded and set aside, never lost, never hiding a real one."""

import random
from datetime import date

from jianfu.voice.desk.complaints import Message, Opened
from jianfu.voice.desk.folding import looks_like_junk, sort_complaints

REAL = "县某局要求各乡镇每周五报送产业发展台账，与另一个局的月报内容相同，乡镇干部重复填了三个月。"


def complaint(number: int, text: str, *, files: tuple[str, ...] = (), priority: bool = False) -> Opened:
    row = {
        "token": f"{number:032x}",
        "received_on": "2023-12-01",
        "state": "received",
        "is_priority": priority,
        "is_extended": False,
        "is_reopened": False,
        "due": {},
        "overdue": [],
        "envelopes": [],
    }
    return Opened(row, (Message(f"{number:032x}", "complaint", date(2023, 12, 1), text, {}, files),))


def test_the_same_again_is_folded_under_the_first() -> None:
    found = sort_complaints(
        [
            complaint(1, REAL),
            complaint(2, REAL),
            complaint(3, REAL.replace("三个月", "四个月")),
            complaint(5, REAL + "另外还要求每天在群里截图，镇里专门安排了一个人，这件事上个月已经在会上说过。"),
            complaint(4, "镇里的会议太多，一天开了四个视频会，会后又要写四份总结报上去。"),
        ]
    )

    assert [[one.token[-1] for one in fold.complaints] for fold in found.real] == [["1", "2", "3", "5"], ["4"]]
    assert found.doubtful == ()


def test_different_words_on_one_matter_stay_apart() -> None:
    found = sort_complaints([complaint(1, REAL), complaint(2, "产业台账每周都要报，两个局要的一样，能不能合并？")])

    assert len(found.real) == 2


def test_ten_thousand_junk_reports_neither_lose_nor_hide_a_real_one() -> None:
    chance = random.Random(10_000)
    junk = [_junk(chance) for _ in range(10_000)]
    real = {
        n: f"{REAL}第{n}种情况：{''.join(chance.choices('会议台账报表检查打卡群截图填报重复', k=30))}"
        for n in range(20)
    }
    texts = [complaint(number + 100, text) for number, text in enumerate(junk)]
    texts += [complaint(number, text) for number, text in real.items()]
    chance.shuffle(texts)
    found = sort_complaints(texts)

    shown = [one for fold in (*found.real, *found.doubtful) for one in fold.complaints]
    assert len(shown) == len(texts)
    assert {one.token for one in shown} == {one.token for one in texts}
    in_view = {one.text for fold in found.real for one in fold.complaints}
    assert set(real.values()) <= in_view
    assert len(found.real) < 60  # what is left to read


def _junk(chance: random.Random) -> str:
    return chance.choice(
        (
            "测试" * chance.randrange(1, 30),
            "".join(chance.choices("asdfghjkl qwerty", k=60)),
            "哈" * chance.randrange(3, 200),
            f"加微信领红包 https://{chance.randrange(10**6)}.top/free",
            "".join(chance.choices("0123456789", k=40)),
            "。" * 50,
            "顶顶顶，支持支持支持支持支持",
        )
    )


def test_what_brings_a_paper_or_tells_of_retaliation_is_never_set_aside() -> None:
    assert not looks_like_junk(complaint(1, "见附件", files=("附件-1.jpg",)))
    assert not looks_like_junk(complaint(1, "青农发〔2023〕5号"))
    assert not looks_like_junk(complaint(1, "救救", priority=True))
    assert looks_like_junk(complaint(1, "见附件"))


def test_retaliation_comes_first() -> None:
    found = sort_complaints([complaint(1, REAL), complaint(2, "因为反映问题被调岗，请尽快处理。", priority=True)])

    assert found.real[0].first.token.endswith("2")


def test_nothing_comes_of_nothing() -> None:
    assert sort_complaints([]).real == ()
