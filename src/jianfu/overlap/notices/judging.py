"""Which relation holds between two notices: a ladder of rules, the first that applies decides.

See docs/methods/overlap-notices.md for what each rule means and how often it was right.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from jianfu.overlap.notices.notice import Judgement, Reason, Relation, days_apart, is_exact, order_of
from jianfu.overlap.notices.profile import Profile, compare_profiles
from jianfu.overlap.notices.reasons import give_reasons
from jianfu.overlap.notices.words.bodies import BodyComparison, TextDifference
from jianfu.overlap.notices.words.differences import Difference, is_cut_off, list_differences, weigh_difference
from jianfu.overlap.notices.words.organs import Kinship, compare_senders
from jianfu.reading.facts import Replacement

RESENT_WITHIN_DAYS = 10
"""Recurring papers of one title come at least two weeks apart in the registers that were looked at."""
PINNED_WITHIN_DAYS = 25
"""A title that names its year or its batch is the same paper for longer."""
ASKED_WITHIN_DAYS = 30
"""Two organs that ask the same within a month burden the same weeks."""
FOLLOWS_WITHIN_DAYS = 400
"""Forwarding and replacing take time; after a year it is another year's paper."""
SAME_BODY, SIMILAR_BODY, OTHER_BODY = 0.9, 0.8, 0.1
LEAST_NEAR_LENGTH = 8


class Ground(StrEnum):
    """The rule that decided, in the words a reader sees."""

    SAME_DAY = "同一机关同日同题"
    WITHIN_DAYS = "同一机关数日内同题"
    SAME_YEAR = "同一机关同年同题，日期只知年份"
    PINNED = "同一机关同题，题中期次相同，日期不详"
    SAME_BODY = "正文相同"
    RETITLED = "同一机关短期内正文相近"
    REPLACING = "题中或备注写明替代前文"
    PASSED_ON = "题中写明转发该文"
    BODY_INSIDE = "另一机关的文中含有该文全文"
    OTHER_ORGAN = "不同机关一个月内同题"
    OTHER_ORGAN_YEAR = "不同机关同年同题，日期只知年份"
    OTHER_ORGAN_BODY = "不同机关一个月内正文相近"
    NEXT_ISSUE = "同题而相隔较久"
    OTHER_ISSUE = "题中年份或期次不同"
    OTHER_PERIOD = "正文相近而所说年份或月份不同"
    OTHER_PLACE = "同一模板用于不同地方"
    UNDATED = "同题而日期不详，无从判断是否重发"
    SISTER = "正文相近而日期不详，无从判断是否重发"
    OTHER_TEXT = "同题而正文不同"
    RECURRING = "该机关经常以此题发文，没有正文无从判断"


_CONFIDENCES = {
    Ground.SAME_DAY: 0.97,
    Ground.WITHIN_DAYS: 0.7,
    Ground.SAME_YEAR: 0.95,
    Ground.PINNED: 0.75,
    Ground.SAME_BODY: 0.95,
    Ground.RETITLED: 0.85,
    Ground.REPLACING: 0.85,
    Ground.PASSED_ON: 0.97,
    Ground.BODY_INSIDE: 0.8,
    Ground.OTHER_ORGAN: 0.85,
    Ground.OTHER_ORGAN_YEAR: 0.7,
    Ground.OTHER_ORGAN_BODY: 0.75,
    Ground.NEXT_ISSUE: 0.95,
    Ground.OTHER_ISSUE: 0.95,
    Ground.OTHER_PERIOD: 0.9,
    Ground.OTHER_PLACE: 0.9,
    Ground.UNDATED: 0.5,
    Ground.SISTER: 0.5,
    Ground.OTHER_TEXT: 0.7,
    Ground.RECURRING: 0.8,
}
_NEAR_TITLE, _KIN, _NOBODY_NAMED = 0.93, 0.97, 0.9
"""Factors on the confidence: the title was reworded; the senders are one house; one paper names no sender."""


Decision = tuple[Relation, Ground]
_OWN_LINE = frozenset({Kinship.SAME, Kinship.KIN, Kinship.UNKNOWN})
_BY_TITLE_ALONE = frozenset(
    {Ground.SAME_DAY, Ground.WITHIN_DAYS, Ground.SAME_YEAR, Ground.OTHER_ORGAN, Ground.OTHER_ORGAN_YEAR}
)


