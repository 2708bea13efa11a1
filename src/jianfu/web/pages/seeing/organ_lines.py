"""The lines of an organ's page: by kind, by month, by partner; what it sent, and what asks the same again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.ledger.visibility import ids_below
from jianfu.monitoring.models import Evaluation, Repeat
from jianfu.overlap.notices.notice import Relation
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.clock import a_year_ago, today

_FEN_A_YUAN = 100
_NO_HOURS = frozenset({BurdenKind.SUBSCRIPTION, BurdenKind.FACILITY, BurdenKind.DELEGATION})
_PAID = (BurdenKind.SUBSCRIPTION.value, BurdenKind.FACILITY.value)
Span = Sequence[float]


@dataclass(frozen=True, slots=True)
class VillageLine:
    """One village below a township; hours a week None where none of its rows can be timed."""

    organ_id: int
    name: str
    span: Span | None
    rows: int


@dataclass(frozen=True, slots=True)
class OrganLoad:
    """What the newest evaluation says of an organ: hours a week, all None or empty before the first.

    `labour` yuan of the period, None without a wage.
    """

    evaluation: Evaluation | None
    span: Span | None
    per_head: float | None
    by_month: Mapping[str, Span]
    by_kind: Mapping[str, Span]
    months: Sequence[str]
    labour: Span | None
    villages: Sequence[VillageLine]


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind: demands, receipts, and hours a week (None where they cannot be told)."""

    kind: BurdenKind
    demands: int
    rows: int
    span: Span | None


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """Who sent it, or to whom it went; a township stands for its villages, too."""

    organ_id: int
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """Two papers of which the later asks the same again. `is_own`: both are the organ's."""

    relation: Relation
    earlier: Demand
    later: Demand
    reasons: Sequence[str]
    is_own: bool


def read_load(organ: Organ, evaluation: Evaluation | None, is_bearer: bool) -> OrganLoad:
    """What the evaluation says of the organ."""
    panel = evaluation.panel if evaluation else {}
    is_village = organ.level == OrganLevel.VILLAGE.value
    whose = "village" if is_village else "township" if is_bearer else "issuer"
    span = panel.get(f"by_{whose}", {}).get(organ.name)
    return OrganLoad(
        evaluation,
        span,
        span[0] / organ.staff if span and organ.staff else None,
        panel.get(f"by_{whose}_and_month", {}).get(organ.name, {}),
        panel.get(f"by_{whose}_and_kind", {}).get(organ.name, {}),
        sorted(panel.get("by_month", {})),
        panel.get("labour_by_issuer", {}).get(organ.name) if not is_bearer else None,
        _list_villages(organ, panel.get("by_village", {})) if is_bearer and not is_village else [],
    )


def _list_villages(township: Organ, spans: Mapping[str, Span]) -> list[VillageLine]:
    """Villages in the directory's order, those without any row left out."""
    day = "receipts__received_on"
    within = Q(**{f"{day}__range": (a_year_ago(), today())}) | Q(**{day: None})
    rows = Count("receipts", filter=within)
    found = township.children.annotate(rows=rows).filter(rows__gt=0).order_by("pk")
    return [VillageLine(one.pk, one.name, spans.get(one.name), one.rows) for one in found]


def reach_of(organ: Organ, *, is_bearer: bool) -> QuerySet[Receipt]:
    """Receipts of twelve months: those that came to the organ and all below it, or those of what it sent.

    Rows that name no day stand for the present and count.
    """
    whose = Q(receiver_id__in=ids_below(organ.pk)) if is_bearer else Q(demand__issuer=organ)
    return Receipt.objects.filter(whose, Q(received_on__range=(a_year_ago(), today())) | Q(received_on=None))


def count_kinds(organ: Organ, load: OrganLoad, *, is_bearer: bool) -> list[KindLine]:
    """A line for each kind that there is any row of."""
    found = reach_of(organ, is_bearer=is_bearer).values_list("demand__kind")
    counts = {
        kind: (demands, rows) for kind, demands, rows in found.annotate(Count("demand", distinct=True), Count("pk"))
    }
    return [
        KindLine(kind, *counts[kind.value], None if kind in _NO_HOURS else load.by_kind.get(kind.value))
        for kind in BurdenKind
        if kind.value in counts
    ]


def count_months(organ: Organ, *, is_bearer: bool) -> dict[str, int]:
    """Receipts by month like 2023-01, of rows that name a day."""
    days = reach_of(organ, is_bearer=is_bearer).exclude(received_on=None)
    by_day = days.values_list("received_on").annotate(Count("pk")).order_by("received_on")
    counts: Counter[str] = Counter()
    for day, rows in by_day:
        counts[f"{day:%Y-%m}"] += rows
    return dict(counts)


def count_partners(organ: Organ, *, is_bearer: bool) -> list[PartnerLine]:
    """Who caused the load, the most first; or whom a department's demands came to, in the directory's order."""
    rows = reach_of(organ, is_bearer=is_bearer)
    if is_bearer:
        senders = rows.values_list("demand__issuer_id", "demand__issuer__name").annotate(rows=Count("pk"))
        return [PartnerLine(*line) for line in senders.order_by("-rows", "demand__issuer__name")]
    counts: Counter[int] = Counter()
    received = rows.values_list("receiver_id", "receiver__level", "receiver__parent_id").annotate(rows=Count("pk"))
    for receiver, level, above, number in received:
        counts[above if above and level == OrganLevel.VILLAGE.value else receiver] += number
    names = dict(Organ.objects.filter(pk__in=counts).values_list("pk", "name"))
    return [PartnerLine(number, names[number], counts[number]) for number in sorted(counts)]


def list_sent(organ: Organ) -> "QuerySet[Demand]":
    """What the organ sent in twelve months, the newest first, each with how far it went."""
    sent = Demand.objects.filter(issuer=organ).annotate(reached=Count("receipts"), newest=Max("receipts__received_on"))
    within = Q(newest__range=(a_year_ago(), today())) | Q(newest=None, reached__gt=0)
    return sent.filter(within).order_by(F("newest").desc(nulls_last=True), "-pk")


def find_repeats(organ: Organ) -> QuerySet[Repeat]:
    """Papers of the organ that ask again what was asked, by itself or another, or that another asked again."""
    sent = Demand.objects.filter(issuer=organ)
    own = Q(earlier__in=sent) | Q(later__in=sent)
    return Repeat.objects.filter(own).select_related("earlier__issuer", "later__issuer").order_by("-later_id", "pk")


def list_repeats(found: Iterable[Repeat], organ: Organ) -> list[RepeatLine]:
    """Repeats of the organ as lines."""
    return [
        RepeatLine(
            Relation(one.relation),
            one.earlier,
            one.later,
            one.reasons,
            one.earlier.issuer_id == one.later.issuer_id == organ.pk,
        )
        for one in found
    ]


def sum_yuan(organ: Organ) -> float | None:
    """Money that registers name for what the organ asked in twelve months; None where none is named."""
    paid = reach_of(organ, is_bearer=False).filter(demand__kind__in=_PAID)
    sums = paid.aggregate(bought=Sum("amount_fen"), built=Sum("cost_fen"))
    named = [fen for fen in sums.values() if fen is not None]
    return sum(named) / _FEN_A_YUAN if named else None
