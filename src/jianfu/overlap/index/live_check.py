"""The live check: which notices already sent are nearest to a draft, and what they have to do with it.

Work is bounded whatever the index holds: crowded buckets are looked at around the draft, the candidates that share most
are compared exactly, the nearest are judged. See docs/methods/overlap-live-check.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.overlap.index.journal import Part, gather_texts, read_notice
from jianfu.overlap.index.keys import UNDATED, day_of, key_of_days, keys_of_draft
from jianfu.overlap.index.lookup import find_candidates, find_days
from jianfu.overlap.index.snapshot import Snapshot
from jianfu.overlap.kernels.verifying import compare
from jianfu.overlap.notices.candidates import NEAR_CONTAINMENT, NEAR_JACCARD
from jianfu.overlap.notices.judging import Verdict, decide
from jianfu.overlap.notices.matching import RECURRING_DAYS, RECURRING_SPAN_DAYS
from jianfu.overlap.notices.notice import Judgement, Notice, is_exact, order_of
from jianfu.overlap.notices.profile import Profile, complete
from jianfu.overlap.notices.words.bodies import BodyComparison

COMPARED_BODIES, COMPARED_TITLES = 64, 48
"""Candidates whose text is compared exactly."""
JUDGED = 20
"""Nearest candidates that are judged."""
SHOWN = 5


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


Ratios = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Near:
    """Candidates, the nearest first: places of their records, and how much text they share with the draft."""

    places: npt.NDArray[np.int64]
    titles: Ratios
    bodies: Ratios


def check(snapshot: Snapshot, draft: Notice, *, shown: int = SHOWN) -> tuple[Match, ...]:
    """The notices that are something to the draft: the nearest of all, then overlap before series, the nearest first.

    () where nothing is near, and for a draft without title and body. A notice with the draft's own id is the draft. The
    same notices give the same answer in whatever order they were added.
    """
    profile = Profile(complete(draft))
    near = _find_nearest(snapshot, profile)
    notices = [read_notice(snapshot.log, place) for place in near.places.tolist()]
    found = []
    for i, verdict in enumerate(_decide_all(snapshot, profile, near.places, notices)):
        if verdict is not None and notices[i].id != draft.id:
            found.append((i, verdict))
    rest = sorted(found[1:], key=lambda pair: not pair[1].relation.is_overlap)  # stable: the nearer stay in front
    return tuple(
        Match(notices[i], round(float(near.titles[i]), 4), round(float(near.bodies[i]), 4), verdict.explain())
        for i, verdict in [*found[:1], *rest][:shown]
    )


def _find_nearest(snapshot: Snapshot, profile: Profile) -> _Near:
    """What is to be judged: the most alike first, to a hundredth; of those the nearest in time, unknown being far.

    What is equal in both stands in an order that does not depend on arrival.
    """
    keys = keys_of_draft(profile)
    numbers = find_candidates(snapshot, (keys.body, keys.title), (COMPARED_BODIES, COMPARED_TITLES))
    found = snapshot.locate(numbers)
    titles = np.maximum(*_share(snapshot, profile.notice.title, found.places, Part.TITLE))
    jaccard, contained = _share(
        snapshot, profile.notice.body, found.places, Part.BODY, least=(NEAR_JACCARD, NEAR_CONTAINMENT)
    )
    is_near = (jaccard >= NEAR_JACCARD) | (contained >= NEAR_CONTAINMENT)
    bodies = np.where(is_near, np.maximum(jaccard, contained), np.float32(0.0))
    own = day_of(profile)
    apart = np.where((found.days == UNDATED) | (own == UNDATED), UNDATED, np.abs(found.days - own))
    nearest = np.lexsort((found.salts, apart, -np.round(titles + bodies, 2)))[:JUDGED]
    return _Near(found.places[nearest], titles[nearest], bodies[nearest])


def _share(
    snapshot: Snapshot,
    text: str | None,
    places: npt.NDArray[np.int64],
    part: Part,
    *,
    least: tuple[float, float] = (0.0, 0.0),
) -> tuple[Ratios, Ratios]:
    """Jaccard and containment of the draft's text with each record's; may be 0, 0 where neither reaches `least`."""
    texts = gather_texts(snapshot.log, places, part, (text or "").encode(errors="replace"))
    others = np.arange(1, len(texts), dtype=np.int64)
    draft = np.zeros(len(others), np.int64)
    return compare(texts, draft, others, min_jaccard=least[0], min_containment=least[1], workers=1)


def _decide_all(
    snapshot: Snapshot, draft: Profile, places: npt.NDArray[np.int64], notices: Sequence[Notice]
) -> list[Verdict | None]:
    """What the batch says of the draft and each. Whether one is a rubric is asked only where it can change that."""
    jaccard, contained = _share(snapshot, draft.notice.body, places, Part.BODY)
    verdicts = []
    for notice, *shares in zip(notices, jaccard.tolist(), contained.tolist(), strict=True):
        first, second = sorted((draft.notice, notice), key=order_of)
        bodies = BodyComparison(first.body, second.body, *shares) if first.body and second.body else None
        other = Profile(notice)
        verdict = decide(draft, other, bodies)
        if verdict is not None and verdict.rests_on_title and _is_rubric_for(snapshot, draft, other):
            verdict = verdict.as_rubric()
        verdicts.append(verdict)
    return verdicts


def _is_rubric_for(snapshot: Snapshot, draft: Profile, other: Profile) -> bool:
    return _is_rubric(snapshot, draft, draft) or _is_rubric(snapshot, other, draft)


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
