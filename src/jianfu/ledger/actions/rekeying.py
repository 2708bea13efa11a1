"""Gives an organ's demands and receipts to another organ, with the keys that they would have had there."""

from jianfu.ledger.actions.merging import fold_row
from jianfu.ledger.identity import demand_key, observation_key, receipt_key
from jianfu.ledger.models import (
    DETAIL_MODELS,
    Demand,
    DocumentText,
    EvidenceRow,
    Observation,
    Organ,
    OrganAlias,
    Receipt,
)
from jianfu.ledger.models.details import detail_fields
from jianfu.ledger.searching import index_demands
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import DEMAND_FIELDS
from jianfu.vocabulary.recorded import Conflict

_DEMAND_COLUMNS = frozenset(field.name for field in DEMAND_FIELDS) - {"title", "issuer"}
_RECEIPT_COLUMNS = frozenset(field.attname for field in Receipt._meta.concrete_fields) - {
    *("id", "key", "demand_id", "receiver_id", "occurrence")
}
_OBSERVATION_COLUMNS = frozenset({"unit"})  # all others are in its key


def absorb_organ(unknown: Organ, known: Organ) -> list[Conflict]:
    """Make everything of `unknown` belong to `known` and delete `unknown`. Call inside an action.

    Where `known` has the same demand or receipt already, the two become one: blanks are filled, and the returned
    conflicts are where both said something else.
    """
    conflicts: list[Conflict] = []
    for demand in Demand.objects.filter(issuer=unknown):
        conflicts += _move_demand(demand, known)
    for receipt in Receipt.objects.filter(receiver=unknown).select_related("demand"):
        receipt.receiver = known
        conflicts += _place_receipt(receipt)
    for observation in Observation.objects.filter(organ=unknown):
        conflicts += _move_observation(observation, known)
    Organ.objects.filter(parent=unknown).update(parent=known)
    OrganAlias.objects.filter(organ=unknown).update(organ=known)
    EvidenceRow.objects.filter(organ=unknown).update(organ=known)
    for group in Organ.objects.filter(members=unknown):
        group.members.add(known)
    unknown.delete()
    return conflicts


def _move_demand(demand: Demand, issuer: Organ) -> list[Conflict]:
    demand.issuer, demand.key = issuer, demand_key(issuer.name, demand.identity)
    twin = Demand.objects.filter(key=demand.key).exclude(pk=demand.pk).first()
    if twin is None:
        demand.save(update_fields=["issuer", "key"])
    conflicts = [] if twin is None else _fold_demand(demand, twin)
    for receipt in Receipt.objects.filter(demand=demand).select_related("receiver"):
        receipt.demand = twin or demand
        conflicts += _place_receipt(receipt)
    if twin is not None:
        demand.delete()
    return conflicts


def _fold_demand(demand: Demand, twin: Demand) -> list[Conflict]:
    """Everything of a demand but its receipts goes to its twin."""
    kind = BurdenKind(demand.kind)
    own_columns = [field.name for field in detail_fields(kind)]
    EvidenceRow.objects.filter(demand=demand).update(demand=twin)
    if not DocumentText.objects.filter(demand=twin).exists():
        DocumentText.objects.filter(demand=demand).update(demand=twin)
    conflicts = [
        *fold_row(Demand, demand.pk, twin.pk, twin.key, _DEMAND_COLUMNS),
        *fold_row(DETAIL_MODELS[kind], demand.pk, twin.pk, twin.key, own_columns),
    ]
    index_demands([twin.pk])
    return conflicts


def _place_receipt(receipt: Receipt) -> list[Conflict]:
    receipt.key = receipt_key(
        receipt.demand.key,
        receipt.receiver.name,
        receipt.received_on,
        receipt.year,
        receipt.holder,
        receipt.occurrence,
    )
    twin = Receipt.objects.filter(key=receipt.key).exclude(pk=receipt.pk).first()
    return _settle(receipt, twin, "receipt")


def _move_observation(observation: Observation, organ: Organ) -> list[Conflict]:
    observation.organ = organ
    observation.key = observation_key(
        organ.name,
        observation.measure,
        observation.period_start,
        observation.period_end,
        observation.quantity,
        observation.note,
    )
    twin = Observation.objects.filter(key=observation.key).exclude(pk=observation.pk).first()
    return _settle(observation, twin, "observation")


def _settle(row: Receipt | Observation, twin: Receipt | Observation | None, evidence: str) -> list[Conflict]:
    """Save the row under its new key; where a twin has that key already, blanks and evidence go to the twin."""
    if twin is None:
        row.save()
        return []
    columns = _RECEIPT_COLUMNS if isinstance(row, Receipt) else _OBSERVATION_COLUMNS
    conflicts = fold_row(type(row), row.pk, twin.pk, row.key, columns)
    EvidenceRow.objects.filter(**{evidence: row}).update(**{evidence: twin})
    row.delete()
    return conflicts
