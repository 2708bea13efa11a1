"""Accounts. There is no administrator who may do everything: what one may do is the role's, see access/table.py."""

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from jianfu.ledger.viewer import COUNTY_ROLES, Role

_ROLES = [(role.value, role.label) for role in Role]


class Account(AbstractBaseUser):
    """One person's or one desk's account. Without an organ only for roles that see the whole county."""

    username = models.CharField("用户名", max_length=60, unique=True)
    role = models.CharField("角色", max_length=12, choices=_ROLES)
    organ = models.ForeignKey("ledger.Organ", models.PROTECT, null=True, blank=True, verbose_name="单位")
    is_active = models.BooleanField("启用", default=True)
    generation = models.PositiveIntegerField("会话代次", default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]
    objects = BaseUserManager["Account"]()

    class Meta:
        """A role of one organ cannot be without it."""

        constraints = (
            models.CheckConstraint(
                name="organ_where_the_role_needs_one",
                condition=models.Q(organ__isnull=False) | models.Q(role__in=sorted(COUNTY_ROLES)),
            ),
        )

    def __str__(self) -> str:
        return self.username

    @property
    def actor(self) -> str:
        """Whom the audit log names."""
        return f"{Role(self.role).label}:{self.username}"

    def get_session_auth_hash(self) -> str:
        """What a session of this account bears. One more `generation`, or another password, ends them all."""
        said = f"{self.password}\n{self.generation}"
        return salted_hmac("jianfu.web.accounts.session", said, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """There are no older secrets whose sessions would go on."""
        return iter(())


class CalendarFeed(models.Model):
    """The secret address at which an account's deadlines can be subscribed to. Only its SHA-256 is kept."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField("地址摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return str(self.account)
