"""规则核对: what the rule cards say of the rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import figure
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.rulebook.cards.card import RANKS, RuleCard, Severity
from jianfu.vocabulary.finding import Finding, RootCause
from jianfu.vocabulary.organ import OrganLevel

MOST_ORGANS = 10
_WORST_FIRST = (Severity.VIOLATION, Severity.EXPLAIN, Severity.HINT)


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card with the number of its findings, or of the rows that it cannot judge."""

    card: RuleCard
    count: Figure
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class OrganRow:
    """An organ with the number of findings that are its alone, how many of each severity, and the cards' names."""

    organ: str
    count: Figure
    severities: str
    cards: tuple[str, ...]


def list_findings(material: Material) -> list[Finding]:
    """What may be held against somebody: all findings but those that need a person's judgement."""
    return [one for result in material.results for one in result.findings if one.severity != Severity.QUESTION]


def count_by_severity(material: Material) -> dict[Severity, Figure]:
    """Findings of each severity that there are, the strongest first; questions last."""
    found = [one for result in material.results for one in result.findings]
    counted = {}
    for place, severity in enumerate(reversed(RANKS), start=1):
        same = [one for one in found if one.severity == severity]
        count = _count("GZ01", material, same, f"{place:02d}", severity.value)
        if count is not None:
            counted[severity] = count
    return counted


def tabulate_cards(material: Material) -> list[CardRow]:
    """Cards with findings, the most severe and then the most frequent first; questions left out."""
    return _tabulate("GZ02", material, lambda card: card.severity is not Severity.QUESTION)


def tabulate_questions(material: Material) -> list[CardRow]:
    """Cards that ask a person, with what they ask about."""
    return _tabulate("GZ04", material, lambda card: card.severity is Severity.QUESTION)


def _tabulate(id: str, material: Material, wanted: Callable[[RuleCard], bool]) -> list[CardRow]:
    results = [result for result in material.results if result.findings and wanted(result.card)]
    results.sort(key=lambda result: (-RANKS.index(result.card.severity), -len(result.findings), result.card.number))
    rows = []
    for place, result in enumerate(results, start=1):
        count = _count(id, material, result.findings, f"{place:02d}", result.card.name)
        if count is not None:
            rows.append(CardRow(result.card, count, result.findings))
    return rows


def tabulate_organs(material: Material) -> list[OrganRow]:
    """The organs with findings that are theirs alone, those with most violations first."""
    of_organ: dict[str, list[Finding]] = {}
    for one in list_findings(material):
        for organ in one.answerable:
            of_organ.setdefault(organ, []).append(one)
    weights = {organ: [_count_severity(own, severity) for severity in _WORST_FIRST] for organ, own in of_organ.items()}
    worst_first = sorted(of_organ, key=lambda organ: ([-count for count in weights[organ]], organ))
    rows = []
    for place, organ in enumerate(worst_first[:MOST_ORGANS], start=1):
        count = _count("GZ03", material, of_organ[organ], f"{place:02d}", organ)
        said = "、".join(f"{s.value}{n}" for s, n in zip(_WORST_FIRST, weights[organ], strict=True) if n)
        if count is not None:
            rows.append(OrganRow(organ, count, said, tuple(dict.fromkeys(one.name for one in of_organ[organ]))))
    return rows


def _count_severity(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(one.severity == severity for one in findings)


def tabulate_unjudged(material: Material) -> list[CardRow]:
    """Cards that could not judge rows for want of a datum, those with most rows first."""
    results = sorted(
        (result for result in material.results if result.unjudged),
        key=lambda result: (-len(result.unjudged), result.card.number),
    )
    rows = []
    for place, result in enumerate(results, start=1):
        unjudged = material.sources[result.card.kind.value].at_receipts(result.unjudged)
        count = figure("GZ05", len(unjudged), unjudged, part=f"{place:02d}", label=result.card.name)
        if count is not None:
            rows.append(CardRow(result.card, count, ()))
    return rows


def count_by_cause(material: Material, cause: RootCause) -> Figure | None:
    """Findings that evidence ties to this root cause."""
    same = [one for one in list_findings(material) if one.cause is cause]
    return _count("GZ06", material, same, f"{list(RootCause).index(cause) + 1:02d}", cause.label)


def tabulate_upward(material: Material) -> list[tuple[Finding, Figure]]:
    """Findings that only a level above can change, bundled by card and level: one of each bundle, and how many."""
    levels = list(OrganLevel)
    bundles: dict[tuple[int, str], list[Finding]] = {}
    for one in list_findings(material):
        if one.level.value in material.levels_above:
            bundles.setdefault((levels.index(one.level), one.card), []).append(one)
    rows = []
    for place, key in enumerate(sorted(bundles), start=1):
        count = _count("GZ07", material, bundles[key], f"{place:02d}", bundles[key][0].name)
        if count is not None:
            rows.append((bundles[key][0], count))
    return rows


def _count(id: str, material: Material, findings: Sequence[Finding], part: str, label: str) -> Figure | None:
    return figure(id, len(findings), *select_rows(material, findings), part=part, label=label)


def select_rows(material: Material, findings: Iterable[Finding]) -> list[Selection]:
    """The rows that findings rest on, one selection a kind."""
    ids: dict[str, set[int]] = {}
    for one in findings:
        ids.setdefault(one.kind.value, set()).update(one.receipts)
    return [material.sources[kind].at_receipts(of_kind) for kind, of_kind in ids.items()]
