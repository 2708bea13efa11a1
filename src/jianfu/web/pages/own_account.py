"""One's own account: what it is bound to, where it is signed in, and ending that elsewhere."""

from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now as wall_clock
from django.views.decorators.http import require_POST

from jianfu.ledger.viewer import COUNTY_ROLES
from jianfu.web.accounts.actions import end_sessions
from jianfu.web.accounts.models import Account
from jianfu.web.clock import now


class OwnAccount(IndexView):  # type: ignore[misc]  # allauth has no types
    """The page; what stands behind the name at the top."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """What the page tells besides the second factor."""
        account: Account = self.request.user
        own: dict[str, object] = super().get_context_data(**kwargs)
        return own | {"is_factor_required": account.role in COUNTY_ROLES, "sessions": count_sessions(account)}


def count_sessions(account: Account) -> int:
    """How many sessions of the account would be let in; sessions name their owner only within what they hold."""
    held = (one.get_decoded() for one in Session.objects.filter(expire_date__gt=wall_clock()).iterator())
    wanted = (str(account.pk), account.get_session_auth_hash())
    return sum((one.get("_auth_user_id"), one.get("_auth_user_hash")) == wanted for one in held)


@require_POST
def account_end_sessions(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    account = request.user
    assert isinstance(account, Account)  # the gate lets nobody else in
    end_sessions(account, actor=account.actor, now=now())
    update_session_auth_hash(request, account)
    messages.success(request, "其他地方的登录已全部退出。")
    return redirect("mfa_index")
