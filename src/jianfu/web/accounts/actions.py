"""Writes to accounts: invite, take the invitation up, switch off and on again."""

import secrets
from datetime import datetime
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F
from django.utils.http import urlsafe_base64_encode

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import COUNTY_ROLES, Role
from jianfu.web.accounts.models import Account, CalendarFeed

_FEED_TOKEN_BYTES = 32


class RefusedAccount(Exception):
    """An account that cannot be made or changed; the message says in Chinese why."""


@transaction.atomic
def invite(username: str, role: Role, organ: Organ | None, *, actor: str, now: datetime) -> tuple[str, str]:
    """Make an account that waits for its owner, or invite the owner anew. Returns the two parts of the link's path.

    An invitation takes the old password away. RefusedAccount where the role needs an organ, or the name is another's.
    """
    lock_ledger()
    if organ is None and role not in COUNTY_ROLES:
        raise RefusedAccount(f"“{role.label}”账号须写明单位。")
    account = Account.objects.filter(username=username).first() or Account(username=username, role=role, organ=organ)
    if (account.role, account.organ_id) != (role, organ.pk if organ else None):
        raise RefusedAccount(f"用户名“{username}”已有账号，角色或单位不同。请换一个用户名。")
    account.set_unusable_password()
    account.save()
    change = {"account": username, "role": role.value, "organ": organ.name if organ else None}
    append(actor=actor, action="invite_account", now=now, change=change)
    return urlsafe_base64_encode(str(account.pk).encode()), default_token_generator.make_token(account)


@transaction.atomic
def take_up(account: Account, password: str, *, now: datetime) -> None:
    """Set the owner's own password. The invitation is used up by it."""
    lock_ledger()
    account.set_password(password)
    account.save(update_fields=["password"])
    append(actor=account.username, action="take_up_account", now=now, change={"account": account.username})


@transaction.atomic
def reset_second_factor(username: str, *, actor: str, now: datetime) -> None:
    """Take the second factor away and end all sessions; a county role binds a new one before it sees anything.

    RefusedAccount if unknown.
    """
    lock_ledger()
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise RefusedAccount(f"没有用户名为“{username}”的账号。")
    Authenticator.objects.filter(user_id=account.pk).delete()
    _end_sessions(account)
    append(actor=actor, action="reset_second_factor", now=now, change={"account": username})


@transaction.atomic
def switch(account: Account, *, is_active: bool, actor: str, now: datetime) -> None:
    """Switch an account on or off. One that is off is out with its next request, and stays out when it is on again.

    RefusedAccount for one's own.
    """
    lock_ledger()
    if actor == account.actor:
        raise RefusedAccount("不能停用自己的账号。请由另一位负责人操作。")
    append(
        actor=actor,
        action="switch_account",
        now=now,
        change={"account": account.username, "old": account.is_active, "new": is_active},
    )
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    if not is_active:
        _end_sessions(account)


@transaction.atomic
def make_feed(account: Account, *, actor: str, now: datetime) -> str:
    """A new secret for the account's calendar, in place of the one before. Only its SHA-256 is kept, here and in the
    audit log nothing of it."""
    lock_ledger()
    token = secrets.token_urlsafe(_FEED_TOKEN_BYTES)
    values = {"token_hash": sha256(token.encode()).hexdigest(), "made_at": now}
    CalendarFeed.objects.update_or_create(account=account, defaults=values)
    append(actor=actor, action="make_feed", now=now, change={"account": account.username})
    return token


@transaction.atomic
def stop_feed(account: Account, *, actor: str, now: datetime) -> None:
    """The secret address is good for nothing from now on."""
    lock_ledger()
    CalendarFeed.objects.filter(account=account).delete()
    append(actor=actor, action="stop_feed", now=now, change={"account": account.username})


@transaction.atomic
def note_second_factor(account: Account, *, now: datetime) -> None:
    """Note that the owner bound a second factor, and end the sessions that were begun without one."""
    lock_ledger()
    _end_sessions(account)
    append(actor=account.actor, action="bind_second_factor", now=now, change={"account": account.username})


@transaction.atomic
def end_sessions(account: Account, *, actor: str, now: datetime) -> None:
    """End all sessions of an account; the one that asks goes on where the page renews it."""
    lock_ledger()
    _end_sessions(account)
    append(actor=actor, action="end_sessions", now=now, change={"account": account.username})


def _end_sessions(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(generation=F("generation") + 1)
    account.refresh_from_db(fields=["generation"])
