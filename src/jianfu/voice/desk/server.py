"""The way to the reporters' site: signed requests over HTTPS, never through a proxy that the system has set."""

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jianfu.voice.desk.keyfile import HandlerKeys
from jianfu.voice.wire import CONTENT_TYPE, NONCE_BYTES, PATH, Ask, Inbox, decode_sealed, encode_body, sign_request

Send = Callable[[bytes, str], tuple[int, bytes]]
"""(body, Authorization) → (status, body of the answer). OSError where the server cannot be reached."""

_SECONDS = 60
_MOST_ANSWER_BYTES = 64 * 2**20
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Refused(Exception):
    """The server did not do what was asked; the message is its words."""


class Unreachable(Exception):
    """The server did not answer, or not as a server of this channel does."""


class Server:
    """What a desk asks. Every method raises Refused or Unreachable."""

    def __init__(self, send: Send, keys: HandlerKeys, *, today: Callable[[], date], random: Callable[[int], bytes]):
        """`today` and `random` come from outside: this computer's clock and dice."""
        self._send = send
        self._keys = keys
        self._today = today
        self._random = random

    def ask(self, request: Ask) -> dict[str, Any]:
        """The answer to one request."""
        body = encode_body(request)
        header = sign_request(body, key=self._keys.signing, day=self._today(), nonce=self._random(NONCE_BYTES))
        try:
            status, answer = self._send(body, header)
        except OSError as problem:
            raise Unreachable(f"连不上服务器（{problem}）。请检查网络和地址。") from problem
        try:
            told = json.loads(answer)
        except ValueError as problem:
            raise Unreachable("服务器的回答看不懂，请核对地址。") from problem
        if not isinstance(told, dict):
            raise Unreachable("服务器的回答看不懂，请核对地址。")
        if status != 200:
            raise Refused(str(told.get("words") or f"服务器没有照办（{status}）。"))
        return told

    def load_inbox(self) -> Inbox:
        """Complaints, proposals, items, readers."""
        return cast(Inbox, self.ask({"do": "inbox"}))

    def fetch(self, token: str) -> bytes:
        """One envelope."""
        try:
            return decode_sealed(self.ask({"do": "fetch", "token": token})["sealed"])
        except (KeyError, ValueError, TypeError) as problem:
            raise Unreachable("服务器给的密文不完整。") from problem


def send_over_https(address: str, certificate: Path | None) -> Send:
    """A way to send. ValueError for an address without https that is not on this computer.

    `certificate`: the county's own authority or the server's certificate, where no public one signed it.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("服务器地址要以 https:// 开头。")
    trusted = ssl.create_default_context(cafile=str(certificate) if certificate else None)
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusted), _NoRedirects()
    )
    url = f"{parts.scheme}://{parts.netloc}{PATH}"

    def send(body: bytes, authorization: str) -> tuple[int, bytes]:
        headers = {"Content-Type": CONTENT_TYPE, "Authorization": authorization, "User-Agent": "jianfu"}
        request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310  # the scheme was looked at
        try:
            with opener.open(request, timeout=_SECONDS) as answer:
                return answer.status, answer.read(_MOST_ANSWER_BYTES)
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read(_MOST_ANSWER_BYTES)

    return send


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A signed request goes to the server that it was meant for, or nowhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""
        return
