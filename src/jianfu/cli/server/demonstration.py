"""One sign-in a role for the demonstration county. Real counties have none of these: accounts come by invitation."""

import secrets
from collections.abc import Iterator

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from jianfu.ledger.models import Organ
from jianfu.ledger.queries import get_organ
from jianfu.ledger.viewer import COUNTY_ROLES, Role
from jianfu.monitoring.evaluating import find_county
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.accounts.actions import invite, take_up
from jianfu.web.accounts.models import Account
from jianfu.web.clock import now

_ACTOR = "演示"
_CODES = 10
"""Recovery codes work once each, and whoever tries the demonstration signs in more than once."""


def make_sign_ins() -> Iterator[str]:
    """Give each role an account with a new password, and say them in lines for the screen."""
    yield "演示账号（每次启动换新密码）："
    for role in Role:
        organ = _organ_for(role)
        password = secrets.token_urlsafe(9)
        invite(role.label, role, organ, actor=_ACTOR, now=now())
        account = Account.objects.get(username=role.label)
        take_up(account, password, now=now())
        line = f"  {role.label}　密码 {password}"
        if role in COUNTY_ROLES:
            line += f"　动态码或恢复码 {'、'.join(_give_second_factor(account))}"
        yield line + (f"　（{organ.name}）" if organ else "")


def _organ_for(role: Role) -> Organ | None:
    county = find_county()
    if role is Role.DEPARTMENT:
        return get_organ("县应急管理局")
    if role is Role.TOWNSHIP:
        return county.children.filter(level=OrganLevel.TOWNSHIP.value).order_by("pk").first()
    if role is Role.VILLAGE:
        return Organ.objects.filter(level=OrganLevel.VILLAGE.value, known=True).order_by("pk").first()
    return None


def _give_second_factor(account: Account) -> list[str]:
    """Bind a new secret; returns recovery codes, which work once each, in place of a phone."""
    account.authenticator_set.all().delete()  # type: ignore[attr-defined]  # allauth has no types
    TOTP.activate(account, generate_totp_secret())
    return list(RecoveryCodes.activate(account).get_unused_codes()[:_CODES])
