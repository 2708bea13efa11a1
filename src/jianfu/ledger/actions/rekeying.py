"""Gives an organ's demands and receipts to another organ, with the keys that they would have had there."""

from jianfu.ledger.identity import demand_key, observation_key, receipt_key
from jianfu.ledger.models import Demand, EvidenceRow, Observation, Organ, OrganAlias, Receipt


def absorb_organ(unknown: Organ, known: Organ) -> None:
    """Make everything of `unknown` belong to `known` and delete `unknown`. Call inside an action."""
    for demand in Demand.objects.filter(issuer=unknown):
        _move_demand(demand, known)
    for receipt in Receipt.objects.filter(receiver=unknown).select_related("demand"):
        receipt.receiver = known
        _place_receipt(receipt)
    for observation in Observation.objects.filter(organ=unknown):
        _move_observation(observation, known)
    Organ.objects.filter(parent=unknown).update(parent=known)
    OrganAlias.objects.filter(organ=unknown).update(organ=known)
    EvidenceRow.objects.filter(organ=unknown).update(organ=known)
    unknown.delete()


def _move_demand(demand: Demand, issuer: Organ) -> None:
    key = demand_key(issuer.name, demand.identity)
    twin = Demand.objects.filter(key=key).exclude(pk=demand.pk).first()
    keeper = twin or demand
    keeper.issuer, keeper.key = issuer, key
    keeper.save(update_fields=["issuer", "key"])
    for receipt in Receipt.objects.filter(demand=demand).select_related("receiver"):
        receipt.demand = keeper
        _place_receipt(receipt)
    if twin is not None:
        EvidenceRow.objects.filter(demand=demand).update(demand=twin)
        demand.delete()


def _place_receipt(receipt: Receipt) -> None:
    """Save the receipt under its new key; where that key stands already, only its evidence moves there."""
    receipt.key = receipt_key(
        receipt.demand.key,
        receipt.receiver.name,
        receipt.received_on,
        receipt.year,
        receipt.holder,
        receipt.occurrence,
    )
    twin = Receipt.objects.filter(key=receipt.key).exclude(pk=receipt.pk).first()
    if twin is None:
        receipt.save()
        return
    EvidenceRow.objects.filter(receipt=receipt).update(receipt=twin)
    receipt.delete()


def _move_observation(observation: Observation, organ: Organ) -> None:
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
    if twin is None:
        observation.save()
        return
    EvidenceRow.objects.filter(observation=observation).update(observation=twin)
    observation.delete()
