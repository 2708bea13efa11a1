"""Accounts. There is no administrator who may do everything: what one may do is the role's, see access/table.py."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jianfu.ledger.viewer import COUNTY_ROLES, Role

_ROLES = [(role.value, role.label) for role in Role]


class Account(AbstractBaseUser):
    """One person's or one desk's account. Without an organ only for roles that see the whole county."""

    username = models.CharField("用户名", max_length=60, unique=True)
    role = models.CharField("角色", max_length=12, choices=_ROLES)
    organ = models.ForeignKey("ledger.Organ", models.PROTECT, null=True, blank=True, verbose_name="单位")
    is_active = models.BooleanField("启用", default=True)

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


class CalendarFeed(models.Model):
    """The secret address at which an account's deadlines can be subscribed to. Only its SHA-256 is kept."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField("地址摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return str(self.account)
