"""A server that keeps the other end of the wire in memory, and plays reporters and tampering administrators."""

import json
import os
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from jianfu.voice.desk.complaints import Desk
from jianfu.voice.desk.keyfile import HandlerKeys, make_keys
from jianfu.voice.desk.known_readers import ReaderFile
from jianfu.voice.desk.server import Server
from jianfu.voice.rules.course import State, needs_second_person
from jianfu.voice.rules.routing import Body, Reader, choose_readers
from jianfu.voice.sealing.boxes import BoxIdentity, make_box
from jianfu.voice.sealing.envelopes import File, Payload, open_, seal
from jianfu.voice.wire import (
    ABOUT_OFFICE_FACT,
    BOX_FACT,
    CONCERNED_FACT,
    HIDDEN_FACT,
    KIND_FACT,
    PROOF_FACT,
    YES,
    check_request,
    decode_sealed,
    encode_body,
    encode_sealed,
    hash_proof,
    read_claim,
    read_registration,
)

TODAY = date(2023, 12, 7)
PEOPLE = (
    ("甲", "县委办公室减负专班", Body.HANDLING_OFFICE),
    ("乙", "县纪委监委", Body.DISCIPLINE),
    ("丙", "市减负办", Body.UPPER_LEVEL),
    ("丁", "县委督查室", Body.SUPERVISION),
)


class Refusal(Exception):
    """What this server does not do."""


