"""The form of a draft: what every kind needs, and what only some kinds have."""

from typing import Any

from django import forms

from jianfu.clearance.models import Draft
from jianfu.clearance.terms import Reach
from jianfu.ledger.models import Organ
from jianfu.vocabulary.burden_kind import BurdenKind

_FACTS = ("topic", "frequency", "system", "duration_minutes", "people_attending", "photos_per_time")
_FLAGS = ("electronic", "signed_paper", "separate_room", "compulsory", "points_or_ranking", "tied_to_assessment")
_LONGEST_TEXT = 100_000
_MOST_FIELDS = 300


class DraftForm(forms.Form):
    """A draft as it is typed. Fields that a kind does not have are left out of its facts."""

    kind = forms.ChoiceField(label="要发的是", choices=[(kind.value, kind.label) for kind in BurdenKind])
    title = forms.CharField(label="标题", max_length=200)
    topic = forms.CharField(label="属于哪项工作（如 消防安全）", required=False, max_length=60)
    text = forms.CharField(label="正文", max_length=_LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": 6}))
    reach = forms.ChoiceField(label="发到", choices=[(reach.value, reach.label) for reach in Reach])
    due_on = forms.DateField(label="要求完成日期", required=False, widget=forms.DateInput({"type": "date"}))
    form_fields = forms.CharField(
        label="表格字段（一行一个，没有就不填）",
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
    )
    frequency = forms.CharField(label="多久一次（如 每月、一次性）", required=False, max_length=20)
    system = forms.CharField(label="录入哪个系统", required=False, max_length=60)
    duration_minutes = forms.IntegerField(label="会议时长（分钟）", required=False, min_value=1, max_value=6000)
    people_attending = forms.IntegerField(label="每处参会人数", required=False, min_value=1, max_value=1000)
    photos_per_time = forms.IntegerField(label="每次照片数", required=False, min_value=0, max_value=1000)
    electronic = forms.BooleanField(label="报电子档", required=False)
    signed_paper = forms.BooleanField(label="报签字盖章纸质档", required=False)
    separate_room = forms.BooleanField(label="要求独立场所", required=False)
    compulsory = forms.BooleanField(label="强制使用", required=False)
    points_or_ranking = forms.BooleanField(label="积分或排名", required=False)
    tied_to_assessment = forms.BooleanField(label="与考核挂钩", required=False)
    is_emergency = forms.BooleanField(label="紧急：先发出，两个工作日内补办", required=False)
    problem = forms.CharField(label="一、要解决什么问题", required=False, max_length=2000)
    lighter_way = forms.CharField(label="二、有没有更轻的办法", required=False, max_length=2000)
    workable = forms.CharField(label="三、基层日常办得到吗", required=False, max_length=2000)
    cost = forms.CharField(label="四、要花多少代价", required=False, max_length=2000)

    def clean_form_fields(self) -> list[str]:
        """One heading a line, blanks left out."""
        headings = [line.strip() for line in self.cleaned_data["form_fields"].splitlines() if line.strip()]
        if len(headings) > _MOST_FIELDS:
            raise forms.ValidationError(f"字段有 {len(headings)} 个，最多 {_MOST_FIELDS} 个。请分成几张表。")
        return headings

    def values(self) -> dict[str, Any]:
        """What a draft holds. Only fields that were typed are facts: an unticked box says no."""
        given = self.cleaned_data
        facts = {name: given[name] for name in _FACTS if given[name] not in (None, "")}
        facts |= {name: True for name in _FLAGS if given[name]}
        own = ("kind", "title", "text", "reach", "due_on", "form_fields", "is_emergency")
        questions = ("problem", "lighter_way", "workable", "cost")
        return {name: given[name] for name in own + questions} | {"facts": facts}

    def as_draft(self, organ: Organ) -> Draft:
        """An unsaved draft to look at."""
        return Draft(organ=organ, **self.values())


def typed(draft: Draft) -> dict[str, Any]:
    """A draft as the form shows it."""
    names = ("kind", "title", "text", "reach", "due_on", "is_emergency", "problem", "lighter_way", "workable", "cost")
    shown = {name: getattr(draft, name) for name in names}
    facts: dict[str, Any] = draft.facts
    return shown | facts | {"form_fields": "\n".join(draft.form_fields)}
