"""The live check: which notices already sent are nearest to a draft, and what they have to do with it.

Work is bounded whatever the index holds: crowded buckets are looked at around the draft, the candidates that share most
are compared exactly, the nearest are judged. See docs/methods/overlap-live-check.md.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.overlap.index.journal import Bytes, find_body, find_title
from jianfu.overlap.index.keys import UNDATED, day_of, key_of_days, keys_of_draft
from jianfu.overlap.index.lookup import find_candidates, find_days
from jianfu.overlap.index.snapshot import Snapshot
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.verifying import compare
from jianfu.overlap.notices.candidates import NEAR_CONTAINMENT, NEAR_JACCARD
from jianfu.overlap.notices.judging import judge
from jianfu.overlap.notices.matching import RECURRING_DAYS, RECURRING_SPAN_DAYS
from jianfu.overlap.notices.notice import Judgement, Notice, is_exact
from jianfu.overlap.notices.profile import Profile, complete
from jianfu.overlap.notices.words.bodies import compare_bodies

COMPARED_BODIES, COMPARED_TITLES = 96, 64
"""Candidates whose text is compared exactly."""
JUDGED = 20
"""Nearest candidates that are judged."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Match:
    """One notice already sent, and what holds between it and the draft.

    The shares of 4-grams that titles and bodies have in common, 0–1: Jaccard or containment, whichever is more. 0 where
    one is absent, and for bodies that are not near.
    """

    notice: Notice
    title_likeness: float
    body_likeness: float
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class _Near:
    number: int
    title_likeness: float
    body_likeness: float


def check(snapshot: Snapshot, draft: Notice, *, shown: int = SHOWN) -> tuple[Match, ...]:
    """The nearest notices that are something to the draft, overlap before series, the nearest first.

    () where nothing is near, and for a draft without title and body. A notice with the draft's own id is the draft. The
    same notices give the same answer in whatever order they were added.
    """
    profile = Profile(complete(draft))
    found = []
    for near in _find_nearest(snapshot, profile):
        notice = snapshot.notice(near.number)
        judgement = None if notice.id == draft.id else _judge(snapshot, profile, Profile(notice))
        if judgement is not None:
            found.append(Match(notice, near.title_likeness, near.body_likeness, judgement))
    found.sort(key=lambda match: not match.judgement.relation.is_overlap)  # stable: the nearest stay in front
    return tuple(found[:shown])


def _find_nearest(snapshot: Snapshot, profile: Profile) -> list[_Near]:
    """What is to be judged: the most alike first, of those the nearest in time."""
    keys = keys_of_draft(profile)
    numbers = np.union1d(
        find_candidates(snapshot, keys.body, COMPARED_BODIES), find_candidates(snapshot, keys.title, COMPARED_TITLES)
    )
    titles = _compare(snapshot, profile.notice.title, numbers, find_title, least=(0.0, 0.0))
    bodies = _compare(snapshot, profile.notice.body, numbers, find_body, least=(NEAR_JACCARD, NEAR_CONTAINMENT))
    rows = zip(numbers.tolist(), titles.tolist(), bodies.tolist(), strict=True)
    found = [_Near(number, round(title, 4), round(body, 4)) for number, title, body in rows]
    return sorted(found, key=lambda near: _rank(snapshot, profile, near))[:JUDGED]


def _compare(
    snapshot: Snapshot,
    text: str | None,
    numbers: npt.NDArray[np.int64],
    find: Callable[[Bytes, int], Bytes],
    *,
    least: tuple[float, float],
) -> npt.NDArray[np.float32]:
    """Jaccard or containment, whichever is more, of the draft's text with each candidate's; 0 where neither reaches
    its `least`."""
    own = np.frombuffer((text or "").encode(errors="replace"), np.uint8)
    pieces = [own, *(find(snapshot.log, snapshot.place_of(number)) for number in numbers.tolist())]
    offsets = np.zeros(len(pieces) + 1, np.int64)
    np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
    texts = Texts(np.concatenate(pieces), offsets)
    others = np.arange(1, len(pieces), dtype=np.int64)
    first = np.zeros(len(numbers), np.int64)
    jaccard, contained = compare(texts, first, others, min_jaccard=least[0], min_containment=least[1], workers=1)
    reached = (jaccard >= least[0]) | (contained >= least[1])
    return np.where(reached, np.maximum(jaccard, contained), np.float32(0.0))


def _rank(snapshot: Snapshot, profile: Profile, near: _Near) -> tuple[float, int, int]:
    """Likeness to a hundredth, days apart (unknown counts as far), and an order that does not depend on arrival."""
    segment, place = snapshot.locate(near.number)
    own, other = day_of(profile), int(segment.days[place])
    apart = UNDATED if UNDATED in (own, other) else abs(own - other)
    return -round(near.title_likeness + near.body_likeness, 2), apart, int(segment.salts[place])


def _judge(snapshot: Snapshot, draft: Profile, other: Profile) -> Judgement | None:
    """What the batch says of the two. Whether one is a rubric is asked only where it can change the answer."""
    bodies = None
    if draft.notice.body and other.notice.body:
        bodies = compare_bodies(draft.notice.body, other.notice.body)
    judgement = judge(draft, other, bodies)
    if judgement is None or not judgement.relation.is_overlap:
        return judgement
    recurring = _is_rubric(snapshot, draft, draft) or _is_rubric(snapshot, other, draft)
    return judge(draft, other, bodies, recurring=True) if recurring else judgement


def _is_rubric(snapshot: Snapshot, profile: Profile, draft: Profile) -> bool:
    """Whether its sender uses this title again and again, the draft counted in."""
    if profile.parts.pins:
        return False
    for key in profile.parts.keys:
        days = find_days(snapshot, key_of_days(profile.sender_name, key), enough=RECURRING_DAYS)
        if draft.issued and is_exact(draft.issued) and draft.sender_name == profile.sender_name:
            days |= {day_of(draft)} if key in draft.parts.keys else set()
        if len(days) >= RECURRING_DAYS and max(days) - min(days) >= RECURRING_SPAN_DAYS:
            return True
    return False
