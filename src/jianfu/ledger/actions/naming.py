"""Tells the ledger which known organ a written name means."""

from datetime import datetime

from django.db import transaction

from jianfu.ledger.actions.merging import describe_conflicts
from jianfu.ledger.actions.rekeying import absorb_organ
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Organ, OrganAlias
from jianfu.ledger.queries import UnknownOrgan, get_organ
from jianfu.vocabulary.text import squeeze


@transaction.atomic
def name_organ(written: str, official: str, *, actor: str, now: datetime) -> None:
    """Merge the unknown organ `written` into `official` and remember the name as an alias.

    UnknownOrgan if the ledger has no such organs or `written` is known already.
    """
    lock_ledger()
    known = get_organ(official)
    unknown = Organ.objects.filter(name=squeeze(written), known=False).first()
    if unknown is None:
        raise UnknownOrgan(f"台账里没有待认的单位“{written}”。用 jianfu organs unknown 查看全部待认单位。")
    conflicts = absorb_organ(unknown, known)
    OrganAlias.objects.create(name=squeeze(written), organ=known)
    change = {"old": written, "new": known.name, "conflicts": describe_conflicts(conflicts)}
    append(actor=actor, action="name_organ", now=now, change=change)
