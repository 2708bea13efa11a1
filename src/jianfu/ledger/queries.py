"""Every read of the ledger that is not an analysis over columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from jianfu.ledger.bulk import in_chunks
from jianfu.ledger.models import AuditEntry, Demand, EvidenceRow, ImportedFile, Observation, Organ, Receipt
from jianfu.ledger.organ_names import OrganNames
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.organ import OrganLevel

_DENSE = 4
"""A stretch of ids is read as a whole where at least one in so many is wanted."""


class UnknownOrgan(Exception):
    """The ledger has no organ of that name; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class UnnamedOrgan:
    """An organ that no directory names, with how often it appears."""

    name: str
    demands: int
    receipts: int


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """How many rows the ledger holds."""

    files: int
    organs: int
    demands: int
    receipts: int
    observations: int
    evidence: int


def get_organ(name: str) -> Organ:
    """The organ of this name or alias. UnknownOrgan if there is none."""
    organ_id = OrganNames().find(name)
    if organ_id is None:
        raise UnknownOrgan(f"台账里没有“{name}”。请核对名称，或先导入含有它的机关名录。")
    return Organ.objects.get(pk=organ_id)


_COLLECTIVE = r"^各(乡|镇|街道|村|社区)"
"""How a directory names all at once, also where it does not say whom that stands for."""


def list_grassroots(*levels: OrganLevel) -> QuerySet[Organ]:
    """Single townships and villages that a directory names, in its order; no collective name like 各乡镇."""
    wanted = [level.value for level in levels or (OrganLevel.TOWNSHIP, OrganLevel.VILLAGE)]
    organs = Organ.objects.filter(known=True, level__in=wanted, members=None)
    return organs.exclude(name__regex=_COLLECTIVE).order_by("pk")


def list_unknown_organs() -> list[UnnamedOrgan]:
    """Organs that wait to be named, most used first."""
    organs = (
        Organ.objects.filter(known=False)
        .annotate(sent=Count("demands", distinct=True), got=Count("receipts", distinct=True))
        .filter(Q(sent__gt=0) | Q(got__gt=0))
        .order_by((F("sent") + F("got")).desc(), "name")
    )
    return [UnnamedOrgan(organ.name, organ.sent, organ.got) for organ in organs]


def list_regions() -> frozenset[str]:
    """Names of the known provinces, cities and counties: the places whose rules bind here."""
    levels = (OrganLevel.PROVINCE.value, OrganLevel.CITY.value, OrganLevel.COUNTY.value)
    return frozenset(Organ.objects.filter(known=True, level__in=levels).values_list("name", flat=True))


def list_known_names() -> frozenset[str]:
    """Names of all organs that a directory names."""
    return frozenset(Organ.objects.filter(known=True).values_list("name", flat=True))


def is_file_known(digest: str, mapping: str) -> bool:
    """Whether the file with this SHA-256 was taken in before, read with these register mappings."""
    return ImportedFile.objects.filter(digest=digest, mapping=mapping).exists()


def list_files() -> list[ImportedFile]:
    """All files that were taken in, in order."""
    return list(ImportedFile.objects.order_by("id"))


def read_words(evidence_ids: Sequence[int]) -> list[str]:
    """The words of these rows of evidence, as read, in their order; '' for an id that is none.

    Rows that were imported together are fetched as one stretch.
    """
    words: dict[int, str] = {}
    rows = EvidenceRow.objects.values_list("id", "words")
    wanted = sorted(set(evidence_ids))
    for chunk in in_chunks(wanted):
        is_dense = chunk[-1] - chunk[0] < _DENSE * len(chunk)
        words.update(rows.filter(id__range=(chunk[0], chunk[-1])) if is_dense else rows.filter(id__in=chunk))
    return [words.get(number, "") for number in evidence_ids]


def count_rows() -> LedgerCounts:
    """The size of the ledger."""
    return LedgerCounts(
        files=ImportedFile.objects.count(),
        organs=Organ.objects.count(),
        demands=Demand.objects.count(),
        receipts=Receipt.objects.count(),
        observations=Observation.objects.count(),
        evidence=EvidenceRow.objects.count(),
    )


@dataclass(frozen=True, slots=True)
class Arrival:
    """One receipt of a paper: at whom, on which day (None: nobody says), the nth time that day, with its remark."""

    receiver: str
    received_on: date | None
    occurrence: int
    remark: str


@dataclass(frozen=True, slots=True)
class SentPaper:
    """One document or call to a meeting as the ledger holds it, with all its receipts. None where it is silent."""

    demand_id: int
    title: str
    issuer: str
    issued_on: date | None
    doc_number: str | None
    text: str | None
    arrivals: tuple[Arrival, ...]


def last_write() -> str:
    """The newest audit entry's number and hash: while it is the same, so is the ledger. '' before the first write."""
    last = AuditEntry.objects.order_by("-index").values_list("index", "leaf_hash").first()
    return "" if last is None else f"{last[0]}:{last[1]}"


def list_sent_papers() -> list[SentPaper]:
    """All documents and calls to meetings, in the order in which the ledger met them."""
    arrivals: dict[int, list[Arrival]] = {}
    kinds = (BurdenKind.DOCUMENT.value, BurdenKind.MEETING.value)
    receipts = Receipt.objects.filter(demand__kind__in=kinds).order_by("id")
    columns = ("demand_id", "receiver__name", "received_on", "occurrence", "remark")
    for demand_id, receiver, day, occurrence, remark in receipts.values_list(*columns).iterator():
        arrivals.setdefault(demand_id, []).append(Arrival(receiver, day, occurrence, remark or ""))
    papers = Demand.objects.filter(kind__in=kinds).order_by("id")
    names = ("id", "title", "issuer__name", "issued_on", "doc_number", "document_text__text")
    return [
        SentPaper(number, title, issuer, issued_on, doc_number, text, tuple(arrivals.get(number, ())))
        for number, title, issuer, issued_on, doc_number, text in papers.values_list(*names).iterator()
    ]
