"""What other demands make of assessment: a notice that threatens with it though the plan has no such item.

Four outcomes: the issuer has no item in the plan (a finding); it has one that this matter belongs to; it has items, but
whether this is one of them a person must say; no adopted plan was there on that day, or the issuer stands above the
county and goes by another plan.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jianfu.assessment.plans.plan import Indicator, Plan
from jianfu.reading.assessment import read_assessment
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.finding import Finding, RootCause
from jianfu.vocabulary.organ import OrganLevel

CARD = "考核-方案外"
NAME = "方案外的事项说要纳入考核"
_SHARED = 3
_ABOVE = frozenset({OrganLevel.CENTRAL, OrganLevel.PROVINCE, OrganLevel.CITY})


class Standing(StrEnum):
    """How a notice stands to the plan."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"outside": "方案外", "inside": "方案内", "unclear": "请核实", "not_applicable": "不适用"}[self]


@dataclass(frozen=True, slots=True)
class Notice:
    """A demand as the watch sees it. `day` the first on which it was received, None unknown; `text` '' where no text
    was imported; `tied` is what a register's column says, None where it says nothing."""

    demand_id: int
    kind: BurdenKind
    issuer: str
    level: OrganLevel
    title: str
    text: str
    tied: bool | None
    day: date | None
    receipts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Threat:
    """A notice that ties itself to assessment: `words` that say so, and how it stands to the plan."""

    notice: Notice
    words: str
    standing: Standing


def find_threats(notices: Iterable[Notice], plan: Plan, adopted_on: date, *, knows_owners: bool) -> Iterator[Threat]:
    """The notices that tie themselves to assessment, each with its standing; the others are none of this.

    Unless `knows_owners`, an owner of the plan may be an issuer under another name: then nobody is surely outside.
    """
    for notice in notices:
        words = _find_words(notice)
        if words:
            yield Threat(notice, words, _judge(notice, plan, adopted_on, knows_owners))


def _find_words(notice: Notice) -> str:
    for text in (notice.title, notice.text):
        if text and (fact := read_assessment(text)) is not None:
            return fact.value
    return "登记为与考核挂钩" if notice.tied else ""


def _judge(notice: Notice, plan: Plan, adopted_on: date, knows_owners: bool) -> Standing:
    if notice.level in _ABOVE or notice.day is None or notice.day < adopted_on or notice.day.year != plan.year:
        return Standing.NOT_APPLICABLE
    own = [one for one in plan.indicators if one.owner == notice.issuer]
    if not own:
        return Standing.OUTSIDE if knows_owners else Standing.UNCLEAR
    return Standing.INSIDE if any(_is_about(notice, one) for one in own) else Standing.UNCLEAR


def _is_about(notice: Notice, indicator: Indicator) -> bool:
    """Whether title or text name the indicator, or share a run of its letters."""
    text = notice.title + notice.text
    names = [indicator.name, *indicator.elements]
    runs = [name[at : at + _SHARED] for name in names for at in range(max(len(name) - _SHARED + 1, 1))]
    return any(run in text for run in runs)


def make_findings(threats: Sequence[Threat], plan: Plan, adopted_on: date) -> list[Finding]:
    """The findings: only what is surely outside, and what a person must look at, never the rest."""
    found = []
    for threat in threats:
        if threat.standing not in {Standing.OUTSIDE, Standing.UNCLEAR} or not threat.notice.receipts:
            continue
        is_sure = threat.standing is Standing.OUTSIDE
        notice = threat.notice
        found.append(
            Finding(
                card=CARD,
                name=NAME,
                kind=notice.kind,
                severity="请说明" if is_sure else "人工判断",
                clause=f"《{plan.name}》（{adopted_on} 通过）：考核只按方案所列的 {len(plan.indicators)} 项",
                organs=(notice.issuer,),
                level=OrganLevel.COUNTY,
                cause=RootCause.ASSESSMENT,
                cause_evidence=f"文中说“{threat.words}”",
                subject=notice.title,
                value=None,
                limit=None,
                receipts=tuple(sorted(notice.receipts)),
                card_digest="",
                rulebook_digest="",
                question=f"文中说“{threat.words}”。这一事项是否属于该单位在方案里的指标？"
                if not is_sure
                else f"文中说“{threat.words}”，但考核方案里没有{notice.issuer}的指标。请发文单位说明依据。",
            )
        )
    return found
