"""What a handler's desk and the reporter's site say to each other: signed requests, and the names of what is in them.

Every request is `POST /desk/` with a JSON body {"do": …}. The header `Authorization` carries the handler's key, the
day, a nonce and an Ed25519 signature over all of it and the body, so that neither body nor day can be changed under way
and no request can be sent twice. docs/methods/voice.md lists the requests and their answers.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Literal, NotRequired, TypedDict

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jianfu.voice.rules.routing import Body
from jianfu.voice.sealing.boxes import NotAKey, check_recipient

PATH = "/desk/"
CONTENT_TYPE = "application/json"
NONCE_BYTES = 16
DAYS_OF_GRACE = timedelta(days=1)
"""A handler's clock may be a day off; the server keeps nonces of this day and its neighbours."""
MOST_BODY_BYTES = 48 * 2**20

BOX_FACT = "答复公钥"
"""Fact of a complaint: the reporter's box key. Handlers seal to this one, not to what the database says later."""
PROOF_FACT = "办理凭据"
"""Fact of a complaint: 32 hex digits whose SHA-256 the server keeps. Who shows them has read the complaint."""
CONCERNED_FACT = "关于单位"
HIDDEN_FACT = "不让看的单位"
ABOUT_OFFICE_FACT = "关于减负专班"
ABOUT_LEADERS_FACT = "关于县领导"
"""The ticks that chose the readers. They stand inside the envelope, so that a later re-encryption obeys them too."""
KIND_FACT = "类型"
STATE_FACT = "进度"
"""Fact of a reply: the state that it tells the reporter of."""
NAMES_BETWEEN = "、"
YES = "是"

_SCHEME = "Jianfu-Ed25519"
_DOMAIN = b"jianfu-voice-desk/1"
_ITEM_DOMAIN = b"jianfu-voice-item/1"
_REGISTRATION_DOMAIN = b"jianfu-voice-reader/1"
_REGISTRATION_PREFIX = "jianfu-voice-reader:"
_HEX = re.compile(r"[0-9a-f]+")


Do = Literal[
    "inbox",
    "fetch",
    "reply",
    "step",
    "extend",
    "agree",
    "decline",
    "item",
    "check-item",
    "decline-item",
    "export-item",
    "rekey",
    "drill-challenge",
    "drill",
]
"""What a desk may ask. The classes below say what comes with it; docs/methods/voice.md says what comes back."""


class Ask(TypedDict):
    """A request: `do`, and of the others what it needs. Envelopes are base64, tokens and keys hexadecimal."""

    do: Do
    token: NotRequired[str]
    """fetch: an envelope's token."""
    complaint: NotRequired[str]
    """reply, step, extend, rekey."""
    proof: NotRequired[str]
    """The complaint's `PROOF_FACT`, for whatever touches one complaint."""
    proofs: NotRequired[dict[str, str]]
    """item, check-item, decline-item, export-item: complaint's token → its proof, for all complaints of the item."""
    sealed: NotRequired[str]
    """reply, step, extend: to the reporter's box, the readers and the recovery key; item: to the readers."""
    to: NotRequired[str]
    """step: a `State`."""
    reason: NotRequired[str]
    """step: a `Reason`, where the step needs one."""
    kind: NotRequired[str]
    """step: a `Kind`, on accepting; it is counted in public and never more than this word."""
    proposal: NotRequired[str]
    """agree, decline."""
    item: NotRequired[str]
    """check-item, decline-item, export-item."""
    signature: NotRequired[str]
    """item, check-item: `sign_item` over the wording."""
    boxes: NotRequired[dict[str, str]]
    """check-item: complaint's token → the wording sealed to that reporter's box."""
    envelope: NotRequired[str]
    """rekey: the envelope whose `sealed` is to be put in its place."""
    answer: NotRequired[str]
    """drill: what stood in the challenge."""


class EnvelopeRow(TypedDict):
    """One envelope of a complaint; `fetch` brings it."""

    token: str
    kind: Literal["complaint", "addition", "reply", "item"]
    day: str


class ComplaintRow(TypedDict):
    """What the server knows of a complaint. `due`: `Clock` → day; `envelopes` from the first to the last."""

    token: str
    received_on: str
    state: str
    is_priority: bool
    is_extended: bool
    is_reopened: bool
    due: dict[str, str]
    overdue: list[str]
    envelopes: list[EnvelopeRow]


class ProposalRow(TypedDict):
    """A step that waits for a second handler. `by`: who asked, a signing key; `notice`: what the reporter would get."""

    token: str
    complaint: str
    what: Literal["step", "extend"]
    to: str
    reason: str
    by: str
    day: str
    notice: str


class ItemRow(TypedDict):
    """A rewritten item. `free_on`: the day from which it may go out if the reporters do not object."""

    token: str
    complaints: list[str]
    state: Literal["written", "checked", "objected", "declined", "exported"]
    by: str
    checked_by: str
    day: str
    free_on: str
    envelope: str


class Inbox(TypedDict):
    """The answer to `inbox`. `readers`: registration lines, so that the desk checks them itself; `recovery`: age1…."""

    day: str
    is_open: bool
    readers: list[str]
    recovery: str
    complaints: list[ComplaintRow]
    proposals: list[ProposalRow]
    items: list[ItemRow]


class NotSigned(ValueError):
    """A request, a line or an item bears no valid signature. The message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A handler's Ed25519 key. `secret`: 32 bytes."""

    secret: bytes

    @property
    def public(self) -> str:
        """64 hex digits, by which the server knows the handler."""
        return self._key().public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """The signature in base64."""
        return base64.b64encode(self._key().sign(message)).decode()

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)

    def __repr__(self) -> str:
        return f"SigningKey(public={self.public!r})"


