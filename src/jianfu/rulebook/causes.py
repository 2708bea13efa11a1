"""Whose hands and why: the level that can change what was found, and the root cause that evidence speaks for."""

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from jianfu.rulebook.cards.card import Comparison, GroupComparison, RuleCard, Severity
from jianfu.rulebook.judging.facts import STAFF_FACT, Facts, Words
from jianfu.vocabulary.finding import RootCause
from jianfu.vocabulary.organ import OrganLevel

Members = npt.NDArray[np.int64]
_LEVELS = {level.label: level for level in OrganLevel}
_UPSTREAM_FACTS = ("依据", "转发")
_ASSESSMENT_FACTS = frozenset({"是否与考核挂钩", "是否积分排名"})
_UPSTREAM = (
    (OrganLevel.CENTRAL, re.compile("国务院|中共中央|党中央|中央办公厅|中办发|国办发|国发〔|中发〔|国家[^机]")),
    (OrganLevel.PROVINCE, re.compile("省委|省政府|省人民政府|省级|自治区|[省]\\w{1,12}(?:厅|委员会|办公室)")),
    (OrganLevel.CITY, re.compile("市委|市政府|市人民政府|市\\w{1,12}(?:局|委员会|办公室)")),
)
_RANKS = tuple(OrganLevel)


def find_level(facts: Facts, members: Members) -> tuple[OrganLevel, str]:
    """The lowest level that can change it, and the words of the rows that name a paper from above it, '' if none does.

    It is the highest level of those who made the demands, or, where all rows name a paper from above as their ground,
    the level of that paper: the organ only hands on what it was told. UNKNOWN where nobody's level is known.
    """
    own = min((_LEVELS[word] for word in _words(facts, "发文层级", members)), key=_RANKS.index, default=None)
    named = [_upstream(facts, int(row)) for row in members]
    above = [found for found in named if found is not None and (own is None or found[0] < _RANKS.index(own))]
    if above and len(above) == len(members):
        rank, words = max(above)  # the lowest of them binds least
        return _RANKS[rank], words
    return own or OrganLevel.UNKNOWN, ""


def find_cause(card: RuleCard, facts: Facts, members: Members, upstream: str) -> tuple[RootCause | None, str]:
    """The root cause with its evidence in words; None where nothing speaks for any.

    What the rows themselves say goes before what the clause says: assessment, a paper from above, several organs in one
    number, more demands than staff; and at last that a hard rule was broken.
    """
    if _asks_assessment(card) or _all_tied(facts, members):
        return RootCause.ASSESSMENT, "登记注明与考核挂钩" if _all_tied(facts, members) else f"规定所指：{card.name}"
    if upstream:
        return RootCause.OUT_OF_TOUCH, f"依据上级文件：{upstream}"
    if _is_grouped(card):
        organs = len(set(_words(facts, "来文单位", members)))
        if organs > 1:
            return RootCause.SELF_CENTRED, f"由{organs}个单位分别提出"
        staff = _staff(facts, members)
        if staff is not None and len(members) > staff:
            return RootCause.CAPACITY, f"{len(members)}件，收文单位工作人员{staff:.0f}人"
    if card.severity is Severity.VIOLATION:
        return RootCause.SOFT_ENFORCEMENT, f"条文写明“{card.verb.value}”"
    return None, ""


def rank_organs(facts: Facts, members: Members) -> tuple[str, ...]:
    """Who made the demands, the one of most rows first."""
    counted = Counter(_words(facts, "来文单位", members))
    return tuple(name for name, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _upstream(facts: Facts, row: int) -> tuple[int, str] | None:
    """The rank of the level whose paper the row names as its ground, and the words."""
    for label in _UPSTREAM_FACTS:
        for words in _words(facts, label, np.array([row])):
            for level, pattern in _UPSTREAM:
                if pattern.search(words):
                    return _RANKS.index(level), words
    return None


def _words(facts: Facts, label: str, members: Members) -> Iterator[str]:
    column = facts.column(label)
    assert isinstance(column, Words)
    return (column.values[code] for code in column.codes[members].tolist() if code >= 0)


def _asks_assessment(card: RuleCard) -> bool:
    compared = (judgement.fact for judgement in card.judged if isinstance(judgement, Comparison))
    return not _ASSESSMENT_FACTS.isdisjoint(compared)


def _all_tied(facts: Facts, members: Members) -> bool:
    return bool((np.asarray(facts.column("是否与考核挂钩"))[members] == 1).all())


def _is_grouped(card: RuleCard) -> bool:
    return any(isinstance(judgement, GroupComparison) for judgement in card.judged)


def _staff(facts: Facts, members: Members) -> float | None:
    """The staff of the one receiver of the rows; None where there are several or nobody says."""
    staff = np.asarray(facts.column(STAFF_FACT), np.float64)[members]
    receivers = set(_words(facts, "收文单位", members))
    return float(staff[0]) if len(receivers) == 1 and not np.isnan(staff).any() else None
