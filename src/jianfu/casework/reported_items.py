"""Rewritten items that come out of the anonymous channel as signed files: read and checked, without asking the channel.

The form is that of the handlers' desk: the wording, two signatures under it, the digest of a random link. The workspace
knows the handlers' public keys from a file that the channel publishes, and keeps of an item nothing that leads back.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jianfu.vocabulary.burden_kind import BurdenKind

READERS_FILE = "受理人公钥.json"
LARGEST_BYTES = 256 * 1024
_FORMAT = "jianfu-voice-item/1"
_DOMAIN = b"jianfu-voice-item/1\n"
_SIGNERS = 2
_NOT_ONE = "这不是匿名渠道导出的改写件。请用受理台导出的原文件，不要改动。"


class RefusedItem(Exception):
    """A file that is no item, or one that two handlers did not sign; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class ReportedItem:
    """A checked wording. `link` is a digest by which the same item is recognised; `signers` are units with names."""

    text: str
    kind: BurdenKind
    organ: str
    evidence: tuple[str, ...]
    link: str
    signers: tuple[str, ...]


def read_item(data: bytes, signing_keys: Mapping[str, str]) -> ReportedItem:
    """The item of a file. `signing_keys`: key in hexadecimal → who holds it. RefusedItem where it does not hold."""
    if len(data) > LARGEST_BYTES:
        raise RefusedItem(_NOT_ONE)
    try:
        told = json.loads(data)
        item, link = told["item"], str(told["link_hash"])
        if told["format"] != _FORMAT or len(link) != 64:
            raise RefusedItem(_NOT_ONE)
        signers = _find_signers(item, told["signatures"], signing_keys)
        evidence = tuple(str(number) for number in item["evidence"])
        found = ReportedItem(str(item["text"]), BurdenKind(item["kind"]), str(item["organ"]), evidence, link, signers)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise RefusedItem(_NOT_ONE) from problem
    if len(signers) < _SIGNERS:
        raise RefusedItem("没有两位登记过的受理人的有效签名，没有导入。请确认文件没有改动、受理人公钥是最新的。")
    return found


def read_signing_keys(text: str) -> dict[str, str]:
    """Who holds which key, from the channel's published file. RefusedItem where it is another file."""
    try:
        return {str(one["signing_key"]): f"{one['unit']} {one['name']}" for one in json.loads(text)["readers"]}
    except (ValueError, KeyError, TypeError) as problem:
        raise RefusedItem(f"{READERS_FILE} 读不出来，请用 jianfu voice publish 重新写一份。") from problem


def _find_signers(item: Any, signatures: Any, signing_keys: Mapping[str, str]) -> tuple[str, ...]:
    message = _DOMAIN + json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    found = {}
    for one in signatures:
        key = str(one["key"])
        if key in signing_keys and _signed(message, key, str(one["signature"])):
            found[key] = signing_keys[key]
    return tuple(found.values())


def _signed(message: bytes, key: str, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(base64.b64decode(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
