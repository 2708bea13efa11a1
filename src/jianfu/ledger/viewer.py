"""Who looks at a page: the role, the organ that one speaks for, and how far one may see."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may do. Every account has exactly one."""

    ANALYST = "analyst"
    APPROVER = "approver"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    VILLAGE = "village"
    SUPERVISION = "supervision"
    LEADER = "leader"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The Chinese name of the role."""
        return _LABELS[self]


_LABELS = {
    Role.ANALYST: "减负专班",
    Role.APPROVER: "准入审核",
    Role.DEPARTMENT: "县直部门",
    Role.TOWNSHIP: "乡镇（街道）",
    Role.VILLAGE: "村（社区）",
    Role.SUPERVISION: "监督",
    Role.LEADER: "县领导",
    Role.AUDITOR: "审计",
}
COUNTY_ROLES = frozenset({Role.ANALYST, Role.APPROVER, Role.SUPERVISION, Role.LEADER, Role.AUDITOR})
"""Roles that see the whole county; they sign in with a second factor."""


class Scope(StrEnum):
    """Whose objects a role reaches behind an address."""

    ALL = "all"
    OWN = "own"
    """Those of the viewer's own organ and of the organs below it; for a department what it sent."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks for a page. `organ_id` is None only for county roles that speak for no single organ."""

    name: str
    role: Role
    organ_id: int | None
    scope: Scope

    @property
    def actor(self) -> str:
        """Whom the audit log names."""
        return f"{self.role.label}:{self.name}"

    @property
    def sees_all(self) -> bool:
        """Whether objects of every organ are in reach."""
        return self.scope is Scope.ALL
