"""Tables of the ledger."""

from jianfu.ledger.models.audit import AuditEntry
from jianfu.ledger.models.demand import Demand, DocumentText, Receipt
from jianfu.ledger.models.details import DETAIL_MODELS
from jianfu.ledger.models.organ import Organ, OrganAlias
from jianfu.ledger.models.search import SearchedPair, SearchedWords
from jianfu.ledger.models.source import EvidenceRow, ImportedFile, Observation

__all__ = [
    "DETAIL_MODELS",
    "AuditEntry",
    "Demand",
    "DocumentText",
    "EvidenceRow",
    "ImportedFile",
    "Observation",
    "Organ",
    "OrganAlias",
    "Receipt",
    "SearchedPair",
    "SearchedWords",
]
