"""Organs from a directory 机关名录."""

from collections.abc import Sequence
from dataclasses import fields

from jianfu.ledger.actions.rekeying import absorb_organ
from jianfu.ledger.models import Organ, OrganAlias
from jianfu.ledger.organ_names import squeeze_all
from jianfu.vocabulary.evidence import Evidence
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.rows import OrganRow
from jianfu.vocabulary.text import squeeze

_PLAIN_COLUMNS = tuple(
    item.name for item in fields(OrganProfile) if item.name not in {"name", "parent", "aliases", "members"}
)


def record_organs(rows: Sequence[OrganRow]) -> tuple[int, list[tuple[str, int, Evidence]]]:
    """Create or complete the organs of a directory. Returns how many became known, and the evidence to write.

    Parents and members may stand anywhere in the file: they are linked after all organs exist.
    """
    organs = [_record_organ(row.profile) for row in rows]
    by_name = {organ.name: organ for organ, _ in organs}
    for (organ, _), row in zip(organs, rows, strict=True):
        _link(organ, row.profile, by_name)
    evidence = [("organ_id", organ.pk, row.evidence) for (organ, _), row in zip(organs, rows, strict=True)]
    return sum(became_known for _, became_known in organs), evidence


def _record_organ(profile: OrganProfile) -> tuple[Organ, bool]:
    name = squeeze(profile.name)
    organ = Organ.objects.filter(name=name).first() or Organ(name=name)
    became_known = not organ.known
    organ.known = True
    for column in _PLAIN_COLUMNS:
        value = getattr(profile, column)
        if value not in (None, "", OrganLevel.UNKNOWN, OrganKind.UNKNOWN):
            setattr(organ, column, value)
    organ.save()
    for alias in squeeze_all(profile.aliases):
        _record_alias(organ, alias)
    return organ, became_known


def _record_alias(organ: Organ, alias: str) -> None:
    namesake = Organ.objects.filter(name=alias).first()
    if namesake is not None and not namesake.known:
        absorb_organ(namesake, organ)
    if namesake is None or not namesake.known:
        OrganAlias.objects.get_or_create(name=alias, defaults={"organ": organ})


def _link(organ: Organ, profile: OrganProfile, by_name: dict[str, Organ]) -> None:
    parent = squeeze(profile.parent)
    if parent:
        organ.parent = by_name.get(parent) or _find_or_create(parent)
        organ.save(update_fields=["parent"])
    if profile.members:
        organ.members.set([by_name.get(name) or _find_or_create(name) for name in squeeze_all(profile.members)])


def _find_or_create(name: str) -> Organ:
    alias = OrganAlias.objects.filter(name=name).select_related("organ").first()
    return alias.organ if alias else Organ.objects.get_or_create(name=name)[0]
