"""Findings 问题: a judgement about an organ, with the rows that it rests on."""

from dataclasses import dataclass
from enum import StrEnum

from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.organ import OrganLevel

_SHOWN_ORGANS = 3
NOBODY = "（未注明单位）"


class RootCause(StrEnum):
    """Why a demand burdens, in the order in which a county's report tells them."""

    OUT_OF_TOUCH = "out_of_touch"
    SELF_CENTRED = "self_centred"
    ASSESSMENT = "assessment"
    CAPACITY = "capacity"
    SOFT_ENFORCEMENT = "soft_enforcement"

    @property
    def label(self) -> str:
        """The Chinese words for the cause."""
        return _CAUSE_LABELS[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One clause that a demand broke, or that a person must look at.

    `severity` is 违规, 请说明, 提示 or 人工判断; `clause` names paper and clause with its decisive words. `organs` made
    the demands, the one of most rows first; several where a number over demands of several was judged, none where no
    row names one. `level` is the lowest that can change it. `cause` is None where no evidence speaks for one;
    `cause_evidence` says in Chinese what does. `value` is the number that was judged, `limit` what it was held against
    on that day; both None where the clause judges none. `receipts` are ids of rows of `kind`, ascending, never empty.
    `card`, `card_digest` and `rulebook_digest` say by which text it was judged, so that it can be derived again.
    `question` is what the reviewer is asked, '' where no judgement is needed.
    """

    card: str
    name: str
    kind: BurdenKind
    severity: str
    clause: str
    organs: tuple[str, ...]
    level: OrganLevel
    cause: RootCause | None
    cause_evidence: str
    subject: str
    value: float | None
    limit: float | None
    receipts: tuple[int, ...]
    card_digest: str
    rulebook_digest: str
    question: str = ""

    @property
    def answerable(self) -> tuple[str, ...]:
        """Who answers for it: the one organ whose demands alone make it up, () where several share a counted number.

        A sum over the demands of many is broken by none of them on its own: they are involved, not accused.
        """
        return self.organs if len(self.organs) == 1 else ()

    @property
    def responsible(self) -> str:
        """Whose demands they are, in words; 等 where many share a counted number."""
        shown = "、".join(self.organs[:_SHOWN_ORGANS]) or NOBODY
        return shown + (f"等{len(self.organs)}个单位" if len(self.organs) > _SHOWN_ORGANS else "")


_CAUSE_LABELS = {
    RootCause.OUT_OF_TOUCH: "要求与基层实际不够适应",
    RootCause.SELF_CENTRED: "部门各管一块、统筹不够",
    RootCause.ASSESSMENT: "考核过多运用",
    RootCause.CAPACITY: "基层人少事多",
    RootCause.SOFT_ENFORCEMENT: "减负规定执行不严",
}
