"""The form of a draft: for each kind only the inputs that it needs."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from jianfu.clearance.models import Draft
from jianfu.clearance.terms import SENDABLE, Reach
from jianfu.ledger.models import Organ
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.web.pages.clearance.days import read_day

_LONGEST_TEXT = 100_000
_MOST_FIELDS = 300
_FEN = 100
_UNSAID = ("", "还没定")
_FREQUENCIES = ("一次性", "每天", "每周", "每旬", "每月", "每季度", "每半年", "每年", "随时")
QUESTIONS = ("problem", "lighter_way", "workable", "cost")
_OF_DRAFT = ("title", "text", "reach", "due_on", "is_emergency", "legal_basis", *QUESTIONS)

_Make = Callable[[], forms.Field]


def _words(label: str, longest: int = 60, hint: str = "") -> _Make:
    widget = forms.TextInput({"placeholder": hint} if hint else {})
    return lambda: forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _lines(label: str, rows: int, longest: int, hint: str = "") -> _Make:
    widget = forms.Textarea({"rows": rows, **({"placeholder": hint} if hint else {})})
    return lambda: forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _count(label: str, most: int, least: int = 0) -> _Make:
    return lambda: forms.IntegerField(label=label, required=False, min_value=least, max_value=most)


def _choice(label: str, *words: str) -> _Make:
    choices = [_UNSAID, *((word, word) for word in words)]
    return lambda: forms.ChoiceField(label=label, required=False, choices=choices)


def _yes_or_no(label: str) -> _Make:
    choices = [_UNSAID, ("yes", "是"), ("no", "否")]
    return lambda: forms.ChoiceField(label=label, required=False, choices=choices)


FACTS: Mapping[str, _Make] = {
    "topic": _words("属于哪项工作", hint="如 消防安全"),
    "frequency": _choice("多久报一次", *_FREQUENCIES),
    "system": _words("录入哪个系统", hint="不用系统就不填"),
    "electronic": _yes_or_no("要电子档"),
    "signed_paper": _yes_or_no("要签字盖章的纸质档"),
    "duration_minutes": _count("会议时长（分钟）", 6000, 1),
    "people_attending": _count("每处参会人数", 1000, 1),
    "attendance_rank": _words("要谁参加", hint="如 分管负责同志"),
    "meeting_form": _choice("开会方式", "现场", "视频"),
    "name_used": _words("以什么名义", hint="督查、检查、调研……"),
    "in_plan": _yes_or_no("列入年度检查计划"),
    "plan_number": _words("计划（备案）编号"),
    "companions": _count("每处陪同人数", 1000),
    "tool_form": _choice("是什么", "APP", "小程序", "系统", "工作群"),
    "login_frequency": _choice("要求多久登录一次", "不要求", "每天", "每周", "每月"),
    "compulsory": _yes_or_no("强制安装或使用"),
    "points_or_ranking": _yes_or_no("有积分或排名"),
    "filed": _yes_or_no("上线前已备案"),
    "facility_form": _choice("是什么", "牌子", "阵地"),
    "facility_level": _choice("设在哪一级", "乡镇", "村"),
    "separate_room": _yes_or_no("要独立的场所"),
    "cost_fen": lambda: forms.DecimalField(
        label="每处要投入（元）", required=False, min_value=0, max_value=100_000_000, decimal_places=2
    ),
    "quota": lambda: forms.FloatField(label="每处的任务数", required=False, min_value=0, max_value=1e9),
    "quota_unit": _words("任务数的单位", 20, "如 户、万元"),
    "penalties": _words("奖惩", 200, "没有就不填"),
    "tied_to_assessment": _yes_or_no("与考核挂钩"),
}
"""Inputs that become facts of the draft, by the names of the field catalogue."""
_FLAGS = frozenset(
    {"electronic", "signed_paper", "in_plan", "compulsory", "points_or_ranking", "filed", "separate_room"}
    | {"tied_to_assessment"}
)
_OF_KIND: Mapping[BurdenKind, tuple[str, ...]] = {
    BurdenKind.DOCUMENT: ("tied_to_assessment",),
    BurdenKind.MEETING: ("duration_minutes", "people_attending", "meeting_form", "attendance_rank"),
    BurdenKind.DATA_REQUEST: ("topic", "frequency", "tied_to_assessment", "electronic", "signed_paper", "system"),
    BurdenKind.INSPECTION: ("topic", "name_used", "in_plan", "companions", "plan_number"),
    BurdenKind.DIGITAL_TOOL: ("tool_form", "login_frequency", "compulsory", "points_or_ranking", "filed"),
    BurdenKind.FACILITY: ("facility_form", "facility_level", "separate_room", "cost_fen"),
    BurdenKind.DELEGATION: ("quota", "quota_unit", "penalties", "tied_to_assessment"),
}
_DAY_LABELS = {BurdenKind.MEETING: "哪天开", BurdenKind.INSPECTION: "哪天去"}
_QUESTION_LABELS = {
    "problem": "一、要解决什么问题",
    "lighter_way": "二、有没有更轻的办法",
    "workable": "三、基层日常办得到吗",
    "cost": "四、要花多少代价（核对台会算，可以不填）",
}


class DraftForm(forms.Form):
    """A draft of one kind as it is typed. What was typed for another kind is carried along, so that going back to it
    finds it again."""

    def __init__(
        self,
        kind: BurdenKind,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        today: date,
        calendar: WorkCalendar,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), label_suffix="")
        self.kind, self._today, self._calendar = kind, today, calendar
        self.fields = {name: make() for name, make in _list_inputs(kind).items()}
        source: Mapping[str, Any] = data if data is not None else self.initial
        self.carried = [
            (name, source.get(name)) for name in (*FACTS, "form_fields") if name not in self.fields and source.get(name)
        ]

    def clean_due_on(self) -> date | None:
        """The day, however it was typed."""
        return read_day(self.cleaned_data["due_on"], self._today, self._calendar)

    def clean_form_fields(self) -> list[str]:
        """One heading a line, blanks left out."""
        headings = [line.strip() for line in self.cleaned_data["form_fields"].splitlines() if line.strip()]
        if len(headings) > _MOST_FIELDS:
            raise forms.ValidationError(f"字段有 {len(headings)} 个，最多 {_MOST_FIELDS} 个。请分成几张表。")
        return headings

    def values(self) -> dict[str, Any]:
        """What a draft holds. Only what was said is a fact: an open choice says nothing."""
        given = self.cleaned_data
        facts: dict[str, Any] = {}
        for name in _OF_KIND[self.kind]:
            value = given[name]
            if value in (None, ""):
                continue
            facts[name] = value == "yes" if name in _FLAGS else int(value * _FEN) if name == "cost_fen" else value
        shared = {name: given[name] for name in _OF_DRAFT}
        return shared | {"kind": self.kind.value, "form_fields": given.get("form_fields", []), "facts": facts}

    def as_draft(self, organ: Organ, own: Draft | None) -> Draft:
        """An unsaved draft to look at; `own` is the saved one that is being changed."""
        kept = {"pk": own.pk, "replaces_id": own.replaces_id} if own else {}
        return Draft(organ=organ, **kept, **self.values())

    def opening(self) -> list[forms.BoundField]:
        """The inputs before the four questions."""
        return [self[name] for name in self.fields if name not in QUESTIONS]

    def questions(self) -> list[forms.BoundField]:
        """The four questions."""
        return [self[name] for name in QUESTIONS]


def _list_inputs(kind: BurdenKind) -> dict[str, _Make]:
    """Inputs of a kind, in the order in which they are asked."""
    day = _words(_DAY_LABELS.get(kind, "要求哪天完成"), 40, "如 12月9日，没有就不填")
    inputs: dict[str, _Make] = {
        "title": lambda: forms.CharField(label="标题", max_length=200),
        "reach": lambda: forms.ChoiceField(label="发到", choices=[(reach.value, reach.label) for reach in Reach]),
        "due_on": day,
    }
    if kind is BurdenKind.DATA_REQUEST:
        hint = "一行一个，也可以上传表样自动读出"
        inputs["form_fields"] = _lines("表格字段", 6, 20_000, hint)
    inputs |= {name: FACTS[name] for name in _OF_KIND[kind]}
    inputs["text"] = _lines("正文", 6, _LONGEST_TEXT, "可以粘贴，也可以上传文件自动读出")
    inputs["is_emergency"] = lambda: forms.BooleanField(label="紧急：先发出，两个工作日内补办", required=False)
    inputs["legal_basis"] = _words("法律法规要求必须做的，写明哪部哪条", 200, "不是法定的就不填")
    return inputs | {name: _lines(label, 2, 2000) for name, label in _QUESTION_LABELS.items()}


def read_kind(words: str | None) -> BurdenKind | None:
    """The kind that an address or a form names, None for none that can be sent."""
    return next((kind for kind in SENDABLE if kind.value == words), None)


def typed(draft: Draft) -> dict[str, Any]:
    """A draft as the form shows it."""
    shown = {name: getattr(draft, name) for name in _OF_DRAFT}
    facts = {name: show_fact(name, value) for name, value in draft.facts.items()}
    return shown | facts | {"form_fields": "\n".join(draft.form_fields)}


def show_fact(name: str, value: Any) -> Any:
    """A fact as its input shows it."""
    if name in _FLAGS:
        return "yes" if value else "no"
    return value / _FEN if name == "cost_fen" else value
