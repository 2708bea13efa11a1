"""Rewritten items: the only form in which a complaint leaves here. One writes, another checks, reporters may object."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from jianfu.voice.desk.acting import CannotDo, seal_for
from jianfu.voice.desk.complaints import Desk, Opened, Overview
from jianfu.voice.rules.identifying import Warning, find_identifying
from jianfu.voice.sealing.envelopes import Payload
from jianfu.voice.wire import (
    KIND_FACT,
    ItemRow,
    NotSigned,
    check_item_signature,
    encode_body,
    sign_item,
)

FORMAT = "jianfu-voice-item/1"
_WORDING, _SIGNATURE = "改写件", "改写人签名"
_COPIED_SIGNS = 12
"""So many signs in a row as in the complaint are a copy, and the reporter's own words."""
_FEW_REPORTS = 2


@dataclass(frozen=True, slots=True)
class Item:
    """The wording of an item. `kind`: one of the eight burdens; `evidence`: numbers of documents in the ledger."""

    text: str
    kind: str
    organ: str
    evidence: tuple[str, ...]
    written_on: str

    def wording(self) -> dict[str, Any]:
        """What is signed, and what the workspace will get."""
        return {
            "text": self.text,
            "kind": self.kind,
            "organ": self.organ,
            "evidence": list(self.evidence),
            "written_on": self.written_on,
        }


def list_doubts(item: Item, complaints: list[Opened], places: Collection[str] = ()) -> list[str]:
    """In Chinese what could tell who complained; empty is no promise."""
    doubts = [f"{one.hint.label}：“{one.words}”" for one in find_warnings(item.text, places)]
    doubts += [f"照抄了反映人的原话：“{words}”" for words in _find_copied(item.text, complaints)]
    if len(complaints) < _FEW_REPORTS:
        doubts.append("只有一件反映：单位一看就知道有人反映。能合并同类的，请等一等，几件一起转。")
    if not item.evidence:
        doubts.append("没有写文号：用台账里已有的文件说话，最能保护反映人。")
    return doubts


def find_warnings(text: str, places: Collection[str] = ()) -> list[Warning]:
    """Words that may point to a person, with their places in the text."""
    return find_identifying(text, places=places)


def write_item(desk: Desk, overview: Overview, complaints: list[Opened], item: Item) -> str:
    """Put a wording before the other readers; returns the item's token."""
    if not complaints:
        raise CannotDo("没有选中任何一件。")
    if not item.text.strip() or not item.organ.strip():
        raise CannotDo("改写的内容和所涉单位都要写。")
    signature = sign_item(item.wording(), key=desk.keys.signing)
    facts = {KIND_FACT: "改写件", _WORDING: encode_body(item.wording()).decode(), _SIGNATURE: signature}
    sealed = seal_for(desk, overview.known, complaints, Payload(item.text, facts))
    answer = desk.server.ask({"do": "item", "proofs": _proofs(complaints), "sealed": sealed, "signature": signature})
    return str(answer.get("item", ""))


def open_item(desk: Desk, row: ItemRow) -> Item:
    """The wording, checked to be what its writer signed. CannotDo where it is not."""
    facts = desk.open_envelope(row["envelope"]).facts
    try:
        wording = json.loads(facts[_WORDING])
        check_item_signature(wording, row["by"], facts[_SIGNATURE])
        evidence = tuple(str(number) for number in wording["evidence"])
        return Item(wording["text"], wording["kind"], wording["organ"], evidence, wording["written_on"])
    except (KeyError, ValueError, TypeError, NotSigned) as problem:
        raise CannotDo("这份改写件的签名不符，可能被改动过，请不要通过。") from problem


def check_item(desk: Desk, overview: Overview, row: ItemRow, complaints: list[Opened]) -> None:
    """Approve another's wording: it goes into the reporters' boxes, and the time to object begins."""
    if row["by"] == desk.keys.signing.public:
        raise CannotDo("这是您自己改写的，须由另一位受理人审核。")
    item = open_item(desk, row)
    boxes = {one.token: _seal_for_box(desk, overview, one, item) for one in complaints}
    signature = sign_item(item.wording(), key=desk.keys.signing)
    proofs = _proofs(complaints)
    desk.server.ask(
        {"do": "check-item", "item": row["token"], "proofs": proofs, "signature": signature, "boxes": boxes}
    )


def decline_item(desk: Desk, row: ItemRow, complaints: list[Opened]) -> None:
    """Say no to a wording, or take the own one back."""
    desk.server.ask({"do": "decline-item", "item": row["token"], "proofs": _proofs(complaints)})


def export_item(desk: Desk, overview: Overview, row: ItemRow, complaints: list[Opened]) -> bytes:
    """The signed file for supervision to import; the server gives it out after the time to object.

    It names no complaint: only the wording, both signatures with who made them, and the hash of a random link.
    """
    item = open_item(desk, row)
    answer = desk.server.ask({"do": "export-item", "item": row["token"], "proofs": _proofs(complaints)})
    readers = {one.signs_as: one for one in (*overview.known.compared, *overview.known.new)}
    signed = []
    for key, signature in answer["signatures"].items():
        check_item_signature(item.wording(), key, signature)
        signer = readers.get(key)
        by = {"unit": signer.unit, "name": signer.name} if signer else {}
        signed.append({"key": key, "signature": signature, **by})
    if len({one["key"] for one in signed}) < 2:
        raise CannotDo("这份改写件没有两个人的签名，不能导出。")
    told = {"format": FORMAT, "item": item.wording(), "link_hash": answer["link_hash"], "signatures": signed}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _seal_for_box(desk: Desk, overview: Overview, complaint: Opened, item: Item) -> str:
    facts = {KIND_FACT: "拟转办的内容", "所涉单位": item.organ, "文号": "、".join(item.evidence)}
    return seal_for(desk, overview.known, [complaint], Payload(item.text, facts), box=complaint.box)


def _find_copied(text: str, complaints: list[Opened]) -> list[str]:
    """Runs of the item that stand word for word in a complaint."""
    written = [message.text for one in complaints for message in one.messages if message.kind != "reply"]
    found, place = [], 0
    while place + _COPIED_SIGNS <= len(text):
        length = _COPIED_SIGNS
        if not any(text[place : place + length] in words for words in written):
            place += 1
            continue
        while place + length < len(text) and any(text[place : place + length + 1] in words for words in written):
            length += 1
        found.append(text[place : place + length])
        place += length
    return found


def _proofs(complaints: list[Opened]) -> dict[str, str]:
    return {one.token: one.proof for one in complaints}
