"""What a reporter filled in: read from the form, cleaned, shown back, and turned into a report.

Between the steps everything travels in the page itself; nothing lies on the server until it is sealed. What comes
back from the preview is cleaned again: a page's word that its files are clean is not taken.
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict

from jianfu.voice.actions.receiving import Report
from jianfu.voice.actions.routes import Exclusions
from jianfu.voice.cleaning.cleaned import CannotClean, Cleaned
from jianfu.voice.cleaning.confining import clean
from jianfu.voice.gate.throttle import cleaning_queue
from jianfu.voice.pages.choices import ALL_PATTERNS, FREQUENCIES, OTHER, RETALIATION, ROLES, TIMES, kind_of
from jianfu.voice.record.models import Unit
from jianfu.voice.sealing.envelopes import File
from jianfu.voice.wire import KIND_FACT, NAMES_BETWEEN

MOST_FILES = 5
MOST_FILE_BYTES = 8 * 1024 * 1024
MOST_WORDS = 6000
_MOST_NUMBERS = 1000
_MOST_OTHER_UNITS = 200
TEXT_FIELDS = ("text", "numbers", "other_units")
_SINGLE = (("frequency", FREQUENCIES), ("time", TIMES), ("role", ROLES))


@dataclass
class Filled:
    """The form as it was filled in. `problems` says in Chinese what keeps it from being sent."""

    patterns: list[str] = field(default_factory=list)
    is_retaliation: bool = False
    single: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    concerned: list[str] = field(default_factory=list)
    hidden_from: list[str] = field(default_factory=list)
    about_office: bool = False
    about_leaders: bool = False
    files: list[Cleaned] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def exclusions(self) -> Exclusions:
        """Whose keys drop out."""
        typed = self.texts.get("other_units", "").replace("，", "、").replace(",", "、").replace("\n", "、")
        others = {name.strip() for name in typed.split("、")} - {""}
        return Exclusions(
            frozenset(self.concerned) | others, frozenset(self.hidden_from), self.about_office, self.about_leaders
        )

    @property
    def facts(self) -> dict[str, str]:
        """What was ticked, as short facts in order; what was left open is not there."""
        kinds = list(dict.fromkeys(kind_of(pattern) for pattern in self.patterns if pattern != OTHER))
        if self.is_retaliation:
            kinds.insert(0, RETALIATION)
        told = {
            KIND_FACT: NAMES_BETWEEN.join(kinds) or OTHER,
            "具体情形": NAMES_BETWEEN.join(self.patterns),
            "文号或名称": " ".join(self.texts.get("numbers", "").split()),
            "多久一次": self._said("frequency"),
            "什么时候": self._said("time"),
            "反映人": self._said("role"),
        }
        return {name: words for name, words in told.items() if words}

    @property
    def report(self) -> Report:
        """What is sealed."""
        files = tuple(File(one.kind, one.data) for one in self.files)
        return Report(self.texts.get("text", ""), self.facts, files, self.exclusions)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said at all."""
        said = (self.patterns, self.is_retaliation, self.files, self.texts.get("text"), self.texts.get("numbers"))
        return not any(said)

    def hidden_fields(self) -> Iterator[tuple[str, str]]:
        """Name and value of each hidden field that carries the form to the next step."""
        lists = (("pattern", self.patterns), ("concerned", self.concerned), ("hidden_from", self.hidden_from))
        yield from ((name, value) for name, values in lists for value in values)
        yield from self.single.items()
        yield from self.texts.items()
        ticks = (("retaliation", self.is_retaliation), ("office", self.about_office), ("leaders", self.about_leaders))
        yield from ((name, "1") for name, ticked in ticks if ticked)
        yield from (("kept", f"{one.kind}:{base64.b64encode(one.data).decode()}") for one in self.files)

    def _said(self, name: str) -> str:
        words = self.single.get(name, "")
        return "" if words == "不说" else words


def read_form(request: HttpRequest) -> Filled:
    """What was filled in; files are cleaned here, and those that cannot be are named among the problems."""
    posted = request.POST
    units = set(Unit.objects.values_list("pk", flat=True))
    filled = Filled(
        patterns=[one for one in posted.getlist("pattern") if one in ALL_PATTERNS or one == OTHER],
        is_retaliation="retaliation" in posted,
        single={name: _choice(posted, name, allowed) for name, allowed in _SINGLE},
        texts={name: posted.get(name, "").strip() for name in TEXT_FIELDS},
        concerned=[name for name in posted.getlist("concerned") if name in units],
        hidden_from=[name for name in posted.getlist("hidden_from") if name in units],
        about_office="office" in posted,
        about_leaders="leaders" in posted,
    )
    _check_lengths(filled)
    _clean_files(filled, request)
    return filled


def _choice(posted: QueryDict, name: str, allowed: tuple[str, ...]) -> str:
    value = posted.get(name, "")
    return value if value in allowed else allowed[0]


def _check_lengths(filled: Filled) -> None:
    limits = (
        ("text", MOST_WORDS, "文字"),
        ("numbers", _MOST_NUMBERS, "文号"),
        ("other_units", _MOST_OTHER_UNITS, "其他单位"),
    )
    for name, most, words in limits:
        if len(filled.texts[name]) > most:
            filled.problems.append(f"“{words}”太长：现在 {len(filled.texts[name])} 字，最多 {most} 字。")


def _clean_files(filled: Filled, request: HttpRequest) -> None:
    kept = [] if "drop" in request.POST else _kept_files(request.POST)
    brought = [*kept, *((one.name or "", one.read()) for one in request.FILES.getlist("file"))]
    if len(brought) > MOST_FILES:
        filled.problems.append(f"附件最多 {MOST_FILES} 个，后面的没有收。")
    if sum(len(data) for _, data in brought) > MOST_FILE_BYTES:
        filled.problems.append("附件合计超过 8 MB，没有收。请少附几份，或只写文号。")
        return
    for place, (name, data) in enumerate(brought[:MOST_FILES], start=1):
        try:
            with cleaning_queue.stand():
                filled.files.append(clean(name, data))
        except CannotClean as refusal:
            filled.problems.append(f"第 {place} 个附件没有收：{refusal.words}")


def _kept_files(posted: QueryDict) -> Iterator[tuple[str, bytes]]:
    for value in posted.getlist("kept"):
        kind, _, encoded = value.partition(":")
        try:
            yield f"附件.{kind[:8]}", base64.b64decode(encoded, validate=True)
        except binascii.Error:
            yield "", b""
