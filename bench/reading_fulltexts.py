"""Number, issuers, date and type of full texts against facts read by hand (bench/reading_labels.yaml)."""

import random
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bench.scores import Score
from jianfu.reading.facts import Identity
from jianfu.reading.reader import read_identity
from jianfu.vocabulary.text import squeeze

LABELS = Path(__file__).with_name("reading_labels.yaml")
_BRACKETS = str.maketrans("[]【】", "〔〕〔〕")


def score_fulltexts(papers: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Lines of the table: the own number of all notices with a body, the other facts of two parts by hand."""
    labels = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    notices = {paper["id"]: paper for paper in papers if paper["body"] and paper["genre"] == "notice_fulltext"}
    yield _score_own_numbers(notices.values(), labels["own_numbers"])
    drawn = shuffle(notices, seed=labels["seed"])
    for what, ids in (("first part", drawn[: labels["first_part"]]), ("second part", drawn[labels["first_part"] :])):
        yield from _score_identities({name: notices[name]["body"] for name in ids}, labels["papers"], what)


def shuffle(notices: Iterable[str], *, seed: int) -> list[str]:
    """The ids in an order that anybody can repeat."""
    ids = sorted(notices)
    random.Random(seed).shuffle(ids)
    return ids


def _score_own_numbers(notices: Iterable[dict[str, Any]], corrected: dict[str, str | None]) -> str:
    """The register's number is wanted where the text has it; where a hand corrected it, what the hand says."""
    score = Score()
    for paper in notices:
        body = squeeze(paper["body"]).translate(_BRACKETS)
        label = squeeze(paper["doc_number_norm"] or "")
        wanted = corrected.get(paper["id"], label if label and label in body else None)
        number = read_identity(paper["body"]).doc_number
        score.add(number.value.text if number else None, wanted)
    return score.show("发文字号", "own number of full texts")


def _score_identities(bodies: dict[str, str], papers: dict[str, dict[str, Any]], what: str) -> Iterator[str]:
    issuer, joint, issued_on, kind = Score(), Score(), Score(), Score()
    for name, body in bodies.items():
        wanted = papers.get(name, {"issuers": [], "date": None, "kind": None})
        found = read_identity(body)
        issuers = _issuers(found)
        issuer.add(issuers[0] if issuers else None, wanted["issuers"][0] if wanted["issuers"] else None)
        joint.add(_only_joint(issuers), _only_joint(wanted["issuers"]))
        issued_on.add(_value(found.issued_on), wanted["date"])
        kind.add(_value(found.document_type), wanted["kind"])
    yield issuer.show("issuer", f"first issuer of full texts, {what}")
    yield joint.show("joint issuers", f"all of them, full texts, {what}")
    yield issued_on.show("成文日期", f"full texts, {what}")
    yield kind.show("文种", f"full texts, {what}")


def _issuers(identity: Identity) -> list[str]:
    if identity.joint_issuers:
        return [fact.value for fact in identity.joint_issuers]
    return [identity.issuer.value] if identity.issuer else []


def _only_joint(issuers: list[str]) -> tuple[str, ...] | None:
    return tuple(issuers) if len(issuers) > 1 else None


def _value(fact: Any) -> str | date | None:
    return fact.value if fact is not None else None
