"""What the desk's pages say of complaints: everything as words, nothing as numbers that a template would format."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from jianfu.voice.desk.complaints import Message, Opened, Overview, allowed_readers
from jianfu.voice.desk.folding import Fold
from jianfu.voice.rules.clocks import Clock
from jianfu.voice.rules.course import Reason, State, list_next, needs_reason
from jianfu.voice.rules.identifying import Warning, find_identifying
from jianfu.voice.rules.routing import TooFewReaders
from jianfu.voice.wire import KIND_FACT, ProposalRow

Words = dict[str, Any]
_BEGINNING_SIGNS = 46
_MOODS = {State.RECEIVED: " mind", State.NOT_ACCEPTED: "", State.CLOSED: "", State.ANSWERED: " good"}
_UNDER_WAY = frozenset({State.ACCEPTED, State.VERIFYING, State.REMEDY})
_WRITERS = {"complaint": "反映人", "addition": "反映人补充", "reply": "受理人"}
_SOON_DAYS = 7


def show_fold(fold: Fold, overview: Overview) -> Words:
    """A line of the inbox with the same again under it."""
    return {**show_line(fold.first, overview), "same": [show_line(one, overview) for one in fold.complaints[1:]]} | {
        "same_count": str(len(fold.complaints) - 1)
    }


def show_line(one: Opened, overview: Overview) -> Words:
    """One complaint in a line."""
    beginning = " ".join(one.text.split())
    return {
        "token": one.token,
        "kind": one.kind or "反映",
        "beginning": beginning[:_BEGINNING_SIGNS] + ("……" if len(beginning) > _BEGINNING_SIGNS else ""),
        "text": one.text,
        "state": one.state.label,
        "mood": _MOODS.get(one.state, " good"),
        "day": one.row["received_on"],
        "is_priority": one.row["is_priority"],
        "overdue": [Clock(name).label for name in one.row["overdue"]],
        "next_due": _tell_next_due(one, date.fromisoformat(overview.inbox["day"])),
        "files": str(len(one.messages[0].file_names) or ""),
        "waits": bool(overview.proposals_of(one)),
        "is_new": one.state.is_open and one.messages[-1].kind == "addition",
    }


def show_complaint(one: Opened, overview: Overview, places: Collection[str], own_key: str) -> Words:
    """Everything on the page of one complaint, but for the proposals' notices, which are fetched."""
    steps = list_next(one.state)
    has_reasons = any(needs_reason(one.state, to) for to in steps)
    return {
        "title": one.kind or "反映",
        "one": show_line(one, overview),
        "facts": list(one.facts.items()),
        "messages": [_show_message(message, places) for message in one.messages],
        "has_hints": any(find_identifying(m.text, places=places) for m in one.messages if m.kind != "reply"),
        "dues": [(Clock(name).label, f"{day} 前") for name, day in sorted(one.row["due"].items(), key=itemgetter(1))],
        "steps": [(to.value, to.label) for to in steps],
        "reasons": [(reason.value, reason.label) for reason in Reason] if has_reasons else [],
        "may_extend": one.state in _UNDER_WAY and not one.row["is_extended"],
        "may_write_item": one.state in _UNDER_WAY,
        "readers": _name_readers(one, overview),
    }


def show_proposal(proposal: ProposalRow, overview: Overview, text: str, own_key: str) -> Words:
    """One step that waits for a second person, with what the reporter would read."""
    what = "延长答复期限" if proposal["what"] == "extend" else State(proposal["to"]).label
    return {
        "token": proposal["token"],
        "what": what,
        "reason": Reason(proposal["reason"]).label if proposal["reason"] else "",
        "by": overview.known.name_of(proposal["by"]),
        "day": proposal["day"],
        "is_own": proposal["by"] == own_key,
        "text": text,
    }


def split_at_warnings(text: str, warnings: Sequence[Warning]) -> list[Words]:
    """The text in pieces, those that may point to a person with the reason."""
    pieces: list[Words] = []
    place = 0
    for one in warnings:
        if one.start < place:
            continue
        pieces += [
            {"words": text[place : one.start], "hint": ""},
            {"words": text[one.start : one.end], "hint": one.hint.label},
        ]
        place = one.end
    return [*(piece for piece in pieces if piece["words"]), {"words": text[place:], "hint": ""}]


def _show_message(message: Message, places: Iterable[str]) -> Words:
    is_ours, kind = message.kind == "reply", message.facts.get(KIND_FACT, "")
    warnings = [] if is_ours else find_identifying(message.text, places=tuple(places))
    return {
        "token": message.token,
        "by": _WRITERS.get(message.kind, message.kind) + (f"（{kind}）" if is_ours and kind else ""),
        "day": message.day.isoformat(),
        "is_ours": is_ours,
        "facts": [(name, words) for name, words in message.facts.items() if name != KIND_FACT] if is_ours else [],
        "pieces": split_at_warnings(message.text, warnings),
        "files": message.file_names,
    }


def _name_readers(one: Opened, overview: Overview) -> list[str]:
    try:
        return [overview.known.name_of(reader.id) for reader in allowed_readers(overview.known, [one])]
    except TooFewReaders:
        return ["核对过公钥的不足两位，请先到“受理人”页核对"]


def _tell_next_due(one: Opened, today: date) -> str:
    """The nearest promise that is still to be kept, in words; empty where none runs."""
    coming = sorted(day for name, day in one.row["due"].items() if date.fromisoformat(day) >= today)
    if not coming or not one.state.is_open:
        return ""
    left = (date.fromisoformat(coming[0]) - today).days
    return f"最近的期限 {coming[0]}" + (f"，还有 {left} 天" if left <= _SOON_DAYS else "")