@dataclass(frozen=True, slots=True)
class _Match:
    """What the two titles have to do with each other."""

    forwards: Profile | None = None
    """The one that passes the other on."""
    difference: Difference = Difference.MATTER
    reworded: bool = False
    aligned: tuple[str, str] | None = None
    """The two keys, where they were compared word by word."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds between two notices, and by which rule. To give the reasons takes longer than to decide."""

    first: Profile
    second: Profile
    bodies: BodyComparison | None
    relation: Relation
    ground: Ground
    _kinship: Kinship
    _match: _Match

    @property
    def rests_on_title(self) -> bool:
        """Whether the title alone decided, which says little where a sender uses it again and again."""
        return self.ground in _BY_TITLE_ALONE and (self.bodies is None or self.bodies.similarity < SAME_BODY)

    def as_rubric(self) -> "Verdict":
        """The same where one of the senders uses this title again and again."""
        return replace(self, relation=Relation.SERIES, ground=Ground.RECURRING) if self.rests_on_title else self

    def explain(self) -> Judgement:
        """The judgement with its reasons."""
        pieces = list_differences(*self._match.aligned) if self._match.aligned else ()
        reasons = give_reasons(self.first, self.second, self._kinship, pieces, self.bodies)
        confidence = _CONFIDENCES[self.ground] * (_NEAR_TITLE if self._match.reworded else 1.0)
        confidence *= {Kinship.KIN: _KIN, Kinship.UNKNOWN: _NOBODY_NAMED}.get(self._kinship, 1.0)
        return Judgement(self.relation, round(confidence, 3), (Reason(self.ground.value, False), *reasons))


def decide(one: Profile, other: Profile, bodies: BodyComparison | None = None) -> Verdict | None:
    """What holds between two notices, whichever way round; None for nothing. `bodies` None: not compared."""
    first, second = sorted((one, other), key=lambda profile: order_of(profile.notice))
    kinship = compare_profiles(first, second)
    match = _match_titles(first, second, kinship)
    decided = _decide(first, second, kinship, match, bodies)
    return Verdict(first, second, bodies, *decided, kinship, match) if decided else None


def judge(
    one: Profile, other: Profile, bodies: BodyComparison | None = None, *, recurring: bool = False
) -> Judgement | None:
    """As `decide`, with reasons. `recurring`: one of the two senders uses this title again and again."""
    verdict = decide(one, other, bodies)
    if verdict is None:
        return None
    return (verdict.as_rubric() if recurring else verdict).explain()


def _match_titles(first: Profile, second: Profile, kinship: Kinship) -> _Match:
    ours, theirs = first.parts, second.parts
    for outer, inner in ((second, first), (first, second)):
        # 市教育局 inside a wrapper is the wrapper's own city's: nobody passes on another place's papers.
        if kinship is not Kinship.PARALLEL and _passes_on(outer, inner):
            return _Match(forwards=outer, difference=Difference.NONE)
    if set(ours.keys) & set(theirs.keys):
        return _Match(difference=Difference.NONE if _same_pins(first, second) else Difference.NUMBER)
    if not ours.keys or not theirs.keys:
        return _Match()
    if is_cut_off(ours.wording, ours.keys[0], theirs.keys[0]) or is_cut_off(
        theirs.wording, theirs.keys[0], ours.keys[0]
    ):
        return _Match(difference=Difference.NONE, reworded=True)
    if ours.outline == theirs.outline:
        return _Match(difference=Difference.NUMBER)
    return _match_near(ours.keys[-1], theirs.keys[-1])


def _passes_on(outer: Profile, inner: Profile) -> bool:
    """Whether the one forwards the other: the same matter, and the issuer that the wrapper names."""
    return any(
        set(passed.keys) & set(inner.parts.keys)
        and compare_senders(passed.sender, inner.named_sender) in (Kinship.SAME, Kinship.KIN, Kinship.UNKNOWN)
        for passed in outer.parts.passed
    )


def _same_pins(first: Profile, second: Profile) -> bool:
    """A remark like （2015） behind one of two equal titles adds a pin; only two that differ speak of two issues."""
    ours, theirs = set(first.parts.pins), set(second.parts.pins)
    return ours <= theirs or theirs <= ours


def _match_near(ours: str, theirs: str) -> _Match:
    if min(len(ours), len(theirs)) < LEAST_NEAR_LENGTH:
        return _Match()
    return _Match(difference=weigh_difference(ours, theirs), reworded=True, aligned=(ours, theirs))


def _decide(
    first: Profile, second: Profile, kinship: Kinship, match: _Match, bodies: BodyComparison | None
) -> Decision | None:
    if match.forwards is not None and kinship is not Kinship.SAME:
        return _decide_forward(first, second, match.forwards)
    if match.difference is Difference.MATTER:
        return _decide_by_body(first, second, kinship, bodies)
    if match.difference is Difference.NUMBER:
        return (Relation.SERIES, Ground.OTHER_ISSUE) if kinship in _OWN_LINE else None
    if match.difference is Difference.PLACE or kinship is Kinship.PARALLEL:
        return Relation.SERIES, Ground.OTHER_PLACE
    if kinship is Kinship.OTHER:
        return _decide_other_organ(first, second, bodies)
    return _decide_same_organ(first, second, bodies)


def _decide_forward(first: Profile, second: Profile, outer: Profile) -> Decision:
    """A wrapper that came before the paper, or a year after, forwards another year's."""
    gap = _gap(first, second)
    if gap is not None and ((outer is first and gap) or gap > FOLLOWS_WITHIN_DAYS):
        return Relation.SERIES, Ground.NEXT_ISSUE
    return Relation.FORWARDED, Ground.PASSED_ON


