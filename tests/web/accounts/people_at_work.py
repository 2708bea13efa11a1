"""Somebody with a password and, where the role asks for one, a phone; and what they type."""

import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from jianfu.ledger.viewer import Role
from jianfu.web.accounts.models import Account

PASSWORD = "白鹭-青山-绿水-小桥-7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_password(role: Role) -> Account:
    account = Account.objects.get(role=role)
    account.set_password(PASSWORD)
    account.save()
    return account


def give_phone(role: Role) -> Account:
    account = give_password(role)
    TOTP.activate(account, SECRET)
    RecoveryCodes.activate(account)
    return account


def code(secret: str = SECRET) -> str:
    """What the phone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def type_password(client: Client, role: Role, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/account/login/", {"login": role.label, "password": password}, **more)


def enter(client: Client, role: Role) -> Client:
    """Sign in by password and phone."""
    type_password(client, role)
    client.post("/account/2fa/authenticate/", {"code": code()})
    return client
