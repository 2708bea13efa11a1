"""From the names that registers write to organs."""

from collections.abc import Iterable

from jianfu.ledger.models import Organ, OrganAlias
from jianfu.vocabulary.organ import OrganLevel
from jianfu.vocabulary.text import squeeze

NAMELESS = "（未注明单位）"
"""Stands for the issuer of a row that names none."""


class OrganNames:
    """All names of all organs, in memory. Unknown names become organs that are not `known`."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._as_written: dict[str, int] = {}
        self._counties: list[str] = []
        self.created: list[str] = []
        self.reload()

    def reload(self) -> None:
        """Ask the ledger anew, after a directory has told it more."""
        self._ids.clear()
        self._as_written.clear()
        self._counties.clear()
        for organ_id, name, level in Organ.objects.values_list("id", "name", "level"):
            self._add(organ_id, name, level)
        for name, organ_id in OrganAlias.objects.values_list("name", "organ_id"):
            self._ids.setdefault(name, organ_id)

    def _add(self, organ_id: int, name: str, level: str) -> None:
        self._ids[squeeze(name)] = organ_id
        self._names[organ_id] = name
        if level == OrganLevel.COUNTY and name.endswith(("县", "区", "市", "旗")):
            self._counties.append(squeeze(name))

    def find(self, written: str) -> int | None:
        """The organ's id, or None. 县应急局 also finds 云溪县应急局 when exactly one county has such an organ."""
        name = squeeze(written)
        if name in self._ids:
            return self._ids[name]
        if name.startswith("县"):
            found = {self._ids[county + name[1:]] for county in self._counties if county + name[1:] in self._ids}
            if len(found) == 1:
                self._ids[name] = found.pop()
                return self._ids[name]
        return None

    def find_or_create(self, written: str) -> int:
        """The organ's id; an unknown name becomes an organ that waits to be named."""
        organ_id = self._as_written.get(written) or self.find(written or NAMELESS)
        if organ_id is not None:
            self._as_written[written] = organ_id
            return organ_id
        name = squeeze(written) or NAMELESS
        organ = Organ.objects.create(name=name)
        self._add(organ.pk, name, OrganLevel.UNKNOWN)
        self.created.append(name)
        return organ.pk

    def canonical(self, organ_id: int) -> str:
        """The organ's own name."""
        return self._names[organ_id]


def squeeze_all(names: Iterable[str]) -> list[str]:
    """Squeezed names without blanks, in order."""
    return [name for name in map(squeeze, names) if name]
