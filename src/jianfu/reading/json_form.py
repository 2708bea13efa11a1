"""A reading as one JSON object: dates in ISO 8601, null or [] for what is absent, `spans` beside it."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from jianfu.reading.facts import (
    Ask,
    Deadline,
    Fact,
    Identity,
    InspectionJudgement,
    Reading,
    Replaces,
    Span,
    Wrapper,
)


def as_json(reading: Reading, file: str) -> dict[str, Any]:
    """The object that `jianfu read --json` prints. Keys are always all there, in this order."""
    return {
        "file": file,
        **_show_identity(reading.identity),
        "deadlines": [_show_deadline(deadline) for deadline in reading.deadlines],
        "asks": [_show_ask(ask) for ask in reading.asks],
        "paper": _value(reading.submission.paper),
        "electronic": _value(reading.submission.electronic),
        "signed": _value(reading.submission.signed),
        "tied_to_assessment": _value(reading.tied_to_assessment),
        "inspection": _show_inspection(reading.inspection),
        "spans": _spans(reading),
    }


def _show_identity(identity: Identity) -> dict[str, Any]:
    return {
        "doc_number": identity.doc_number.value.text if identity.doc_number else None,
        "issuer": _value(identity.issuer),
        "joint_issuers": _values(identity.joint_issuers),
        "kind": _value(identity.document_type),
        "title": _value(identity.title),
        "date": identity.issued_on.value.isoformat() if identity.issued_on else None,
        "recipients": _values(identity.recipients),
        "secrecy": _value(identity.secrecy),
        "urgency": _value(identity.urgency),
        "signer": _value(identity.signer),
        "attachments": _values(identity.attachments),
        "header_class": _value(identity.header_class),
        "forwards": _show_wrapper(identity.forwards.value) if identity.forwards else None,
        "replaces": _show_replacement(identity.replaces.value) if identity.replaces else None,
    }


def _show_deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "text": deadline.text,
        "at": deadline.at.isoformat(timespec="minutes") if deadline.at else None,
        "period": deadline.period.value if deadline.period else None,
        "working_hours": deadline.working_hours,
        "note": deadline.note or None,
    }


def _show_ask(ask: Ask) -> dict[str, Any]:
    frequency = ask.frequency.value if ask.frequency else None
    return {"kind": ask.kind.value, "text": ask.text, "frequency": frequency, "times": ask.times}


def _show_inspection(judgement: InspectionJudgement | None) -> dict[str, Any] | None:
    if judgement is None:
        return None
    return {
        "is": judgement.is_inspection,
        "name_used": judgement.name_used,
        "reasons": list(judgement.reasons),
        "confidence": judgement.confidence,
    }


def _show_wrapper(wrapper: Wrapper) -> dict[str, Any]:
    inner = _show_wrapper(wrapper.inner) if wrapper.inner else None
    return {"verb": wrapper.verb, "issuer": wrapper.issuer, "title": wrapper.title, "inner": inner}


def _show_replacement(replaces: Replaces) -> dict[str, Any]:
    return {"how": replaces.how.value, "target": replaces.target}


def _value(fact: Fact[Any] | None) -> Any:
    """The fact's value as JSON has it: an enumeration's word, None for an absent fact."""
    value = fact.value if fact is not None else None
    return value.value if isinstance(value, Enum) else value


def _values(facts: Iterable[Fact[Any]]) -> list[Any]:
    return [_value(fact) for fact in facts]


def _spans(reading: Reading) -> dict[str, Any]:
    """Where each fact was read: [start, end, confidence], or a list of them, in characters of the text."""
    identity, submission = reading.identity, reading.submission
    single = {
        "doc_number": identity.doc_number,
        "issuer": identity.issuer,
        "kind": identity.document_type,
        "title": identity.title,
        "date": identity.issued_on,
        "secrecy": identity.secrecy,
        "urgency": identity.urgency,
        "signer": identity.signer,
        "header_class": identity.header_class,
        "forwards": identity.forwards,
        "replaces": identity.replaces,
        "paper": submission.paper,
        "electronic": submission.electronic,
        "signed": submission.signed,
        "tied_to_assessment": reading.tied_to_assessment,
    }
    spans: dict[str, Any] = {
        name: _place(fact.span, fact.confidence) for name, fact in single.items() if isinstance(fact, Fact)
    }
    spans["joint_issuers"] = _places(identity.joint_issuers)
    spans["recipients"] = _places(identity.recipients)
    spans["attachments"] = _places(identity.attachments)
    spans["deadlines"] = [_place(deadline.span, deadline.confidence) for deadline in reading.deadlines]
    spans["asks"] = [_place(ask.span, ask.confidence) for ask in reading.asks]
    if reading.inspection is not None and reading.inspection.span is not None:
        spans["inspection"] = _place(reading.inspection.span, reading.inspection.confidence)
    return spans


def _places(facts: Iterable[Fact[Any]]) -> list[list[float]]:
    return [_place(fact.span, fact.confidence) for fact in facts]


def _place(span: Span, confidence: float) -> list[float]:
    return [span.start, span.end, confidence]
