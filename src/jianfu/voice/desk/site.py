"""The desk's small site: only for the browser on this computer, under an address that is new at each start.

Other web pages that are open in the browser must not reach it. A name that somebody points at 127.0.0.1 is refused by
its Host header; without the random beginning of the address there is nothing to find; what is sent must come from here.
"""

import hmac
import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, quote
from wsgiref.types import StartResponse, WSGIEnvironment

from django.template import Context, Engine

from jianfu.voice.desk.acting import CannotDo
from jianfu.voice.desk.complaints import Overview
from jianfu.voice.desk.pages import Answer, Asked, Bytes, Goto, NotFound, Page, Pages
from jianfu.voice.desk.server import Refused, Unreachable
from jianfu.voice.sealing.envelopes import CannotOpen

_MOST_FORM_BYTES = 512 * 1024
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_STATIC = {"style.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
_ID = r"([0-9a-f]{8,64})"
_NAME = r"(附件-\d{1,2}\.[a-z]{3,4})"
_FOLDER = files("jianfu.voice.desk") / "templates"


class Desksite:
    """A WSGI application over the pages. One request at a time."""

    def __init__(self, pages: Pages, *, token: str, hosts: frozenset[str]) -> None:
        """`token`: random words that begin every address; `hosts`: what the Host header may be, with the port."""
        self._pages = pages
        self._root = f"/{token}/"
        self._hosts = hosts
        self._said = ""
        self._overview: Overview | None = None
        self._engine = Engine(dirs=[str(_FOLDER)])
        self._routes: tuple[tuple[re.Pattern[str], Callable[..., Answer]], ...] = (
            (re.compile(""), pages.inbox),
            (re.compile(f"complaint/{_ID}/"), pages.complaint),
            (re.compile(f"file/{_ID}/{_NAME}/"), pages.file),
            (re.compile(rf"picture/{_ID}/{_NAME}/(\d{{1,3}})/"), pages.picture),
            (re.compile("item/new/"), pages.new_item),
            (re.compile(f"item/{_ID}/"), pages.item),
            (re.compile("items/"), pages.list_items),
            (re.compile("readers/"), pages.readers),
            (re.compile("rekey/"), pages.rekey),
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        status, headers, body = self._answer(environ)
        start_response(status, [*_HEADERS, *headers, ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        refusal = self._find_refusal(environ)
        if refusal:
            return refusal, [("Content-Type", "text/plain; charset=utf-8")], b""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace").removeprefix(self._root)
        if path in _STATIC:
            return "200 OK", [("Content-Type", _STATIC[path])], (_FOLDER / path).read_bytes()
        try:
            return self._give(self._visit(path, self._read(environ)))
        except NotFound:
            return self._refuse("404 Not Found", "没有这一页", "可能已经处理过，或按规则不由您看。")
        except Unreachable as problem:
            return self._refuse("502 Bad Gateway", "没有连上", str(problem))
        except (Refused, CannotDo, CannotOpen) as problem:
            return self._refuse("409 Conflict", "没有办成", str(problem))

    def _find_refusal(self, environ: WSGIEnvironment) -> str:
        """The status for what must not come in at all; empty for what may."""
        if environ.get("HTTP_HOST", "") not in self._hosts:
            return "421 Misdirected Request"
        path = environ.get("PATH_INFO", "")
        if not hmac.compare_digest(path[: len(self._root)].encode("latin-1"), self._root.encode()):
            return "404 Not Found"
        if environ["REQUEST_METHOD"] not in ("GET", "POST"):
            return "405 Method Not Allowed"
        if environ["REQUEST_METHOD"] == "GET":
            return ""
        origin = environ.get("HTTP_ORIGIN", "")
        # With no-referrer a browser may send "null"; then what it says of the site counts.
        is_own = origin.removeprefix("http://") in self._hosts if origin not in ("", "null") else True
        site = environ.get("HTTP_SEC_FETCH_SITE", "same-origin")
        length = environ.get("CONTENT_LENGTH") or "0"
        if not is_own or site not in ("same-origin", "none"):
            return "403 Forbidden"
        return "" if length.isdecimal() and int(length) <= _MOST_FORM_BYTES else "413 Content Too Large"

    def _read(self, environ: WSGIEnvironment) -> Asked:
        is_post = environ["REQUEST_METHOD"] == "POST"
        if is_post:
            words = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode("utf-8", "replace")
        else:
            words = environ.get("QUERY_STRING", "")
        fields = parse_qs(words, keep_blank_values=True, max_num_fields=2_000)
        return Asked(is_post, fields, self._root)

    def _visit(self, path: str, asked: Asked) -> Answer:
        for pattern, view in self._routes:
            found = pattern.fullmatch(path)
            if found is not None:
                overview = self._overview = self._pages.desk.look()
                return view(asked, overview, *found.groups())
        raise NotFound

    def _give(self, answer: Answer) -> tuple[str, list[tuple[str, str]], bytes]:
        if isinstance(answer, Goto):
            self._said = answer.said
            return "303 See Other", [("Location", self._root + answer.path)], b""
        if isinstance(answer, Bytes):
            named = (
                [("Content-Disposition", f"attachment; filename*=UTF-8''{quote(answer.name)}")] if answer.name else []
            )
            return "200 OK", [("Content-Type", answer.media_type), *named], answer.data
        said, self._said = self._said, ""
        html = self._render(answer, self._overview, said=said)
        return "200 OK", [("Content-Type", "text/html; charset=utf-8")], html

    def _refuse(self, status: str, title: str, wrong: str) -> tuple[str, list[tuple[str, str]], bytes]:
        html = self._render(Page("problem.html", {"title": title}, wrong=wrong), None, said="")
        return status, [("Content-Type", "text/html; charset=utf-8")], html

    def _render(self, page: Page, overview: Overview | None, *, said: str) -> bytes:
        reader = self._pages.desk.keys.reader
        new = len(overview.known.new) + bool(overview.known.new_recovery) if overview else 0
        frame: dict[str, Any] = {
            "root": self._root,
            "at": page.at,
            "said": said,
            "wrong": page.wrong,
            "who": f"{reader.unit} {reader.name}",
            "new_keys": str(new or ""),
        }
        context = Context({**frame, **page.words}, use_l10n=False, use_tz=False)
        return self._engine.get_template(page.template).render(context).encode()
