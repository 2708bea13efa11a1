"""Who may own a case, and how a page reads choices about cases."""

from django.http import HttpRequest, QueryDict

from jianfu.casework.queries import CaseFilter
from jianfu.ledger.viewer import Role
from jianfu.web.accounts.models import Account
from jianfu.web.pages.asking import read_number

HANDLERS = (Role.ANALYST, Role.SUPERVISION)
_LONGEST_WORDS, _LONGEST_CLAUSE, _MOST_PICKED = 60, 400, 200


def list_owners() -> dict[str, int | None]:
    """Whom the audit log would name (role:account) → the organ that one speaks for; only accounts that are on."""
    accounts = Account.objects.filter(role__in=HANDLERS, is_active=True).order_by("role", "username")
    return {f"{Role(one.role).label}:{one.username}": one.organ_id for one in accounts}


def read_case_filter(query: QueryDict) -> CaseFilter:
    """The restriction that the address names; what cannot be read does not restrict."""
    organ = read_number(query.get("organ", ""))
    return CaseFilter(
        query.get("state", "")[:10],
        organ or None,
        query.get("clause", "").replace("\x00", "")[:_LONGEST_CLAUSE],
        query.get("owner", "").replace("\x00", "")[:80],
        bool(query.get("overdue")),
        query.get("words", "").replace("\x00", "")[:_LONGEST_WORDS],
    )


def read_picks(request: HttpRequest) -> list[tuple[int, int]]:
    """What was ticked, as (id, version seen); each `pick` is `id:version`, the version 0 where none is held."""
    picks = [pick.partition(":") for pick in request.POST.getlist("pick")[:_MOST_PICKED]]
    return [(number, read_number(version)) for id, _, version in picks if (number := read_number(id))]
