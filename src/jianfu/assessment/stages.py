"""The course of a year's assessment, and what an appeal is against."""

from enum import StrEnum

CHECK_WORKDAYS = 10
"""Working days in which those assessed look their data and scores over and may appeal."""
ANSWER_WORKDAYS = 10
"""Working days in which an appeal is answered."""


class Stage(StrEnum):
    """Where a year stands. Each is reached from the one before it."""

    DRAFTED = "drafted"
    CONSULTED = "consulted"
    ADOPTED = "adopted"
    FROZEN = "frozen"
    CHECKED = "checked"
    SETTLED = "settled"
    PUBLISHED = "published"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _STAGES[self]

    @property
    def is_public(self) -> bool:
        """Whether everybody may see the result."""
        return self in {Stage.PUBLISHED, Stage.ARCHIVED}

    @property
    def has_result(self) -> bool:
        """Whether scores were computed."""
        return self in {Stage.CHECKED, Stage.SETTLED, Stage.PUBLISHED, Stage.ARCHIVED}


_STAGES = {
    Stage.DRAFTED: "起草",
    Stage.CONSULTED: "征求意见",
    Stage.ADOPTED: "方案已通过",
    Stage.FROZEN: "数据已冻结",
    Stage.CHECKED: "已计算，被考核单位核对",
    Stage.SETTLED: "核对完毕",
    Stage.PUBLISHED: "已公布",
    Stage.ARCHIVED: "已归档",
}


class Ground(StrEnum):
    """What an appeal is against."""

    DATUM = "datum"
    RULE = "rule"
    APPLICATION = "application"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"datum": "数据不对", "rule": "规则不合理", "application": "规则用错了"}[self]
