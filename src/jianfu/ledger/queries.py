"""Every read of the ledger that is not an analysis over columns."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from jianfu.ledger.models import Demand, EvidenceRow, ImportedFile, Observation, Organ, Receipt
from jianfu.ledger.organ_names import OrganNames


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


def list_unknown_organs() -> list[UnnamedOrgan]:
    """Organs that wait to be named, most used first."""
    organs = (
        Organ.objects.filter(known=False)
        .annotate(sent=Count("demands", distinct=True), got=Count("receipts", distinct=True))
        .filter(Q(sent__gt=0) | Q(got__gt=0))
        .order_by((F("sent") + F("got")).desc(), "name")
    )
    return [UnnamedOrgan(organ.name, organ.sent, organ.got) for organ in organs]


def list_known_names() -> frozenset[str]:
    """Names of all organs that a directory names."""
    return frozenset(Organ.objects.filter(known=True).values_list("name", flat=True))


def is_file_known(digest: str) -> bool:
    """Whether the file with this SHA-256 was taken in before."""
    return ImportedFile.objects.filter(digest=digest).exists()


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
