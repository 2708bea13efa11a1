"""Reads of accounts: who has one, whether the second factor is bound, when it was last used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import COUNTY_ROLES
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.accounts.models import Account


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in the list. `seen_on` is the day of the last sign-in, None before the first."""

    account: Account
    organ: str
    state: str
    second_factor: str
    seen_on: date | None


def list_accounts() -> list[AccountLine]:
    """All accounts, by role and name."""
    bound = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
    accounts = Account.objects.select_related("organ").annotate(is_bound=Exists(bound)).order_by("role", "username")
    return [
        AccountLine(
            account,
            account.organ.name if account.organ else "",
            _say_state(account),
            "已绑定" if account.is_bound else "未绑定，登录时必须绑定" if account.role in COUNTY_ROLES else "不要求",
            account.last_login.date() if account.last_login else None,
        )
        for account in accounts
    ]


def _say_state(account: Account) -> str:
    if not account.is_active:
        return "已停用"
    return "启用" if account.has_usable_password() else "待接受邀请"


def list_organs_without_account() -> Sequence[tuple[str, str]]:
    """Organs of the directory that nobody speaks for yet: (name, level), from the county down."""
    wanted = Organ.objects.filter(known=True, account=None, members=None).order_by("pk")
    levels = (OrganLevel.COUNTY, OrganLevel.TOWNSHIP, OrganLevel.VILLAGE)
    names = {level: list(wanted.filter(level=level.value).values_list("name", flat=True)) for level in levels}
    return [(name, level.label) for level, some in names.items() for name in some]
