"""What the record says of complaints besides their state: kinds, for whom an envelope is, what a reporter does."""

from enum import StrEnum

from jianfu.vocabulary.burden_kind import Mountain


class Kind(StrEnum):
    """What a complaint is about, as its handler says on accepting it: one of the eight burdens, or something else."""

    DOCUMENTS_AND_MEETINGS = Mountain.DOCUMENTS_AND_MEETINGS.value
    DATA_REQUESTS = Mountain.DATA_REQUESTS.value
    INSPECTIONS = Mountain.INSPECTIONS.value
    TRACES = Mountain.TRACES.value
    SUBSCRIPTIONS = Mountain.SUBSCRIPTIONS.value
    FACILITIES = Mountain.FACILITIES.value
    DIGITAL_TOOLS = Mountain.DIGITAL_TOOLS.value
    DELEGATIONS = Mountain.DELEGATIONS.value
    RETALIATION = "retaliation"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese words."""
        if self is Kind.RETALIATION:
            return "打击报复"
        return "其他" if self is Kind.OTHER else Mountain(self.value).label


def kind_named(words: str) -> Kind:
    """The kind that a reporter's ticks begin with (资料台账、督导检查); `OTHER` where none is named."""
    first = words.split("、", maxsplit=1)[0]
    if "报复" in first:
        return Kind.RETALIATION
    return next((kind for kind in Kind if kind.label == first), Kind.OTHER)


class Direction(StrEnum):
    """For whom an envelope is. `ROUTE` is the reporter's own: by which rules to seal what is added later."""

    REPORT = "report"
    ADDITION = "addition"
    REPLY = "reply"
    TO_BOX = "to_box"
    ROUTE = "route"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _DIRECTIONS[self]


_DIRECTIONS = {
    Direction.REPORT: "反映",
    Direction.ADDITION: "补充",
    Direction.REPLY: "答复",
    Direction.TO_BOX: "系统回信",
    Direction.ROUTE: "投递规则",
}
FROM_REPORTER = (Direction.REPORT, Direction.ADDITION)


class Act(StrEnum):
    """What a reporter does besides writing; it takes effect at the next batch."""

    OBJECT = "object"
    REOPEN = "reopen"
    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"object": "不同意这样写", "reopen": "要求重新办理", "satisfied": "满意", "unsatisfied": "不满意"}[self]


class Proposed(StrEnum):
    """What waits for a second handler."""

    STEP = "step"
    EXTEND = "extend"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"step": "一步", "extend": "延期"}[self]


class ItemState(StrEnum):
    """Where a rewritten item stands; it goes out from `CHECKED`, once the reporters had their days."""

    WRITTEN = "written"
    CHECKED = "checked"
    OBJECTED = "objected"
    DECLINED = "declined"
    EXPORTED = "exported"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _ITEMS[self]


_ITEMS = {
    ItemState.WRITTEN: "待另一人审核",
    ItemState.CHECKED: "等反映人看",
    ItemState.OBJECTED: "反映人不同意",
    ItemState.DECLINED: "审核未通过",
    ItemState.EXPORTED: "已导出",
}
