"""The dictionary of data elements: what it takes, what it refuses, with file and line."""

from pathlib import Path

import pytest

from jianfu.overlap.forms.elements.dictionary import ElementKind
from jianfu.overlap.forms.elements.loading import BrokenDictionary, load_dictionary
from jianfu.vocabulary.packaged import packaged_folder

KINDS = tuple(kind.value for kind in ElementKind)
MINUTES = "用时:\n" + "".join(f"  {kind}: 0.5\n" for kind in KINDS)


def _load(folder: Path, text: str, **options: frozenset[str]):
    (folder / "甲.yaml").write_text(text, encoding="utf-8")
    return load_dictionary([folder], **options)


def test_the_shipped_dictionary_is_sound() -> None:
    dictionary = load_dictionary([packaged_folder("elements")])

    assert len(dictionary.elements) > 200
    assert set(dictionary.terms.values()) <= set(dictionary.elements)


@pytest.mark.parametrize(
    ("elements", "line", "said"),
    [
        ("要素:\n  甲: {类型: 文字, 写法: [同]}\n  乙: {类型: 文字, 写法: [同]}\n", 3, "同"),
        ("要素:\n  甲: {类型: 文字}\n  甲: {类型: 文字}\n", 3, "写了两次"),
        ("要素:\n  甲: {类型: 诗}\n", 2, "诗"),
        ("要素:\n  甲: {类型: 文字, 分钟: 很久}\n", 2, "很久"),
        ("要素:\n  甲: {类型: 文字, 写法: 同}\n", 2, "列表"),
        ("要素:\n  甲: {类型: 文字, 颜色: 红}\n", 2, "颜色"),
        ("要素:\n  甲: {类型: 文字, 改指: {乙: [甲]}}\n", 2, "乙"),
        ("要素:\n  甲: {类型: 文字}\n颜色: 红\n", 3, "颜色"),
        ("要素:\n  甲: {类型: 文字\n", 3, "YAML"),
        ("要素:\n  甲: {类型: 文字}\n角色:\n  甲: []\n特征:\n  丙: {类型: 文字, 写法: [甲]}\n", 6, "甲"),
    ],
)
def test_a_mistake_stops_with_file_and_line(tmp_path: Path, elements: str, line: int, said: str) -> None:
    with pytest.raises(BrokenDictionary) as caught:
        _load(tmp_path, elements + MINUTES if "{类型: 文字\n" not in elements else elements)

    assert f"甲.yaml 第{line}行" in str(caught.value)
    assert said in str(caught.value)


def test_a_dictionary_without_minutes_or_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenDictionary, match="没有找到"):
        load_dictionary([tmp_path])
    with pytest.raises(BrokenDictionary, match="用时"):
        _load(tmp_path, "要素:\n  甲: {类型: 文字}\n")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "甲.yaml").write_bytes("要素: 甲".encode("gb18030"))

    with pytest.raises(BrokenDictionary, match="UTF-8"):
        load_dictionary([tmp_path])


def test_a_county_adds_words_and_elements(tmp_path: Path) -> None:
    (tmp_path / "本县.yaml").write_text(
        "要素:\n  厕屋类型: {写法: [茅房种类]}\n  油茶面积: {类型: 数值}\n", encoding="utf-8"
    )
    dictionary = load_dictionary([packaged_folder("elements"), tmp_path])

    assert dictionary.terms["茅房种类"] == dictionary.terms["厕所类型"] == "厕屋类型"
    assert dictionary.elements["油茶面积"].minutes > 0


def test_a_county_cannot_change_what_an_element_is(tmp_path: Path) -> None:
    (tmp_path / "本县.yaml").write_text("要素:\n  厕屋类型: {类型: 金额}\n", encoding="utf-8")

    with pytest.raises(BrokenDictionary, match="只能加写法"):
        load_dictionary([packaged_folder("elements"), tmp_path])


def test_words_learned_from_a_form_can_be_left_out(tmp_path: Path) -> None:
    text = "要素:\n  甲: {类型: 文字, 来自: {f1: [子], f2: [丑]}}\n  乙: {类型: 文字, 来自: {f1: [乙, 卯]}}\n" + MINUTES

    assert set(_load(tmp_path, text).terms) == {"甲", "子", "丑", "乙", "卯"}
    assert set(_load(tmp_path, text, without=frozenset({"f1"})).terms) == {"甲", "丑"}
