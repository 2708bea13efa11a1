"""Many reports at once: the same again folded under the first, and what looks like junk set aside - never dropped.

All of it on this computer after opening; nothing of it is told to the server.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jianfu.vocabulary.text import squeeze
from jianfu.voice.desk.complaints import Opened

_SHINGLE = 4
_SAME_SHARE = 0.6
_CONTAINED_SHARE = 0.85
"""So much of the shorter text within the longer is the same with something added."""
_FEWEST_PIECES = 12
_FEWEST_SIGNS = 8
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LINK = re.compile(r"https?://|www\.|\.(?:com|cn|net|xyz|top)\b", re.I)
_NOT_LETTERS = re.compile(r"[\W_]+")
_COMMONEST = 200
"""A shingle in more texts than this tells nothing, and would make the comparison slow."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Complaints that say the same, the first received ahead."""

    complaints: tuple[Opened, ...]

    @property
    def first(self) -> Opened:
        """The one that is shown."""
        return self.complaints[0]


@dataclass(frozen=True, slots=True)
class Sorted:
    """What is to be read, and what looks like junk; every complaint is in one of the two."""

    real: tuple[Fold, ...]
    doubtful: tuple[Fold, ...]


def sort_complaints(complaints: Sequence[Opened]) -> Sorted:
    """Folds in the order of priority, day and token. Retaliation reports are never set aside."""
    ordered = sorted(complaints, key=lambda one: (not one.row["is_priority"], one.row["received_on"], one.token))
    folds = _fold(ordered)
    doubts = [looks_like_junk(fold.first) for fold in folds]
    real = tuple(fold for fold, is_doubtful in zip(folds, doubts, strict=True) if not is_doubtful)
    return Sorted(real, tuple(fold for fold, is_doubtful in zip(folds, doubts, strict=True) if is_doubtful))


def looks_like_junk(complaint: Opened) -> bool:
    """Whether a text says next to nothing: too short, no Chinese, one sign over and over, or an advertisement.

    A report with files, with a document's number or of retaliation never is.
    """
    text = complaint.text
    if complaint.row["is_priority"] or complaint.messages[0].file_names or re.search(r"〔\d{4}〕", text):
        return False
    letters = _NOT_LETTERS.sub("", text)
    if len(letters) < _FEWEST_SIGNS:
        return True
    commonest = Counter(letters).most_common(1)[0][1]
    return (
        len(_CHINESE.findall(letters)) < len(letters) * 0.2
        or commonest > len(letters) * 0.4
        or len(set(letters)) < min(8, len(letters) * 0.3)
        or bool(_LINK.search(text))
    )


def _fold(complaints: Sequence[Opened]) -> list[Fold]:
    """Each joins the earliest whose words are mostly the same; identical texts are found at once."""
    groups: list[list[Opened]] = []
    shingles: list[frozenset[str]] = []
    by_text: dict[str, int] = {}
    by_shingle: dict[str, list[int]] = {}
    for complaint in complaints:
        text = squeeze(complaint.text)
        place = by_text.get(text)
        if place is None:
            pieces = _cut(text)
            place = _find_same(pieces, shingles, by_shingle)
        if place is None:
            place = len(groups)
            groups.append([])
            shingles.append(pieces)
            for piece in pieces:
                by_shingle.setdefault(piece, []).append(place)
        by_text.setdefault(text, place)
        groups[place].append(complaint)
    return [Fold(tuple(group)) for group in groups]


def _find_same(pieces: frozenset[str], shingles: list[frozenset[str]], by_shingle: dict[str, list[int]]) -> int | None:
    shared = Counter(place for piece in pieces for place in by_shingle.get(piece, ())[:_COMMONEST])
    for place, count in shared.most_common(5):
        shorter = min(len(pieces), len(shingles[place]))
        is_contained = shorter >= _FEWEST_PIECES and count >= _CONTAINED_SHARE * shorter
        if is_contained or count >= _SAME_SHARE * len(pieces | shingles[place]):
            return place
    return None


def _cut(text: str) -> frozenset[str]:
    return frozenset(text[start : start + _SHINGLE] for start in range(max(len(text) - _SHINGLE + 1, 1)))
