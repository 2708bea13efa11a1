"""Findings 问题: a judgement about an organ, with the rows that it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One clause that one organ's demand broke, or that a person must look at.

    `severity` is 违规, 请说明, 提示 or 人工判断; `clause` names paper and clause with its decisive words. `value` is
    the number that was judged, None where the clause judges none. `receipts` are ids of the rows, never empty.
    `card` and `rulebook_digest` say by which text it was judged, so that it can be derived again. `question` is what
    the reviewer is asked, empty where the clause needs no judgement.
    """

    card: str
    name: str
    severity: str
    clause: str
    organ: str
    subject: str
    value: float | None
    receipts: tuple[int, ...]
    rulebook_digest: str
    question: str = ""
