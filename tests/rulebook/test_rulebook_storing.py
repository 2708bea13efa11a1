"""Stored findings: the same letters for the same findings, and a damaged file is told."""

import json
from datetime import date
from pathlib import Path

import pytest

from jianfu.rulebook.storing import BrokenFindings, Scope, read_lines, say_lines, write_findings
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.finding import Finding, RootCause
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

FINDING = Finding(
    card="测试-1",
    name="年度会议",
    kind=BurdenKind.MEETING,
    severity="违规",
    clause="《规定》第1条：“不得”",
    organs=("甲局",),
    level=OrganLevel.COUNTY,
    cause=RootCause.SOFT_ENFORCEMENT,
    cause_evidence="条文写明“不得”",
    subject="甲局、2023年",
    value=2.0,
    limit=1.0,
    receipts=(1, 2),
    card_digest="a" * 8,
    rulebook_digest="b" * 8,
)


@pytest.mark.parametrize("period", [None, Period(date(2023, 1, 1), date(2023, 12, 1))])
def test_what_is_written_is_read_and_said_the_same(tmp_path: Path, period: Period | None) -> None:
    scope, path = Scope("青禾县", period, "b" * 8), tmp_path / "新" / "问题.jsonl"
    assert write_findings(path, scope, [FINDING, FINDING]) == 2
    read, lines = read_lines(path)
    assert read == scope
    assert lines == list(say_lines(scope, [FINDING, FINDING]))
    assert json.loads(lines[1])["organs"] == ["甲局"]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"{}\n", b"[1]\n", b"\xff\xfe", b'{"organ": null, "period": {"start": 1}}'])
def test_another_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "别的.jsonl"
    path.write_bytes(content)
    with pytest.raises(BrokenFindings, match="已损坏"):
        read_lines(path)
    with pytest.raises(BrokenFindings):
        read_lines(tmp_path / "没有.jsonl")
