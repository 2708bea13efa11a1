"""Organs 机关、单位: anyone who issues or receives demands."""

from dataclasses import dataclass, field
from enum import StrEnum


class OrganLevel(StrEnum):
    """Administrative level, from the centre down; `UNKNOWN` where no source says."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The Chinese word for the level."""
        return _LEVEL_LABELS[self]


ABOVE_GRASSROOTS = frozenset({OrganLevel.CENTRAL, OrganLevel.PROVINCE, OrganLevel.CITY, OrganLevel.COUNTY})
"""Levels whose organs bear no grassroots burden; an organ of unknown level may be one of a township."""


class OrganKind(StrEnum):
    """What sort of organ it is; `UNKNOWN` where no source says."""

    PARTY = "party"
    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    STREET = "street"
    VILLAGE = "village"
    COMMUNITY = "community"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The Chinese word for the kind."""
        return _KIND_LABELS[self]


_LEVEL_LABELS = {
    OrganLevel.CENTRAL: "中央",
    OrganLevel.PROVINCE: "省",
    OrganLevel.CITY: "市",
    OrganLevel.COUNTY: "县",
    OrganLevel.TOWNSHIP: "乡",
    OrganLevel.VILLAGE: "村",
    OrganLevel.UNKNOWN: "未知",
}
_KIND_LABELS = {
    OrganKind.PARTY: "党委",
    OrganKind.GOVERNMENT: "政府",
    OrganKind.DEPARTMENT: "部门",
    OrganKind.TOWNSHIP: "乡镇",
    OrganKind.STREET: "街道",
    OrganKind.VILLAGE: "村",
    OrganKind.COMMUNITY: "社区",
    OrganKind.UNKNOWN: "未知",
}


@dataclass(frozen=True, slots=True)
class OrganProfile:
    """What the organ directory 机关名录 says of one organ.

    Empty string or None means that the directory is silent, never zero.
    `aliases` are other names that mean the same organ (县市监局 = 县市场监督管理局).
    """

    name: str
    level: OrganLevel = OrganLevel.UNKNOWN
    kind: OrganKind = OrganKind.UNKNOWN
    parent: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""
    """GB/T 2260 or NBS statistical division code, digits only."""
    area_km2: float | None = None
    population: int | None = None
    households: int | None = None
    staff: int | None = None
    village_count: int | None = None
    fiscal_revenue_fen: int | None = None
    """General public budget revenue of the last full year, in fen."""
    hours_to_county: float | None = None
    """Hours one way to the county seat."""
    members: tuple[str, ...] = field(default=())
    """Organs that a collective name stands for (各乡镇 = the 28 townships)."""
