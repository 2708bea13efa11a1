"""Which forms repeat each other: the same matter asked by several, typed into several systems, sent in versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from jianfu.overlap.forms.comparing import FieldOverlap, MappedForm, compare
from jianfu.overlap.forms.form import Form
from jianfu.overlap.forms.versions import drop_version
from jianfu.overlap.matters import is_same_matter

ENOUGH_SHARED = 0.6
"""Share of the minutes, in both directions, from which two forms of one matter are called the same."""
ENOUGH_FIELDS = 0.5
"""Share of the longer form's elements that must be shared besides."""
ENOUGH_DISTINCTIVE = 3
"""Shared elements that are not generic: 单位、数量、存在问题 stand in every form and prove nothing."""


class FormRelation(StrEnum):
    """What two forms are to each other. Forms that share too little are nothing and do not appear."""

    VERSION = "version"
    """Versions of one template of one organ."""
    SYSTEMS = "systems"
    """One matter typed into several systems."""
    DUPLICATE = "duplicate"
    """One matter asked by several organs."""
    ALIKE = "alike"
    """Alike in fields, but of another matter, of other receivers, or nobody says: no repetition."""

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self]

    @property
    def is_repeated(self) -> bool:
        """Whether the same is asked again."""
        return self is not FormRelation.ALIKE


_LABELS = {
    FormRelation.VERSION: "同表多版",
    FormRelation.SYSTEMS: "多系统重复录入",
    FormRelation.DUPLICATE: "多头重复填报",
    FormRelation.ALIKE: "字段相近",
}


@dataclass(frozen=True, slots=True)
class RelatedForms:
    """Two forms, what they are to each other, what they share, and why it is judged so, in Chinese."""

    first: MappedForm
    second: MappedForm
    relation: FormRelation
    overlap: FieldOverlap
    reason: str

    @property
    def could_be_one(self) -> bool:
        """Whether one form could serve both: the same matter of the same receivers, in no versions of each other."""
        one, other = self.first.form, self.second.form
        apart = bool(one.receivers and other.receivers and not one.receivers & other.receivers)
        return self.relation is not FormRelation.VERSION and not apart and _is_one_matter(one, other) is True


def find_related(forms: Sequence[MappedForm]) -> list[RelatedForms]:
    """Every pair that shares enough fields, in the order of the forms."""
    return [related for one, other in combinations(forms, 2) if (related := relate(one, other))]


def relate(one: MappedForm, other: MappedForm) -> RelatedForms | None:
    """What two forms are to each other; None where they share too little, or are one form registered twice."""
    if len(one.asked.keys() & other.asked.keys()) < ENOUGH_DISTINCTIVE:
        return None  # most pairs of a county's forms end here
    overlap = compare(one, other)
    enough = overlap.smaller_share >= ENOUGH_SHARED and overlap.share_of_fields >= ENOUGH_FIELDS
    if not enough or overlap.distinctive < ENOUGH_DISTINCTIVE:
        return None
    shares = (
        f"共有{len(overlap.shared)}个字段，"
        f"占前表用时的{overlap.share_of_first:.0%}、后表的{overlap.share_of_second:.0%}"
    )
    if _is_one_template(one.form, other.form):
        if one.form.version != other.form.version:
            versions = f"{one.form.version or '未标版次'}、{other.form.version or '未标版次'}"
            return RelatedForms(
                one, other, FormRelation.VERSION, overlap, f"同一张表，版次不同（{versions}）；{shares}"
            )
        if one.form.organ is not None:
            return None
    relation, why = _judge(one.form, other.form)
    return RelatedForms(one, other, relation, overlap, f"{why}；{shares}")


def _is_one_template(one: Form, other: Form) -> bool:
    """Whether they bear one name apart from the version, from one organ; of files nobody says the organ of either."""
    same_maker = (one.organ, one.system) == (other.organ, other.system)
    return same_maker and drop_version(one.name) == drop_version(other.name)


def _judge(one: Form, other: Form) -> tuple[FormRelation, str]:
    """The relation of two alike forms that are not one template. What nobody says is never made a repetition."""
    if one.receivers and other.receivers and not one.receivers & other.receivers:
        return FormRelation.ALIKE, "填报的不是同一批单位，不算重复"
    matter = _is_one_matter(one, other)
    if not matter:
        why = "没有写明工作事项，不能判断是否重复" if matter is None else "工作事项不同，不算重复"
        return FormRelation.ALIKE, why
    if one.system and other.system and one.system != other.system:
        return FormRelation.SYSTEMS, f"同一件事要分别录入“{one.system}”和“{other.system}”"
    if one.organ and other.organ and one.organ != other.organ:
        return FormRelation.DUPLICATE, f"“{one.organ}”和“{other.organ}”为同一件事各要一张表"
    why = (
        "同一单位的两张表，事项相同而名称不同，请核对"
        if one.organ and other.organ
        else "没有写明要求单位，不能判断是否多头"
    )
    return FormRelation.ALIKE, why


def _is_one_matter(one: Form, other: Form) -> bool | None:
    return is_same_matter(one.matter or one.name, other.matter or other.name)


@dataclass(frozen=True, slots=True)
class RepeatedForms:
    """Forms that repeat each other, directly or through others, in the order given; at least two."""

    relation: FormRelation
    forms: tuple[MappedForm, ...]

    @property
    def words(self) -> str:
        """One Chinese sentence for the reader."""
        names = "、".join(dict.fromkeys(f"《{item.form.name}》" for item in self.forms))
        organs = list(dict.fromkeys(item.form.organ for item in self.forms if item.form.organ))
        systems = [item.form.system for item in self.forms if item.form.system]
        count = len(self.forms)
        match self.relation:
            case FormRelation.VERSION:
                return f"{'、'.join(organs)}{'的' if organs else ''}{names}先后有{count}个版次。"
            case FormRelation.SYSTEMS:
                return f"同一件事录入{len(set(systems))}个系统：{'、'.join(dict.fromkeys(systems))}。"
            case _:
                return f"{len(organs)}个单位（{'、'.join(organs)}）为同一件事各要一张表：{names}。"


def group_repeated(related: Sequence[RelatedForms]) -> list[RepeatedForms]:
    """The repetitions as groups, one relation a group. Forms that are only alike are in none."""
    groups: list[RepeatedForms] = []
    for relation in FormRelation:
        pairs = [(pair.first, pair.second) for pair in related if pair.relation is relation]
        if relation.is_repeated:
            groups += [RepeatedForms(relation, members) for members in _join(pairs)]
    return groups


def _join(pairs: Sequence[tuple[MappedForm, MappedForm]]) -> list[tuple[MappedForm, ...]]:
    order = {form.form.id: form for pair in pairs for form in pair}
    head = {name: name for name in order}
    for one, other in pairs:
        old, new = head[other.form.id], head[one.form.id]
        head = {name: new if top == old else top for name, top in head.items()}
    tops = dict.fromkeys(head.values())
    return [tuple(order[name] for name in order if head[name] == top) for top in tops]
