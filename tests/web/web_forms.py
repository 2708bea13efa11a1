"""The forms of the application as its pages show them: found by walking all addresses, new ones as well."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve
from small_county import County
from web_addresses import ADDRESSES, fill

from jianfu.ledger.viewer import Role, Scope
from jianfu.web.access.table import TABLE


@dataclass
class Form:
    """A form on a page. `fields`: name → values that stand in it or may be chosen; `kinds`: name → its kind."""

    page: str
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def filled(self, words: str) -> dict[str, str]:
        """What somebody might type: choices taken, free fields given the words, files left out."""
        free = {"text", "textarea", "search", "password"}
        chosen = {name: next((value for value in values if value), "1") for name, values in self.fields.items()}
        typed = {name: words if self.kinds[name] in free else value for name, value in chosen.items()}
        return {name: value for name, value in typed.items() if self.kinds[name] != "file"}


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.unescaped = page, [], []  # type: str, list[Form], list[str]
        self._open: Form | None = None
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._watch(tag, given)
        if tag == "form":
            self._open = Form(self.page, given.get("action") or self.page, given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None and tag in {"input", "textarea", "select", "button"} and "name" in given:
            self._note(tag, given)
        elif self._open is not None and tag == "option" and self._select:
            self._open.fields[self._select].append(given.get("value", ""))

    def _note(self, tag: str, given: dict[str, str]) -> None:
        assert self._open is not None
        name = given["name"]
        self._select = name if tag == "select" else ""
        self._open.kinds[name] = given.get("type", "text") if tag == "input" else tag
        self._open.fields.setdefault(name, []).extend([given["value"]] if "value" in given else [])

    def _watch(self, tag: str, given: dict[str, str]) -> None:
        """Marks that text has become if it was not escaped."""
        if tag in {"xss", "base", "object", "embed", "iframe"} or any(name.startswith("on") for name in given):
            self.unescaped.append(f"{tag} {given}")
        if any(
            given.get(name, "").strip().lower().startswith(("javascript:", "vbscript:")) for name in ("href", "src")
        ):
            self.unescaped.append(f"{tag} {given}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def read_page(page: str, html: str) -> _Reader:
    """The forms of a page, and what on it looks like text that was taken for marks."""
    reader = _Reader(page)
    reader.feed(html)
    return reader


def pages_of(role: Role, county: County) -> Iterator[str]:
    """The addresses that a role may open, each with an object of its own."""
    for name in sorted(ADDRESSES):
        if name in TABLE and TABLE[name][role] is not Scope.NONE:
            yield fill(name, county.own[role])


def find_forms(client: Client, role: Role, county: County) -> list[Form]:
    """Every form that the role is shown, each kind once: a list shows the same one on every line."""
    found: dict[tuple[str, str], Form] = {}
    for page in pages_of(role, county):
        response = client.get(page)
        if response.status_code == 200 and not response.streaming and "html" in response["Content-Type"]:
            for form in read_page(page, response.content.decode()).forms:
                name = resolve(urlsplit(form.action).path).view_name
                found.setdefault((name, ",".join(sorted(form.fields))), form)
    return list(found.values())


FORMS_EXPECTED = frozenset({"draft_edit", "draft_decide", "case_step", "todo_mark", "people_invite", "people_switch"})
"""Some that must be among those found: if they are not, it is the finding that fails."""
