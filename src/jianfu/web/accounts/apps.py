"""Registers the accounts with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts' Django application."""

    name = "jianfu.web.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """Hear from allauth when a second factor was bound; it offers no other place to say so."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415  # models must be there first

        from jianfu.web.accounts.enrolment import go_on_with_second_factor  # noqa: PLC0415

        authenticator_added.connect(go_on_with_second_factor)
