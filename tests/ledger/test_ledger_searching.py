"""Demands are found by words, two letters being enough, and the index follows every write."""

from datetime import datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.ledger.actions import record_file
from jianfu.ledger.actions.naming import name_organ
from jianfu.ledger.actions.withdrawing import withdraw_file
from jianfu.ledger.models import Demand, ImportedFile, SearchedPair, SearchedWords
from jianfu.ledger.searching import find_demands, find_organs, fold, number_pairs, split_words
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Evidence, SourceFile
from jianfu.vocabulary.organ import OrganLevel, OrganProfile
from jianfu.vocabulary.rows import Batch, DemandRow, Heading, NoticeText, OrganRow, Value

NOW = datetime(2023, 12, 7)


def _row(title: str, issuer: str = "县应急局", row: int = 2, **values: Value) -> DemandRow:
    return DemandRow(BurdenKind.DOCUMENT, title, issuer, "松溪镇", values, Evidence("表", row, 0, title))


def _record(name: str, rows: list[DemandRow], **more: object) -> None:
    source = SourceFile(sha256(name.encode()).hexdigest(), name, 1, "xlsx")
    record_file(source, [Batch("登记", rows, **more)], mapping="一", actor="测试", now=NOW)  # type: ignore[arg-type]


def _titles(word: str) -> list[str]:
    return sorted(find_demands(fold(word)).values_list("title", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "titles"),
    [
        ("消防", ["关于消防安全的通知", "消防台账"]),
        ("消防安全", ["关于消防安全的通知"]),
        ("消安", []),
        ("防台", ["消防台账"]),
        ("账", ["消防台账"]),
        ("知", ["关于消防安全的通知", "关于防火的通知"]),
        ("青应急[2023]12", ["关于消防安全的通知"]),
        ("ＡＢc", ["关于防火的通知"]),
        ("户厕改造", ["关于防火的通知"]),
        ("防火的通知青", []),
        ("100%", []),
    ],
)
def test_words_are_found_as_they_stand(word: str, titles: list[str]) -> None:
    _record(
        "一",
        [
            _row("关于消防安全的通知", doc_number="青应急〔2023〕12号"),
            _row("消防台账", row=3),
            _row("关于防火的通知", row=4, topic="abC 农村户\n厕改造", doc_number="青防1号"),
        ],
    )

    assert _titles(word) == titles


@pytest.mark.django_db
def test_the_index_follows_what_is_filled_in_and_what_is_taken_back() -> None:
    _record("一", [_row("关于防火的通知", doc_number="青应急〔2023〕1号")])
    assert _titles("林业") == []
    _record("二", [_row("关于防火的通知", doc_number="青应急〔2023〕1号", topic="林业防火")])
    assert _titles("林业") == ["关于防火的通知"]

    text = NoticeText("请于明日\n报送。", _row("关于防火的通知", doc_number="青应急〔2023〕1号"))
    _record("三", [], notices=[text])
    assert _titles("明日报送") == ["关于防火的通知"]

    for file in ImportedFile.objects.all():
        withdraw_file(file.pk, reason="错", actor="测试", now=NOW)
    assert not Demand.objects.exists()
    assert not SearchedPair.objects.exists()
    assert not SearchedWords.objects.exists()


@pytest.mark.django_db
def test_demands_that_become_one_are_found_by_what_both_said() -> None:
    organ = OrganRow(OrganProfile("青岚县应急管理局", OrganLevel.COUNTY), Evidence(words="青岚县应急管理局"))
    _record("名录", [], organs=[organ])
    _record("一", [_row("防火通知", issuer="青岚县应急管理局", doc_number="青应急〔2023〕1号")])
    _record("二", [_row("防火通知", issuer="应急办", doc_number="青应急〔2023〕1号", topic="林业")])
    name_organ("应急办", "青岚县应急管理局", actor="测试", now=NOW)

    assert Demand.objects.count() == 1
    assert _titles("林业") == ["防火通知"]
    assert find_organs("应急办") == find_organs("应急管理") != []


@pytest.mark.django_db
def test_the_headings_of_a_register_are_kept_with_their_rows() -> None:
    heading = Heading("表", ("序号", "来文单位", "标题"))
    source = SourceFile("f" * 64, "甲.xlsx", 1, "xlsx")
    parts = [Batch("登记", [_row("甲", row=row)], heading=heading) for row in (3, 9)]
    record_file(source, parts, mapping="一", actor="测试", now=NOW)

    assert ImportedFile.objects.get().headings == [["表", 3, 9, ["序号", "来文单位", "标题"]]]


def test_words_are_parted_folded_and_bounded() -> None:
    assert split_words("消防　安全 消防 ") == ["消防", "安全"]
    assert len(split_words("字" * 500)[0]) == 40
    assert len(split_words(" ".join(map(str, range(100))))) == 8
    assert split_words(" \n") == []


@given(
    st.text(alphabet="消防安全台账A〔1 ", max_size=12), st.text(alphabet="消防安全台账A〔1 ", min_size=1, max_size=4)
)
def test_a_word_that_stands_there_has_all_its_pairs_there(text: str, word: str) -> None:
    folded, wanted = fold(text), fold(word)
    if len(wanted) > 1 and wanted in folded:
        last_alone = ord(wanted[-1]) << 21
        assert number_pairs(wanted) - {last_alone} <= number_pairs(folded)