@dataclass(frozen=True, slots=True)
class Claim:
    """What the header of a request says, before it is believed."""

    handler: str
    """The signing key in hex."""
    day: date
    nonce: str
    signature: str


def encode_body(request: Mapping[str, Any]) -> bytes:
    """A request or an answer as it is sent: JSON in UTF-8, keys in order."""
    return json.dumps(request, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign_request(body: bytes, *, key: SigningKey, day: date, nonce: bytes) -> str:
    """The value of the `Authorization` header for this body."""
    signature = key.sign(_canonical(body, key.public, day, nonce.hex()))
    return f"{_SCHEME} {key.public}.{day.isoformat()}.{nonce.hex()}.{signature}"


def read_claim(header: str) -> Claim:
    """The parts of an `Authorization` header. NotSigned where it has another form."""
    scheme, _, rest = header.partition(" ")
    parts = rest.split(".")
    if scheme != _SCHEME or len(parts) != 4 or not _is_hex(parts[0], 64) or not _is_hex(parts[2], 2 * NONCE_BYTES):
        raise NotSigned("请求没有签名。")
    try:
        return Claim(handler=parts[0], day=date.fromisoformat(parts[1]), nonce=parts[2], signature=parts[3])
    except ValueError as problem:
        raise NotSigned("请求没有签名。") from problem


def check_request(claim: Claim, body: bytes, *, today: date) -> None:
    """NotSigned where the signature is not the named handler's over this body, or the day is not about today.

    Whether the handler is registered and the nonce is new, the server asks its tables.
    """
    if abs(claim.day - today) > DAYS_OF_GRACE:
        raise NotSigned("请求的日期与服务器相差超过一天，请校准电脑日期。")
    _verify(claim.handler, claim.signature, _canonical(body, claim.handler, claim.day, claim.nonce))


def hash_proof(proof: str) -> str:
    """What the server keeps of a complaint's `PROOF_FACT`: 64 hex digits."""
    return sha256(b"jianfu-voice-proof\0" + proof.encode()).hexdigest()


def encode_sealed(sealed: bytes) -> str:
    """An envelope as it stands in a body: base64."""
    return base64.b64encode(sealed).decode()


def decode_sealed(words: str) -> bytes:
    """The envelope's bytes. ValueError where the words are no base64."""
    try:
        return base64.b64decode(words, validate=True)
    except binascii.Error as problem:
        raise ValueError("密文的写法不对") from problem


def sign_item(item: Mapping[str, Any], *, key: SigningKey) -> str:
    """A handler's signature under the wording of a rewritten item: who wrote and who checked sign the same bytes."""
    return key.sign(_ITEM_DOMAIN + b"\n" + encode_body(item))


def check_item_signature(item: Mapping[str, Any], handler: str, signature: str) -> None:
    """NotSigned where this handler did not sign this wording."""
    _verify(handler, signature, _ITEM_DOMAIN + b"\n" + encode_body(item))


@dataclass(frozen=True, slots=True)
class Registration:
    """The public halves of a handler's keys, with who holds them."""

    name: str
    unit: str
    body: Body
    encrypts_to: str
    """age1…"""
    signs_as: str
    """64 hex digits."""

    @property
    def fingerprint(self) -> str:
        """Twenty digits to read to each other by telephone: both keys are in them."""
        digest = sha256(f"{self.encrypts_to}\n{self.signs_as}".encode()).digest()
        digits = f"{int.from_bytes(digest, 'big') % 10**20:020d}"
        return " ".join(digits[start : start + 4] for start in range(0, 20, 4))


def make_registration(reader: Registration, *, key: SigningKey) -> str:
    """One line to hand to whoever registers readers; the key signs it, so no one registers another's key as own."""
    body = _registration_body(reader)
    signature = key.sign(_REGISTRATION_DOMAIN + b"\n" + body)
    return f"{_REGISTRATION_PREFIX}{base64.urlsafe_b64encode(body).decode()}.{signature}"


def read_registration(line: str) -> Registration:
    """The reader of a line. NotSigned or NotAKey where it was changed or cut."""
    words, _, signature = line.strip().removeprefix(_REGISTRATION_PREFIX).partition(".")
    try:
        body = base64.urlsafe_b64decode(words)
        parts = json.loads(body)
        reader = Registration(
            name=str(parts["name"]),
            unit=str(parts["unit"]),
            body=Body(parts["body"]),
            encrypts_to=check_recipient(str(parts["encrypts_to"])),
            signs_as=str(parts["signs_as"]),
        )
    except NotAKey:
        raise
    except (ValueError, KeyError, TypeError) as problem:
        raise NotSigned("登记行不完整，请重新复制整行。") from problem
    _verify(reader.signs_as, signature, _REGISTRATION_DOMAIN + b"\n" + body)
    return reader


def _registration_body(reader: Registration) -> bytes:
    return encode_body(
        {
            "name": reader.name,
            "unit": reader.unit,
            "body": reader.body.value,
            "encrypts_to": reader.encrypts_to,
            "signs_as": reader.signs_as,
        }
    )


def _canonical(body: bytes, handler: str, day: date, nonce: str) -> bytes:
    lines = (b"POST", PATH.encode(), sha256(body).hexdigest().encode(), handler.encode(), day.isoformat().encode())
    return b"\n".join((_DOMAIN, *lines, nonce.encode()))


def _verify(public: str, signature: str, message: bytes) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError) as problem:
        raise NotSigned("签名不符。") from problem


def _is_hex(words: str, length: int) -> bool:
    return len(words) == length and _HEX.fullmatch(words) is not None
