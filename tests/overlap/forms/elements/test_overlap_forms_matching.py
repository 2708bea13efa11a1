"""Headings to data elements: by words, by what stands above and beside them; blank where nothing is sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.elements.heading_words import read_words
from jianfu.overlap.forms.elements.matching import SURE_ENOUGH, match_form
from jianfu.overlap.forms.form import Form, FormField, make_fields


def _names(dictionary: Dictionary, *paths: str) -> list[str | None]:
    form = Form("表", "表", make_fields([path.split("/") for path in paths]))
    return [match.element.name if match.element else None for match in match_form(form, dictionary)]


@pytest.mark.parametrize(
    ("heading", "element"),
    [
        ("户主姓名", "户主姓名"),
        ("户主", "户主姓名"),
        ("姓  名", "姓名"),
        ("3、联系方式*", "联系电话"),
        ("监护人身份证号码", "监护人身份证号"),
        ("户主/姓名", "户主姓名"),
        ("家庭成员情况/性别", "家庭成员性别"),
        ("出生年月（如1990.01）", "出生日期"),
        ("乡（镇）", "乡镇(街道)"),
        ("数量（户）", "户数"),
        ("数量（人）", "人口数"),
        ("厕所类型（三格式、旱厕）", "厕屋类型"),
        ("请填写家庭住址", "现住址"),
        ("易致贫户(监测对象)类型", "监测对象类别"),
        ("姓名或名字", "姓名"),
    ],
)
def test_headings_are_understood(dictionary: Dictionary, heading: str, element: str) -> None:
    assert _names(dictionary, heading) == [element]


@pytest.mark.parametrize(
    "heading",
    ["飞船编号", "重点保障人数", "温室大棚/面积", "因灾死亡人数", "村民情绪", "（章）", "面积（户）", "一", "耕地信息"],
)
def test_what_is_not_sure_stays_blank(dictionary: Dictionary, heading: str) -> None:
    assert _names(dictionary, "序号", heading)[1] is None


def test_other_fields_say_what_a_bare_word_means(dictionary: Dictionary) -> None:
    assert _names(dictionary, "姓名", "与户主关系", "人数")[2] == "家庭人口数"
    assert _names(dictionary, "村名", "人数")[1] == "人口数"
    assert _names(dictionary, "姓名", "性别", "地址")[2] == "现住址"
    assert _names(dictionary, "场所名称", "地址")[1] == "详细地址"


def test_a_telephone_belongs_to_the_person_before_it(dictionary: Dictionary) -> None:
    assert _names(dictionary, "负责人", "联系电话") == ["负责人姓名", "负责人联系电话"]
    assert _names(dictionary, "姓名", "联系电话") == ["姓名", "联系电话"]
    found = _names(dictionary, "姓名", "身份证号", "监护人", "性别", "身份证号")
    assert found == ["姓名", "身份证号", "监护人姓名", "性别", "监护人身份证号"]


def test_examples_that_do_not_fit_make_it_doubtful(dictionary: Dictionary) -> None:
    field = FormField(("联系电话",), 0, ("2023-05-01", "2023-05-02"))
    (match,) = match_form(Form("表", "表", (field,)), dictionary)

    assert match.element is None
    assert "示例" in match.reason


def test_the_mark_of_an_annex_is_no_field_at_the_head_of_a_page(dictionary: Dictionary) -> None:
    assert _names(dictionary, "附件3", "附件") == [None, "附件"]


@given(st.lists(st.text(alphabet="户主姓名人数面积联系电话（）()/*1、 亩情况", min_size=1, max_size=12), max_size=8))
def test_any_headings_are_taken(dictionary: Dictionary, headings: list[str]) -> None:
    form = Form("表", "表", make_fields([[heading] for heading in headings]))
    matches = match_form(form, dictionary)

    assert [match.field for match in matches] == list(form.fields)
    assert matches == match_form(form, dictionary)
    for match in matches:
        assert 0 <= match.confidence <= 1
        assert (match.element is not None) <= (match.confidence >= SURE_ENOUGH)


@given(st.text(max_size=40))
def test_any_text_is_a_heading(text: str) -> None:
    words = read_words(text)

    assert len(words.bare) <= len(text)


@pytest.mark.parametrize(
    ("heading", "element"),
    [
        ("所属类型（视力、听力、言语、肢体）", "残疾类别"),
        ("类别（边缘易致贫户、突发严重困难户）", "监测对象类别"),
        ("监护人/类型（未婚、已婚、离异）", "监护人婚姻状况"),
        ("建材（砖混、土木、框架）", "房屋结构"),
        ("文化层次（小学、初中、高中、大专）", "文化程度"),
    ],
)
def test_a_code_list_that_only_one_element_has_decides(dictionary: Dictionary, heading: str, element: str) -> None:
    assert _names(dictionary, "序号", heading)[1] == element


@pytest.mark.parametrize(
    "heading", ["阶段（小学、初中、高中）", "情形（是、否）", "档次（甲、乙、丙）", "颜色（红、黄）"]
)
def test_a_code_list_of_several_elements_or_of_none_decides_nothing(dictionary: Dictionary, heading: str) -> None:
    assert _names(dictionary, "序号", heading)[1] is None


def test_choices_of_another_kind_make_a_known_word_doubtful(dictionary: Dictionary) -> None:
    assert _names(dictionary, "序号", "健康状况")[1] == "健康状况"
    assert _names(dictionary, "序号", "健康状况（绿码、黄码、红码）")[1] is None
    assert _names(dictionary, "序号", "健康状况（健康、患病、残疾）")[1] == "健康状况"


def test_printed_choices_count_like_those_in_brackets(dictionary: Dictionary) -> None:
    field = FormField(("所属类型",), 1, ("视力", "听力", "言语", "肢体"))
    (match,) = match_form(Form("表", "表", (field,)), dictionary)

    assert match.key == "残疾类别"
    assert "选项" in match.reason
