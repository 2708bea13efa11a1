"""Rewritten items of the anonymous channel: two signatures or nothing, once, and no way back."""

import json
import os
from datetime import datetime

import pytest

from jianfu.casework.actions import RefusedStep, open_reported_case
from jianfu.casework.models import Case
from jianfu.casework.reported_items import RefusedItem, read_item, read_signing_keys
from jianfu.ledger.models import AuditEntry, Organ
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.voice.wire import SigningKey, sign_item

NOW = datetime(2026, 11, 30, 9, 0)
KEYS = [SigningKey(bytes([place]) * 32) for place in (1, 2, 3)]
KNOWN = {key.public: f"单位 {place}" for place, key in enumerate(KEYS[:2])}
WORDING = {
    "text": "每月同一套数报三次",
    "kind": "data_request",
    "organ": "县应急管理局",
    "evidence": ["青应急〔2023〕41号"],
    "written_on": "2026-11-26",
}


def _file(signers: list[SigningKey] = KEYS[:2], link: str = "a" * 64, **changes: object) -> bytes:
    """As the desk writes it: the signatures are made by the desk's own function."""
    signed = [{"key": key.public, "signature": sign_item(WORDING, key=key)} for key in signers]
    told = {"format": "jianfu-voice-item/1", "item": WORDING | changes, "link_hash": link, "signatures": signed}
    return json.dumps(told, ensure_ascii=False).encode()


def test_what_two_registered_handlers_signed_is_read() -> None:
    item = read_item(_file(), KNOWN)

    assert (item.text, item.organ, item.evidence) == (WORDING["text"], "县应急管理局", ("青应急〔2023〕41号",))
    assert set(item.signers) == {"单位 0", "单位 1"}


@pytest.mark.parametrize(
    "data",
    [
        _file(KEYS[:1]),
        _file([KEYS[0], KEYS[0]]),
        _file([KEYS[0], KEYS[2]]),
        _file(text="改过的话"),
        _file(organ="县民政局"),
        _file(link="短"),
        b"",
        b"[]",
        b"{}",
        b"\xff" * 10,
        os.urandom(300_000),
    ],
)
def test_everything_else_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedItem):
        read_item(data, KNOWN)


def test_the_published_keys_are_read() -> None:
    text = json.dumps({"readers": [{"signing_key": "ab", "unit": "县纪委监委", "name": "丙"}]})

    assert read_signing_keys(text) == {"ab": "县纪委监委 丙"}
    with pytest.raises(RefusedItem):
        read_signing_keys("[]")


@pytest.fixture
def organ(db: None) -> Organ:
    return Organ.objects.create(name="县应急管理局", level="county", kind="department")


def _open(data: bytes, organ: Organ) -> tuple[Case, bool]:
    item = read_item(data, KNOWN)
    return open_reported_case(item, organ, calendar=WorkCalendar.china(), actor="督查", now=NOW)


def test_an_item_becomes_a_case_once(organ: Organ) -> None:
    case, is_new = _open(_file(), organ)
    same, is_new_again = _open(_file(), organ)

    assert (is_new, is_new_again, same) == (True, False, case)
    assert case.steps.get().reasons.startswith("每月同一套数报三次\n文号：青应急〔2023〕41号")
    assert AuditEntry.objects.filter(body__contains="step_case").count() == 1


def test_more_about_the_same_joins_the_open_case_and_once(organ: Organ) -> None:
    case, _ = _open(_file(), organ)
    joined, is_new = _open(_file(link="b" * 64), organ)

    assert (joined, is_new) == (case, True)
    assert [step.words for step in case.steps.order_by("pk")] == ["立案", "又收到反映"]
    with pytest.raises(RefusedStep):
        _open(_file(link="b" * 64), organ)