@dataclass
class PretendServer:
    """Complaints, envelopes, proposals and items, as the server holds them."""

    recovery: BoxIdentity
    keys: dict[str, HandlerKeys]
    lines: list[str] = field(default_factory=list)
    envelopes: dict[str, bytes] = field(default_factory=dict)
    complaints: list[dict[str, Any]] = field(default_factory=list)
    proofs: dict[str, str] = field(default_factory=dict)
    proposals: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    signatures: dict[str, dict[str, str]] = field(default_factory=dict)
    boxes: dict[str, BoxIdentity] = field(default_factory=dict)
    nonces: set[str] = field(default_factory=set)
    asked: list[dict[str, Any]] = field(default_factory=list)
    challenge: str = ""
    drilled: bool = False

    def send(self, body: bytes, header: str) -> tuple[int, bytes]:
        """The other end of `Server`."""
        claim = read_claim(header)
        check_request(claim, body, today=TODAY)
        known = {read_registration(line).signs_as for line in self.lines}
        if claim.handler not in known or claim.nonce in self.nonces:
            return 403, encode_body({"words": "这把钥匙没有登记。"})
        self.nonces.add(claim.nonce)
        ask = json.loads(body)
        self.asked.append(ask)
        try:
            return 200, encode_body(getattr(self, "do_" + ask["do"].replace("-", "_"))(ask, claim.handler))
        except Refusal as refusal:
            return 422, encode_body({"words": str(refusal)})

    def report(
        self,
        text: str,
        *,
        files: tuple[File, ...] = (),
        hidden: tuple[str, ...] = (),
        concerned: tuple[str, ...] = (),
        about_office: bool = False,
        **row: Any,
    ) -> str:
        """A reporter's complaint, sealed as the site does it; returns its token."""
        box, proof, token = make_box(os.urandom(32)), os.urandom(16).hex(), os.urandom(16).hex()
        facts = {
            KIND_FACT: "资料台账",
            BOX_FACT: box.public,
            PROOF_FACT: proof,
            HIDDEN_FACT: "、".join(hidden),
            CONCERNED_FACT: "、".join(concerned),
            ABOUT_OFFICE_FACT: YES if about_office else "",
        }
        chosen = choose_readers(
            [Reader(k.reader.signs_as, k.reader.unit, k.reader.body, k.box.public) for k in self.keys.values()],
            concerned_units=concerned,
            hidden_from=hidden,
            about_handling_office=about_office,
            about_leaders=False,
        )
        readers = [one.public_key for one in chosen]
        envelope = self._keep(seal(Payload(text, facts, files), [*readers, self.recovery.public], random=os.urandom))
        self.boxes[token], self.proofs[token] = box, hash_proof(proof)
        told = {
            "token": token,
            "received_on": "2023-12-01",
            "state": State.RECEIVED.value,
            "is_priority": False,
            "is_extended": False,
            "is_reopened": False,
            "due": {"acknowledge": "2023-12-08", "accept": "2023-12-18"},
            "overdue": [],
            "envelopes": [{"token": envelope, "kind": "complaint", "day": "2023-12-01"}],
        }
        self.complaints.append({**told, **row})
        return token

    def read_box(self, complaint: str) -> list[Payload]:
        """What the reporter reads: the answers, by the key of the box alone."""
        row = self._row(complaint)
        tokens = [e["token"] for e in row["envelopes"] if e["kind"] == "reply"]
        return [open_(self.envelopes[token], self.boxes[complaint].secret) for token in tokens]

    def opens(self, name: str, envelope: str) -> bool:
        """Whether the named handler's key opens this envelope."""
        try:
            open_(self.envelopes[envelope], self.keys[name].box.secret)
        except ValueError:
            return False
        return True

    def _keep(self, sealed: bytes) -> str:
        token = os.urandom(16).hex()
        self.envelopes[token] = sealed
        return token

    def _row(self, token: str) -> dict[str, Any]:
        return next(row for row in self.complaints if row["token"] == token)

    def _prove(self, complaint: str, proof: str) -> dict[str, Any]:
        if self.proofs.get(complaint) != hash_proof(proof):
            raise Refusal("您不是这一件的受理人。")
        return self._row(complaint)

    def _reply(self, ask: dict[str, Any]) -> str:
        token = self._keep(decode_sealed(ask["sealed"]))
        row = self._prove(ask["complaint"], ask["proof"])
        row["envelopes"].append({"token": token, "kind": "reply", "day": TODAY.isoformat()})
        return token

    def do_inbox(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        return {
            "day": TODAY.isoformat(),
            "is_open": self.drilled,
            "readers": self.lines,
            "recovery": self.recovery.public,
            "complaints": self.complaints,
            "proposals": self.proposals,
            "items": self.items,
        }

    def do_fetch(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        return {"sealed": encode_sealed(self.envelopes[ask["token"]])}

    def do_reply(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        self._prove(ask["complaint"], ask["proof"])
        return {"token": self._reply(ask)}

    def do_step(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        row = self._prove(ask["complaint"], ask["proof"])
        if needs_second_person(State(row["state"]), State(ask["to"])):
            return self._propose(ask, handler, "step")
        row["state"] = ask["to"]
        return {"token": self._reply(ask)}

    def do_extend(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        self._prove(ask["complaint"], ask["proof"])
        return self._propose(ask, handler, "extend")

    def _propose(self, ask: dict[str, Any], handler: str, what: str) -> dict[str, Any]:
        told = {"token": os.urandom(16).hex(), "complaint": ask["complaint"], "what": what, "by": handler}
        notice = self._keep(decode_sealed(ask["sealed"]))
        more = {"to": ask.get("to", ""), "reason": ask.get("reason", ""), "day": TODAY.isoformat(), "notice": notice}
        self.proposals.append({**told, **more})
        return {"proposal": told["token"]}

    def do_agree(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        proposal = next(one for one in self.proposals if one["token"] == ask["proposal"])
        row = self._prove(proposal["complaint"], ask["proof"])
        if proposal["by"] == handler:
            raise Refusal("须由另一位受理人同意。")
        row["envelopes"].append({"token": proposal["notice"], "kind": "reply", "day": TODAY.isoformat()})
        row["state"] = proposal["to"] or row["state"]
        row["is_extended"] = row["is_extended"] or proposal["what"] == "extend"
        self.proposals.remove(proposal)
        return {}

    def do_decline(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        proposal = next(one for one in self.proposals if one["token"] == ask["proposal"])
        self._prove(proposal["complaint"], ask["proof"])
        self.proposals.remove(proposal)
        return {}

    def do_item(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        for complaint, proof in ask["proofs"].items():
            self._prove(complaint, proof)
        token = os.urandom(16).hex()
        envelope = self._keep(decode_sealed(ask["sealed"]))
        self.signatures[token] = {handler: ask["signature"]}
        told = {"token": token, "complaints": sorted(ask["proofs"]), "state": "written", "by": handler}
        more = {"checked_by": "", "day": TODAY.isoformat(), "free_on": "", "envelope": envelope}
        self.items.append({**told, **more})
        return {"item": token}

    def _item(self, ask: dict[str, Any]) -> dict[str, Any]:
        item = next(one for one in self.items if one["token"] == ask["item"])
        for complaint in item["complaints"]:
            self._prove(complaint, ask["proofs"][complaint])
        return item

    def do_check_item(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        item = self._item(ask)
        self.signatures[ask["item"]][handler] = ask["signature"]
        item.update(state="checked", checked_by=handler, free_on="2023-12-10")
        for complaint, sealed in ask["boxes"].items():
            token = self._keep(decode_sealed(sealed))
            self._row(complaint)["envelopes"].append({"token": token, "kind": "reply", "day": TODAY.isoformat()})
        return {}

    def do_decline_item(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        self._item(ask)["state"] = "declined"
        return {}

    def do_export_item(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        item = self._item(ask)
        if item["free_on"] > TODAY.isoformat():
            raise Refusal("反映人还可以提出异议。")
        item["state"] = "exported"
        return {"signatures": self.signatures[ask["item"]], "link_hash": sha256(b"link").hexdigest()}

    def do_rekey(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        self._prove(ask["complaint"], ask["proof"])
        self.envelopes[ask["envelope"]] = decode_sealed(ask["sealed"])
        return {}

    def do_drill_challenge(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        self.challenge = os.urandom(32).hex()
        return {"sealed": encode_sealed(seal(Payload(self.challenge), [self.recovery.public], random=os.urandom))}

    def do_drill(self, ask: dict[str, Any], handler: str) -> dict[str, Any]:
        if ask["answer"] != self.challenge:
            raise Refusal("答案不对。")
        self.drilled = True
        return {}


def make_server() -> PretendServer:
    """Four handlers of four bodies, and a recovery key."""
    keys = {name: make_keys(name, unit, body, random=os.urandom) for name, unit, body in PEOPLE}
    return PretendServer(make_box(os.urandom(32)), keys, lines=[key.line for key in keys.values()])


def sit_down(server: PretendServer, name: str, folder: Path, *, compared: bool = True, recovery: str = "") -> Desk:
    """A handler's desk at this server; with `compared`, all keys have been compared."""
    keys = server.keys[name]
    way = Server(server.send, keys, today=lambda: TODAY, random=os.urandom)
    desk = Desk(keys, way, ReaderFile(folder / f"{name}.readers.json"), random=os.urandom, recovery=recovery)
    if compared:
        known = desk.look().known
        for one in known.new:
            desk.readers.confirm(one)
        if known.new_recovery:
            desk.readers.confirm(known.new_recovery)
    return desk
