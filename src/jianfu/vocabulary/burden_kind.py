"""The eight burdens 八座大山 and the kinds of demand that make them up."""

from enum import StrEnum


class Mountain(StrEnum):
    """One of the eight burdens, in the order in which a county's report tells them."""

    DOCUMENTS_AND_MEETINGS = "documents_and_meetings"
    DATA_REQUESTS = "data_requests"
    INSPECTIONS = "inspections"
    TRACES = "traces"
    SUBSCRIPTIONS = "subscriptions"
    FACILITIES = "facilities"
    DIGITAL_TOOLS = "digital_tools"
    DELEGATIONS = "delegations"

    @property
    def label(self) -> str:
        """The Chinese name of the burden."""
        return _MOUNTAIN_LABELS[self]


class BurdenKind(StrEnum):
    """What a demand asks of those who receive it. Documents and meetings share one mountain."""

    DOCUMENT = "document"
    MEETING = "meeting"
    DATA_REQUEST = "data_request"
    INSPECTION = "inspection"
    TRACE = "trace"
    SUBSCRIPTION = "subscription"
    FACILITY = "facility"
    DIGITAL_TOOL = "digital_tool"
    DELEGATION = "delegation"

    @property
    def label(self) -> str:
        """The Chinese name of the kind."""
        return _KIND_LABELS[self]

    @property
    def mountain(self) -> Mountain:
        """The burden that this kind belongs to."""
        return _MOUNTAIN_OF[self]


_MOUNTAIN_LABELS = {
    Mountain.DOCUMENTS_AND_MEETINGS: "文山会海",
    Mountain.DATA_REQUESTS: "资料台账",
    Mountain.INSPECTIONS: "督导检查",
    Mountain.TRACES: "打卡留痕",
    Mountain.SUBSCRIPTIONS: "订刊观影",
    Mountain.FACILITIES: "阵地建设",
    Mountain.DIGITAL_TOOLS: "电子政务",
    Mountain.DELEGATIONS: "属地管理",
}
_KIND_LABELS = {
    BurdenKind.DOCUMENT: "文件",
    BurdenKind.MEETING: "会议",
    BurdenKind.DATA_REQUEST: "资料台账",
    BurdenKind.INSPECTION: "督导检查",
    BurdenKind.TRACE: "打卡留痕",
    BurdenKind.SUBSCRIPTION: "订刊观影",
    BurdenKind.FACILITY: "阵地建设",
    BurdenKind.DIGITAL_TOOL: "电子政务",
    BurdenKind.DELEGATION: "属地管理",
}
_MOUNTAIN_OF = {
    BurdenKind.DOCUMENT: Mountain.DOCUMENTS_AND_MEETINGS,
    BurdenKind.MEETING: Mountain.DOCUMENTS_AND_MEETINGS,
    BurdenKind.DATA_REQUEST: Mountain.DATA_REQUESTS,
    BurdenKind.INSPECTION: Mountain.INSPECTIONS,
    BurdenKind.TRACE: Mountain.TRACES,
    BurdenKind.SUBSCRIPTION: Mountain.SUBSCRIPTIONS,
    BurdenKind.FACILITY: Mountain.FACILITIES,
    BurdenKind.DIGITAL_TOOL: Mountain.DIGITAL_TOOLS,
    BurdenKind.DELEGATION: Mountain.DELEGATIONS,
}
