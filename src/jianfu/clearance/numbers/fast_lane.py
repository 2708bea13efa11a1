"""The fast lane: a new version of what was cleared needs no second approval where it asks nothing more of anybody.

The rule, and why, in docs/methods/clearance.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jianfu.burden.counting import read_times
from jianfu.clearance.models import Draft
from jianfu.clearance.terms import Reach
from jianfu.overlap.forms.comparing import map_forms
from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.vocabulary.burden_kind import BurdenKind

_AMOUNTS = {
    "duration_minutes": "会议时长",
    "people_attending": "参会人数",
    "companions": "陪同人数",
    "companion_hours": "陪同时长",
    "photos_per_time": "照片数",
    "cost_fen": "投入",
    "quota": "任务数",
}
_BURDENS = {
    "electronic": "报电子档",
    "signed_paper": "报签字盖章纸质档",
    "separate_room": "独立场所",
    "compulsory": "强制使用",
    "points_or_ranking": "积分排名",
    "tied_to_assessment": "与考核挂钩",
}
_SAME = {"system": "录入系统", "login_frequency": "登录频次", "attendance_rank": "参会级别", "penalties": "奖惩措施"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What one version asks, as far as burden goes."""

    kind: BurdenKind
    reach: Reach
    due_on: date | None
    form_fields: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def terms_of(draft: Draft) -> Terms:
    """What a draft asks."""
    return Terms(BurdenKind(draft.kind), Reach(draft.reach), draft.due_on, tuple(draft.form_fields), draft.facts)


def list_substantive_changes(old: Terms, new: Terms, dictionary: Dictionary) -> list[str]:
    """What the new version asks beyond the old, each as a Chinese sentence; [] where it may take the fast lane."""
    found = []
    if new.kind is not old.kind:
        found.append("种类变了。")
    if not _is_within(new.reach, old.reach):
        found.append(f"范围从“{old.reach.label}”扩大到“{new.reach.label}”。")
    if new.due_on is not None and (old.due_on is None or new.due_on < old.due_on):
        found.append("时限提前了。" if old.due_on else "原来没有时限，现在有了。")
    if added := _added_fields(old, new, dictionary):
        found.append(f"多了 {len(added)} 个字段：{'、'.join(added[:6])}。")
    return [*found, *_compare_facts(old.facts, new.facts)]


def _is_within(new: Reach, old: Reach) -> bool:
    return new is old or old is Reach.BOTH


def _added_fields(old: Terms, new: Terms, dictionary: Dictionary) -> list[str]:
    """Headings that ask what no heading of the old version asks; other words for the same are none."""
    forms = [
        Form(name, name, make_fields([heading.split("/") for heading in terms.form_fields]))
        for name, terms in (("old", old), ("new", new))
    ]
    before, after = map_forms(forms, dictionary)
    # What a heading means may hang on its neighbours: in the very same words it asks the same wherever it stands.
    said = {match.field.key for match in before.matches}
    asked = after.asked.items()
    return [match.field.heading for key, match in asked if key not in before.asked and match.field.key not in said]


def _compare_facts(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    found = []
    if new.get("frequency") != old.get("frequency") and not _is_rarer(old.get("frequency"), new.get("frequency")):
        found.append(f"频次从“{old.get('frequency') or '未写明'}”变为“{new.get('frequency') or '未写明'}”。")
    for name, label in _AMOUNTS.items():
        if (new.get(name) or 0) > (old.get(name) or 0):
            found.append(f"{label}增加了。")
    found += [f"新要求{label}。" for name, label in _BURDENS.items() if new.get(name) and not old.get(name)]
    found += [f"{label}变了。" for name, label in _SAME.items() if new.get(name) and new.get(name) != old.get(name)]
    return found


def _is_rarer(old: str | None, new: str | None) -> bool:
    """Whether the words surely say fewer times a year. Words that nobody can count are taken to be more."""
    before, after = read_times(old), read_times(new)
    return after <= before
