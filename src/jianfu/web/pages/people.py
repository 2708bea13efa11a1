"""Accounts: the list, inviting, switching off; and the page behind an invitation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jianfu.ledger.queries import UnknownOrgan, get_organ
from jianfu.ledger.viewer import Role
from jianfu.web.accounts import devices
from jianfu.web.accounts.actions import RefusedAccount, invite, switch, take_up
from jianfu.web.accounts.models import Account
from jianfu.web.accounts.queries import list_accounts, list_organs_without_account
from jianfu.web.clock import now
from jianfu.web.pages.asking import viewer_of


class InviteForm(forms.Form):
    """Whom to invite, as what, for which organ."""

    username = forms.CharField(label="用户名", max_length=60)
    role = forms.ChoiceField(label="角色", choices=[(role.value, role.label) for role in Role])
    organ = forms.CharField(
        label="单位（县级角色可不填；输入几个字可选，列的是还没有账号的）",
        max_length=200,
        required=False,
        widget=forms.TextInput({"list": "organs", "autocomplete": "off"}),
    )


class PasswordForm(forms.Form):
    """A new password, once: the browser's own eye shows what was typed."""

    password = forms.CharField(
        label="设置密码（至少12位，可以粘贴，不必大小写混用）",
        max_length=128,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """All accounts."""
    return render(request, "people.html", _tell(InviteForm(label_suffix="")))


def _tell(form: InviteForm) -> dict[str, Any]:
    return {"accounts": list_accounts(), "organs": list_organs_without_account(), "form": form}


@require_POST
def people_invite(request: HttpRequest) -> HttpResponse:
    """Invite; the link is shown once, to be handed over."""
    form = InviteForm(request.POST, label_suffix="")
    link = ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            organ = get_organ(given["organ"]) if given["organ"] else None
            parts = invite(given["username"], Role(given["role"]), organ, actor=viewer_of(request).actor, now=now())
            link = request.build_absolute_uri(reverse("invitation", args=parts))
        except (UnknownOrgan, RefusedAccount) as problem:
            form.add_error(None, str(problem))
    status = 200 if link else 422
    return render(request, "people.html", _tell(form) | {"link": link}, status=status)


@require_POST
def people_switch(request: HttpRequest, account_id: int) -> HttpResponse:
    """Switch an account off, or on again: whichever the button said, also where somebody else was faster."""
    account = get_object_or_404(Account, pk=account_id)
    try:
        switch(account, is_active=request.POST.get("to") == "on", actor=viewer_of(request).actor, now=now())
    except RefusedAccount as problem:
        messages.error(request, str(problem))
    return redirect("people")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Where an invited person sets a password; an old or used link says so."""
    account = _invited(uid, token)
    if account is None:
        return render(request, "invitation_over.html", status=410)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            validate_password(form.cleaned_data["password"], account)
        except ValidationError as problem:
            form.add_error("password", problem)
        else:
            take_up(account, form.cleaned_data["password"], now=now())
            response = redirect("account_login")
            devices.remember(request, response, account.username)
            return response
    return render(request, "invitation.html", {"form": form, "account": account})


def _invited(uid: str, token: str) -> Account | None:
    try:
        number = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    account = Account.objects.filter(pk=number, is_active=True).first()
    return account if account and default_token_generator.check_token(account, token) else None
