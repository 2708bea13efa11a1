"""The way of a complaint from received to closed, and which steps one person alone may not take."""

from enum import StrEnum


class State(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    VERIFYING = "verifying"
    REMEDY = "remedy"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the reporter something."""
        return self not in (State.NOT_ACCEPTED, State.CLOSED)


_STATE_LABELS = {
    State.RECEIVED: "已收到",
    State.ACCEPTED: "已受理",
    State.NOT_ACCEPTED: "不予受理",
    State.VERIFYING: "核查中",
    State.REMEDY: "整治中",
    State.ANSWERED: "已答复",
    State.CLOSED: "已办结",
}


class Reason(StrEnum):
    """Why a complaint is not accepted, or answered without a remedy."""

    OUT_OF_SCOPE = "out_of_scope"
    TOO_LITTLE = "too_little"
    TRANSFERRED = "transferred"
    SAME_AS_OTHER = "same_as_other"
    JUNK = "junk"
    UNFOUNDED = "unfounded"

    @property
    def label(self) -> str:
        """The Chinese words, as the reporter reads them."""
        return _REASON_LABELS[self]


_REASON_LABELS = {
    Reason.OUT_OF_SCOPE: "不属于减负事项",
    Reason.TOO_LITTLE: "线索不足，无法核查（可补充后重新提出）",
    Reason.TRANSFERRED: "已按规定转有权机关",
    Reason.SAME_AS_OTHER: "与另一件合并办理",
    Reason.JUNK: "内容与投诉无关",
    Reason.UNFOUNDED: "经核查不属实",
}
_NEXT = {
    State.RECEIVED: (State.ACCEPTED, State.NOT_ACCEPTED),
    State.ACCEPTED: (State.VERIFYING,),
    State.VERIFYING: (State.REMEDY, State.ANSWERED),
    State.REMEDY: (State.ANSWERED,),
    State.ANSWERED: (State.CLOSED,),
    State.NOT_ACCEPTED: (),
    State.CLOSED: (),
}
_REOPENED_FROM = frozenset({State.NOT_ACCEPTED, State.ANSWERED, State.CLOSED})


def list_next(state: State) -> tuple[State, ...]:
    """The steps that a handler may take from here; empty at an end."""
    return _NEXT[state]


def needs_reason(old: State, new: State) -> bool:
    """Whether the step must say why: not accepting, and answering without a remedy."""
    return new is State.NOT_ACCEPTED or (old, new) == (State.VERIFYING, State.ANSWERED)


def needs_second_person(old: State, new: State) -> bool:
    """Whether another handler, with another key, must agree: the steps that end a complaint without a remedy."""
    return needs_reason(old, new)


def may_reopen(state: State, *, reopened_before: bool) -> bool:
    """Whether the reporter may ask once for it to be taken up again; it then stands at `VERIFYING`."""
    return state in _REOPENED_FROM and not reopened_before
