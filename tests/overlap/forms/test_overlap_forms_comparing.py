"""Overlap, versions and merge plans: the laws they keep, and what they call a repetition."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.overlap.forms.comparing import MappedForm, compare, map_forms
from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.finding import FormRelation, RelatedForms, find_related, group_repeated, relate
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.overlap.forms.merging import plan_merge
from jianfu.overlap.forms.versions import apply_change, compare_versions, drop_version, find_version, sort_versions

HEADINGS = [
    "户主",
    "户主姓名",
    "性别",
    "身份证号",
    "厕屋类型",
    "厕所类型",
    "警示牌",
    "水域名称",
    "面积",
    "甲乙",
    "丙丁",
    "数量",
]
PLACES = ["场所名称", "负责人", "联系电话", "检查时间", "隐患内容", "整改期限"]
field_lists = st.lists(st.sampled_from(HEADINGS), max_size=9)


def _form(dictionary: Dictionary, headings: list[str], id: str = "甲", **told: object) -> MappedForm:
    form = Form(id, str(told.pop("name", "消防排查台账")), make_fields([[h] for h in headings]), **told)  # type: ignore[arg-type]
    return map_forms([form], dictionary)[0]


@given(field_lists, field_lists)
def test_overlap_is_symmetric_and_its_shares_agree(dictionary: Dictionary, one: list[str], other: list[str]) -> None:
    first, second = _form(dictionary, one), _form(dictionary, other)
    there, back = compare(first, second), compare(second, first)

    assert set(there.shared) == set(back.shared)
    assert (there.share_of_both, there.distinctive) == (back.share_of_both, back.distinctive)
    assert (there.share_of_first, there.share_of_second) == (back.share_of_second, back.share_of_first)
    assert 0 <= there.share_of_both <= there.smaller_share <= 1
    assert there.share_of_first * first.minutes == pytest.approx(there.share_of_second * second.minutes, abs=0.01)


@given(field_lists)
def test_a_form_shares_all_with_itself(dictionary: Dictionary, headings: list[str]) -> None:
    form = _form(dictionary, headings)

    assert compare(form, form).share_of_both == (1.0 if form.asked else 0.0)


@given(field_lists, field_lists)
def test_a_version_change_applied_gives_the_new_version(dictionary: Dictionary, old: list[str], new: list[str]) -> None:
    first, second = _form(dictionary, old), _form(dictionary, new)
    change = compare_versions(first, second)

    assert apply_change(first.form.fields, change) == second.form.fields
    assert change.is_nothing == (old == new)


def test_a_version_change_says_what_was_added_removed_renamed_and_moved(dictionary: Dictionary) -> None:
    old = _form(dictionary, ["户主", "厕屋类型", "数量", "甲乙"])
    new = _form(dictionary, ["数量", "户主", "厕所类型", "警示牌"])
    change = compare_versions(old, new)

    assert [field.heading for field in change.added] == ["警示牌"]
    assert change.removed == (3,)
    assert [(place, field.heading) for place, field in change.renamed] == [(1, "厕所类型")]
    assert change.moved == (2,)


def test_versions_are_sorted_by_their_number() -> None:
    forms = [Form(version, "表", (), version=version) for version in ("第10版", "第2版", "三版")]

    assert [form.id for form in sort_versions(forms)] == ["第2版", "三版", "第10版"]


@given(st.lists(field_lists, max_size=7), st.data())
def test_a_merge_plan_covers_all_and_each_view_is_whole(
    dictionary: Dictionary, lists: list[list[str]], data: st.DataObject
) -> None:
    forms = [_form(dictionary, headings, str(n), organ=f"{n}局") for n, headings in enumerate(lists)]
    pairs = [
        RelatedForms(one, other, FormRelation.DUPLICATE, compare(one, other), "")
        for one, other in combinations(forms, 2)
        if data.draw(st.booleans())
    ]
    plan = plan_merge(forms, pairs)
    joined = {(pair.first.form.id, pair.second.form.id) for pair in pairs}

    members = sorted(member.form.id for merged in plan for member in merged.members)
    assert members == sorted(form.form.id for form in forms)
    assert len(plan) == _fewest(forms, joined)
    for merged in plan:
        assert all((a.form.id, b.form.id) in joined or (b.form.id, a.form.id) in joined
                   for a, b in combinations(merged.members, 2))  # fmt: skip
        assert {field.key for field in merged.fields} == {key for member in merged.members for key in member.asked}
        assert all({f.key for f in merged.view(member)} == set(member.asked) for member in merged.members)
        assert merged.saved_minutes >= -1e-9


def _fewest(forms: list[MappedForm], joined: set[tuple[str, str]]) -> int:
    """Tries every way to share the forms out: slow and plainly right."""

    def share(rest: list[str], groups: list[list[str]]) -> int:
        if not rest:
            return len(groups)
        name, others = rest[0], rest[1:]
        counts = [share(others, [*groups, [name]])]
        for group in groups:
            if all((one, name) in joined or (name, one) in joined for one in group):
                counts.append(share(others, [g if g is not group else [*group, name] for g in groups]))
        return min(counts)

    return share([form.form.id for form in forms], [])


def _pair(dictionary: Dictionary, **other: object) -> FormRelation | None:
    told = {"organ": "应急局", "matter": "消防安全", "receivers": frozenset({"松溪镇"})}
    first = _form(dictionary, PLACES, "甲", **told)
    found = relate(first, _form(dictionary, PLACES, "乙", **{**told, **other}))
    return found.relation if found else None


def test_what_several_organs_ask_is_a_repetition_and_what_nobody_says_is_none(dictionary: Dictionary) -> None:
    assert _pair(dictionary, organ="商务局") is FormRelation.DUPLICATE
    assert _pair(dictionary, system="平台甲", version="2") is FormRelation.ALIKE  # the other is on paper
    assert _pair(dictionary, version="第2版") is FormRelation.VERSION
    assert _pair(dictionary) is None  # one form, registered twice
    assert _pair(dictionary, organ=None) is FormRelation.ALIKE
    assert _pair(dictionary, organ="商务局", matter="防溺水") is FormRelation.ALIKE
    assert _pair(dictionary, organ="商务局", matter="工作情况") is FormRelation.ALIKE
    assert _pair(dictionary, organ="商务局", receivers=frozenset({"白石镇"})) is FormRelation.ALIKE


def test_versions_of_a_template_in_files_are_found_without_an_organ(dictionary: Dictionary) -> None:
    one, other = (_form(dictionary, PLACES, v, name=f"消防台账（{v}）", version=v) for v in ("第1版", "第2版"))
    found = relate(one, other)

    assert found is not None
    assert found.relation is FormRelation.VERSION
    assert group_repeated([found])[0].words == "《消防台账（第1版）》、《消防台账（第2版）》先后有2个版次。"


@pytest.mark.parametrize(
    ("name", "version", "bare"),
    [
        ("台账第3版", "第3版", "台账"),
        ("台账（修订稿）", "修订稿", "台账"),
        ("台账v2", "v2", "台账"),
        ("三资台账", None, "三资台账"),
    ],
)
def test_versions_are_read_from_names(name: str, version: str | None, bare: str) -> None:
    assert (find_version(name), drop_version(name)) == (version, bare)


def test_generic_fields_prove_nothing(dictionary: Dictionary) -> None:
    fields = ["序号", "单位", "数量", "完成情况", "存在问题", "备注"]
    one, other = (_form(dictionary, fields, id, organ=id, matter="消防安全") for id in ("甲局", "乙局"))

    assert relate(one, other) is None


def test_a_few_long_answers_make_no_repetition(dictionary: Dictionary) -> None:
    long = ["隐患内容", "整改措施", "困难情况"]
    short = ["性别", "民族", "籍贯", "学历", "年龄", "血型", "职务", "婚姻"]
    one = _form(dictionary, [*long, *short[:4]], "甲", organ="甲局", matter="消防安全")
    other = _form(dictionary, [*long, *short[4:]], "乙", organ="乙局", matter="消防安全")

    assert compare(one, other).smaller_share > 0.6
    assert relate(one, other) is None


def test_groups_name_the_organs(dictionary: Dictionary) -> None:
    forms = [_form(dictionary, PLACES, n, organ=f"{n}局", matter="消防安全") for n in "甲乙丙"]
    (group,) = group_repeated(find_related(forms))

    assert "3个单位（甲局、乙局、丙局）" in group.words
