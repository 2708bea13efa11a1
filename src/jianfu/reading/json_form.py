"""A reading as one JSON object: dates in ISO 8601, null or [] for what is absent, `spans` beside it."""

from collections.abc import Iterable
from typing import Any

from jianfu.reading.facts import Fact, Reading, Span, Wrapper


def as_json(reading: Reading, file: str) -> dict[str, Any]:
    """The object that `jianfu read --json` prints. Keys are always all there, in this order."""
    identity = reading.identity
    inspection = reading.inspection
    return {
        "file": file,
        "doc_number": identity.doc_number.value.text if identity.doc_number else None,
        "issuer": _value(identity.issuer),
        "joint_issuers": [fact.value for fact in identity.joint_issuers],
        "kind": identity.document_type.value.value if identity.document_type else None,
        "title": _value(identity.title),
        "date": identity.issued_on.value.isoformat() if identity.issued_on else None,
        "recipients": [fact.value for fact in identity.recipients],
        "secrecy": identity.secrecy.value.value if identity.secrecy else None,
        "urgency": identity.urgency.value.value if identity.urgency else None,
        "signer": _value(identity.signer),
        "attachments": [fact.value for fact in identity.attachments],
        "header_class": identity.header_class.value.value if identity.header_class else None,
        "forwards": _wrapper(identity.forwards.value) if identity.forwards else None,
        "replaces": (
            {"how": identity.replaces.value.how.value, "target": identity.replaces.value.target}
            if identity.replaces
            else None
        ),
        "deadlines": [
            {
                "text": deadline.text,
                "at": deadline.at.isoformat(timespec="minutes") if deadline.at else None,
                "period": deadline.period.value if deadline.period else None,
                "working_hours": deadline.working_hours,
                "note": deadline.note or None,
            }
            for deadline in reading.deadlines
        ],
        "asks": [
            {
                "kind": ask.kind.value,
                "text": ask.text,
                "frequency": ask.frequency.value if ask.frequency else None,
                "times": ask.times,
            }
            for ask in reading.asks
        ],
        "paper": _value(reading.submission.paper),
        "electronic": _value(reading.submission.electronic),
        "signed": _value(reading.submission.signed),
        "tied_to_assessment": _value(reading.tied_to_assessment),
        "inspection": (
            None
            if inspection is None
            else {
                "is": inspection.is_inspection,
                "name_used": inspection.name_used,
                "reasons": list(inspection.reasons),
                "confidence": inspection.confidence,
            }
        ),
        "spans": _spans(reading),
    }


def _value(fact: Fact[Any] | None) -> Any:
    return fact.value if fact is not None else None


def _wrapper(wrapper: Wrapper) -> dict[str, Any]:
    inner = _wrapper(wrapper.inner) if wrapper.inner else None
    return {"verb": wrapper.verb, "issuer": wrapper.issuer, "title": wrapper.title, "inner": inner}


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