def _decide_other_organ(first: Profile, second: Profile, bodies: BodyComparison | None) -> Decision | None:
    gap = _gap(first, second)
    if gap is None or gap > ASKED_WITHIN_DAYS:
        return None
    if bodies is not None and bodies.passes_on and bodies.containment >= SIMILAR_BODY:
        return Relation.FORWARDED, Ground.BODY_INSIDE
    if _known_to_the_day(first, second):
        return Relation.SAME_MATTER, Ground.OTHER_ORGAN
    return (Relation.SAME_MATTER, Ground.OTHER_ORGAN_YEAR) if gap == 0 else None


def _decide_same_organ(first: Profile, second: Profile, bodies: BodyComparison | None) -> Decision:
    gap = _gap(first, second)
    if _replaces(first, second, gap):
        return Relation.REPLACED, Ground.REPLACING
    if bodies is not None and max(bodies.similarity, bodies.containment) < OTHER_BODY:
        return Relation.SERIES, Ground.OTHER_TEXT
    if gap is None:
        return _decide_undated(first, second, bodies)
    if gap == 0:
        return Relation.RESENT, Ground.SAME_DAY if _known_to_the_day(first, second) else Ground.SAME_YEAR
    within = PINNED_WITHIN_DAYS if _is_pinned(first, second) else RESENT_WITHIN_DAYS
    if gap <= within and _known_to_the_day(first, second):
        return Relation.RESENT, Ground.WITHIN_DAYS
    return Relation.SERIES, Ground.NEXT_ISSUE


def _decide_undated(first: Profile, second: Profile, bodies: BodyComparison | None) -> Decision:
    if bodies is not None and not bodies.same_period:
        return Relation.SERIES, Ground.OTHER_PERIOD
    if bodies is not None and bodies.similarity >= SAME_BODY:
        return Relation.RESENT, Ground.SAME_BODY
    if _is_pinned(first, second):
        return Relation.RESENT, Ground.PINNED
    return Relation.SERIES, Ground.UNDATED


def _decide_by_body(
    first: Profile, second: Profile, kinship: Kinship, bodies: BodyComparison | None
) -> Decision | None:
    """Titles that have nothing in common, or none at all: only nearly equal bodies speak."""
    if bodies is None or max(bodies.similarity, bodies.containment) < SIMILAR_BODY:
        return None
    if kinship is Kinship.PARALLEL or bodies.same_home == 0.0 or bodies.difference is TextDifference.PLACES:
        return Relation.SERIES, Ground.OTHER_PLACE
    gap = _gap(first, second)
    if gap is not None and gap > ASKED_WITHIN_DAYS:
        return Relation.SERIES, Ground.NEXT_ISSUE
    if kinship is Kinship.OTHER:
        inside = Relation.FORWARDED, Ground.BODY_INSIDE
        return inside if bodies.passes_on else (Relation.SAME_MATTER, Ground.OTHER_ORGAN_BODY)
    if _replaces(first, second, gap):
        return Relation.REPLACED, Ground.REPLACING
    return _decide_reworded(gap, bodies)


def _decide_reworded(gap: int | None, bodies: BodyComparison) -> Decision:
    """One organ, two titles, nearly one body: another month in it, or a month between them, is the next issue.

    Undated texts must be the same: sister laws of one organ share four fifths of their words.
    """
    if not bodies.same_period:
        return Relation.SERIES, Ground.OTHER_PERIOD
    if gap is None:
        same = bodies.similarity >= SAME_BODY
        return (Relation.RESENT, Ground.SAME_BODY) if same else (Relation.SERIES, Ground.SISTER)
    return (Relation.RESENT, Ground.RETITLED) if gap <= PINNED_WITHIN_DAYS else (Relation.SERIES, Ground.NEXT_ISSUE)


def _is_pinned(first: Profile, second: Profile) -> bool:
    """Whether both titles name the same year, batch or part."""
    return bool(first.parts.pins) and set(first.parts.pins) == set(second.parts.pins)


def _known_to_the_day(first: Profile, second: Profile) -> bool:
    return all(profile.issued is not None and is_exact(profile.issued) for profile in (first, second))


def _replaces(first: Profile, second: Profile, gap: int | None) -> bool:
    """Whether the later one says so within the year; of one day either may be the later.

    印发修订后的… registered twice is one paper. Undated papers count only where a remark speaks of this very copy.
    """
    remarked = second.notice.replaces or (None if gap else first.notice.replaces)
    titled = second.parts.replaces or (None if gap else first.parts.replaces)
    if first.parts.replaces is second.parts.replaces or gap is None or titled is Replacement.REPEALS:
        titled = None
    return (remarked or titled) is not None and (gap or 0) <= FOLLOWS_WITHIN_DAYS


def _gap(first: Profile, second: Profile) -> int | None:
    """Fewest days between the two; None where one is undated."""
    if first.issued is None or second.issued is None:
        return None
    return days_apart(first.issued, second.issued)
