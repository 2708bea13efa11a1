"""The course of a case: which step leads where, and who may not take it."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    OPENED = "opened"
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    REMEDIED = "remedied"
    CHECKED = "checked"
    CLOSED = "closed"
    UNFOUNDED = "unfounded"
    ESCALATED = "escalated"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _STATES[self]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done here."""
        return self in {State.CLOSED, State.UNFOUNDED, State.ESCALATED}


_STATES = {
    State.OPENED: "待受理",
    State.ACCEPTED: "核实中",
    State.VERIFIED: "整改中",
    State.REMEDIED: "待复核",
    State.CHECKED: "待台账验证",
    State.CLOSED: "已销号",
    State.UNFOUNDED: "不成立",
    State.ESCALATED: "已上报",
}


OPENING, CLOSING, REOPENING = "立案", "台账验证，销号", "重新立案"
"""What the steps are called that no move leads to: a case opened, and closed or opened again by the ledger."""


class Move(StrEnum):
    """What people do with a case; closing and opening again is the ledger's."""

    ACCEPT = "accept"
    VERIFY = "verify"
    DISMISS = "dismiss"
    REMEDY = "remedy"
    CHECK = "check"
    RETURN = "return"
    ESCALATE = "escalate"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _MOVES[self][0]

    @property
    def leads_to(self) -> State:
        """Where the case stands afterwards."""
        return _MOVES[self][2]


_MOVES: Mapping[Move, tuple[str, frozenset[State], State]] = {
    Move.ACCEPT: ("受理", frozenset({State.OPENED}), State.ACCEPTED),
    Move.VERIFY: ("核实成立", frozenset({State.ACCEPTED}), State.VERIFIED),
    Move.DISMISS: ("核实不成立", frozenset({State.OPENED, State.ACCEPTED}), State.UNFOUNDED),
    Move.REMEDY: ("完成整改", frozenset({State.VERIFIED}), State.REMEDIED),
    Move.CHECK: ("复核通过", frozenset({State.REMEDIED}), State.CHECKED),
    Move.RETURN: ("复核退回", frozenset({State.REMEDIED}), State.VERIFIED),
    Move.ESCALATE: ("向上反映", frozenset({State.ACCEPTED, State.VERIFIED}), State.ESCALATED),
}


TO_THE_ORGAN = frozenset({State.OPENED, State.ACCEPTED, State.VERIFIED, State.REMEDIED})
"""States in which the organ concerned may still explain itself."""


def moves_from(state: State) -> list[Move]:
    """What can be done now."""
    return [move for move, (_, before, _) in _MOVES.items() if state in before]


class Remedy(StrEnum):
    """How a burden is mended."""

    MERGE = "merge"
    CANCEL = "cancel"
    POSTPONE = "postpone"
    REUSE = "reuse"
    CORRECT = "correct"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"merge": "合并", "cancel": "取消", "postpone": "推迟", "reuse": "复用已有数据", "correct": "纠正"}[self]


class Detector(StrEnum):
    """What finds the burden again, where it has come back."""

    RULE = "rule"
    """The rule card that found it: a finding against the same organ."""
    SWEEP = "sweep"
    """The monthly sweep: the same signal for the same organ."""
    NO_NUMBER = "no_number"
    """A township that says it received something of that organ without a valid clearance number."""
    REPORTED = "reported"
    """The anonymous channel: a rewritten item about the same organ and the same kind of burden."""
    CHECK = "check"
    """An unannounced check: the same thing of the same organ, seen on the spot."""
