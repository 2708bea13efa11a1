"""What could be lighter: one form instead of two, fields from who holds them, one meeting or visit instead of two."""

from collections.abc import Sequence
from dataclasses import dataclass

from jianfu.clearance.checks.occasions import Occasions
from jianfu.clearance.checks.plan import Plan
from jianfu.clearance.checks.repeats import Repeats
from jianfu.overlap.forms.finding import RelatedForms
from jianfu.overlap.forms.merging import merge
from jianfu.vocabulary.burden_kind import BurdenKind

_MOST = 5
_FIELDS_NAMED = 6
_JOINT = {BurdenKind.MEETING: "合并召开", BurdenKind.INSPECTION: "联合检查"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One lighter way, as a sentence that can be taken over. `form` is the id of the form that it speaks of, or ''."""

    words: str
    form: str = ""
    receipt_id: int | None = None


def suggest(plan: Plan, repeats: Repeats, occasions: Occasions | None) -> list[Suggestion]:
    """The lighter ways that the ledger knows of, the surest first."""
    mergeable = sorted((pair for pair in repeats.forms if pair.could_be_one), key=_is_of_another)
    found = [_merge_into(pair) for pair in mergeable]
    if reuse := _reuse(repeats):
        found.append(reuse)
    found += _cite_papers(repeats)
    if occasions is not None:
        found += _join_occasions(plan, occasions)
    return found[:_MOST]


def _is_of_another(pair: RelatedForms) -> bool:
    """One's own form is changed at once; that of another organ wants asking."""
    return pair.first.form.organ != pair.second.form.organ


def _merge_into(pair: RelatedForms) -> Suggestion:
    """`pair.first` is the draft. What it asks beyond the other form is all that the other would have to take in."""
    whole = merge([pair.second, pair.first])
    more = [field.label for field in whole.fields if field.key not in pair.second.asked]
    name = f"{pair.second.form.organ or '（未写明单位）'}《{pair.second.form.name}》"
    if not more:
        return Suggestion(f"不用另发：字段{name}里全都有，并入即可。", pair.second.form.id)
    return Suggestion(f"并入{name}即可，只多 {len(more)} 个字段：{_name(more)}。", pair.second.form.id)


def _reuse(repeats: Repeats) -> Suggestion | None:
    held = [field for field in repeats.fields if field.holders]
    if not held or any(pair.could_be_one for pair in repeats.forms):
        return None
    organs = list(dict.fromkeys(organ for field in held for organ, _ in field.holders if organ))[:3]
    rest = len(repeats.fields) - len(held)
    ending = f"只向基层要余下 {rest} 个。" if rest else "不用再向基层要。"
    return Suggestion(f"{_name([field.heading for field in held])}县里已有（{'、'.join(organs)}），可先共享，{ending}")


def _cite_papers(repeats: Repeats) -> list[Suggestion]:
    return [
        Suggestion(f"{match.notice.issuer or ''}《{match.notice.title}》已经发过，引用它补充差别即可，不必另发。")
        for match in repeats.notices[:1]
        if match.judgement.relation.is_overlap
    ]


def _join_occasions(plan: Plan, occasions: Occasions) -> list[Suggestion]:
    how = _JOINT.get(plan.kind)
    if how is None:
        return []
    return [
        Suggestion(
            f"同一天{one.issuer}有{one.label}《{one.title}》，到 {one.places} 处，可以{how}。", "", one.receipt_id
        )
        for one in occasions.that_day
        if one.kind is plan.kind
    ][:2]


def _name(words: Sequence[str]) -> str:
    return "、".join(words[:_FIELDS_NAMED]) + (f"等 {len(words)} 个" if len(words) > _FIELDS_NAMED else "")
