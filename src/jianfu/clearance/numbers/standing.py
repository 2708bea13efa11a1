"""Whether what arrived bears a number that holds: the number that it quotes, or one given for the same matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jianfu.ledger.identity import normalise_title
from jianfu.overlap.matters import find_core
from jianfu.reading.titles import read_title
from jianfu.vocabulary.text import normalise_width

_QUOTED = re.compile(r"减准[〔\[(（【]?(\d{4})[〕\])）】]?第?(\d{1,6})号")
_SHORTEST_CORE = 2


class Standing(StrEnum):
    """What is to be said of the clearance of one thing that arrived."""

    VALID = "valid"
    EMERGENCY = "emergency"
    EXPIRED = "expired"
    ENDED = "ended"
    OTHER_ORGAN = "other_organ"
    OTHER_MATTER = "other_matter"
    UNKNOWN = "unknown"
    NONE = "none"

    @property
    def is_in_order(self) -> bool:
        """Whether it may be asked for."""
        return self in {Standing.VALID, Standing.EMERGENCY}


@dataclass(frozen=True, slots=True)
class Entry:
    """One number. It holds from `since` up to but not including `until`; `ended_because` '' unless it was ended."""

    number: str
    organ_id: int
    title: str
    topic: str
    since: date
    until: date
    ended_because: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """How it stands, the number that was looked at ('' for none), and one Chinese sentence for the clerk."""

    standing: Standing
    number: str
    words: str


class NumberBook:
    """All numbers as they stand on a day."""

    def __init__(self, day: date, entries: Sequence[Entry], emergencies: Sequence[tuple[int, str]] = ()) -> None:
        self._day = day
        self._by_number = {entry.number: entry for entry in entries}
        self._by_title: dict[tuple[int, str], list[Entry]] = {}
        for entry in entries:
            for key in _title_keys(entry.title):
                self._by_title.setdefault((entry.organ_id, key), []).append(entry)
        self._emergencies = {(organ, key) for organ, title in emergencies for key in _title_keys(title)}

    def judge(self, organs: Sequence[int], title: str, words: Sequence[str] = ()) -> Cleared:
        """How something stands that these organs sent under this title; `words` is all that it says besides.

        A number that it quotes decides; without one, a number given to the same organ for the same title does.
        """
        quoted = [number for text in (title, *words) for number in find_quoted(text)]
        if quoted:
            judged = [self._judge_quoted(number, organs, title) for number in dict.fromkeys(quoted)]
            return next((one for one in judged if one.standing.is_in_order), judged[0])
        keys = [(organ, key) for organ in organs for key in _title_keys(title)]
        own = [entry for key in keys for entry in self._by_title.get(key, [])]
        if own:
            entry = max(own, key=lambda one: (self._holds(one), one.until))
            return self._say(entry)
        if any(key in self._emergencies for key in keys):
            return Cleared(Standing.EMERGENCY, "", "紧急事项，先发后补，正在补办编号。")
        return Cleared(Standing.NONE, "", "没有准入编号。")

    def _judge_quoted(self, number: str, organs: Sequence[int], title: str) -> Cleared:
        entry = self._by_number.get(number)
        if entry is None:
            return Cleared(Standing.UNKNOWN, number, f"写的编号 {number} 查不到。")
        if entry.organ_id not in organs:
            return Cleared(Standing.OTHER_ORGAN, number, f"编号 {number} 是给别的单位的。")
        if is_other_matter(title, entry):
            return Cleared(Standing.OTHER_MATTER, number, f"编号 {number} 是给《{entry.title}》的，不是这件事。")
        return self._say(entry)

    def _say(self, entry: Entry) -> Cleared:
        if self._holds(entry):
            return Cleared(Standing.VALID, entry.number, f"{entry.number}，有效。")
        if entry.ended_because:
            return Cleared(Standing.ENDED, entry.number, f"编号 {entry.number} 已于 {entry.until} 终止。")
        if self._day < entry.since:
            return Cleared(Standing.EXPIRED, entry.number, f"编号 {entry.number} 到 {entry.since} 才生效。")
        return Cleared(Standing.EXPIRED, entry.number, f"编号 {entry.number} 已于 {entry.until} 失效。")

    def _holds(self, entry: Entry) -> bool:
        return entry.since <= self._day < entry.until


def find_quoted(text: str) -> list[str]:
    """The clearance numbers that a text quotes, in the way that they are written, however they were typed."""
    plain = re.sub(r"\s", "", normalise_width(text))
    return [f"减准〔{year}〕{int(place)}号" for year, place in _QUOTED.findall(plain)]


def is_other_matter(title: str, entry: Entry) -> bool:
    """Whether a title clearly speaks of another matter than the number's: not two characters in a row in common.

    Where either says nothing of its matter nobody is accused.
    """
    core = find_core(read_title(title).subject)
    theirs = [found for words in (entry.title, entry.topic) if (found := find_core(read_title(words).subject))]
    if len(core) < _SHORTEST_CORE or not any(len(other) >= _SHORTEST_CORE for other in theirs):
        return False
    pairs = {core[place : place + 2] for place in range(len(core) - 1)}
    return not any(pair in other for other in theirs for pair in pairs)


def _title_keys(title: str) -> set[str]:
    """The title, and its matter without 关于 and 的通知: a form and the notice that brings it are one matter."""
    plain = normalise_title(title)
    return {plain, normalise_title(read_title(title).subject)} - {""}
