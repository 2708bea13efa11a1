"""Organs from a directory 机关名录."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from jianfu.ledger.actions.rekeying import absorb_organ
from jianfu.ledger.models import Organ, OrganAlias
from jianfu.ledger.organ_names import squeeze_all
from jianfu.vocabulary.evidence import Evidence
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.recorded import Conflict
from jianfu.vocabulary.rows import OrganRow
from jianfu.vocabulary.text import squeeze

_PLAIN_COLUMNS = tuple(
    item.name for item in fields(OrganProfile) if item.name not in {"name", "parent", "aliases", "members"}
)


@dataclass(slots=True)
class RecordedOrgans:
    """How many organs became known, the conflicts of what was put together, and the evidence to write."""

    new_organs: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    evidence: list[tuple[str, int, Evidence]] = field(default_factory=list)


def record_organs(rows: Sequence[OrganRow]) -> RecordedOrgans:
    """Create or complete the organs of a directory.

    Parents and members may stand anywhere in the file: they are linked after all organs exist.
    """
    recorded = RecordedOrgans()
    organs = [_record_organ(row.profile, recorded) for row in rows]
    by_name = {organ.name: organ for organ in organs}
    for organ, row in zip(organs, rows, strict=True):
        _link(organ, row.profile, by_name)
        recorded.evidence.append(("organ_id", organ.pk, row.evidence))
    return recorded


def _record_organ(profile: OrganProfile, recorded: RecordedOrgans) -> Organ:
    name = squeeze(profile.name)
    organ = Organ.objects.filter(name=name).first() or Organ(name=name)
    recorded.new_organs += not organ.known
    organ.known = True
    for column in _PLAIN_COLUMNS:
        value = getattr(profile, column)
        if value not in (None, "", OrganLevel.UNKNOWN, OrganKind.UNKNOWN):
            setattr(organ, column, value)
    organ.save()
    for alias in squeeze_all(profile.aliases):
        recorded.conflicts += _record_alias(organ, alias)
    return organ


def _record_alias(organ: Organ, alias: str) -> list[Conflict]:
    namesake = Organ.objects.filter(name=alias).first()
    if namesake is not None and namesake.known:
        return []  # it is the very name of another organ
    conflicts = absorb_organ(namesake, organ) if namesake is not None else []
    OrganAlias.objects.get_or_create(name=alias, defaults={"organ": organ})
    return conflicts


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
