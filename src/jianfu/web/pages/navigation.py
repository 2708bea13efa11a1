"""What stands at the top of each page: only what the viewer's role opens."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jianfu.ledger.viewer import Role, Scope, Viewer
from jianfu.monitoring.record.queries import is_point
from jianfu.web.access.table import TABLE
from jianfu.web.exports.asked import list_exports
from jianfu.web.pages.asking import keep

_ENTRIES = (
    ("county", "全县"),
    ("todo", "待办"),
    ("drafts", "准入"),
    ("problems", "问题"),
    ("cases", "整治"),
    ("sweeps", "扫描"),
    ("assessments", "考核"),
    ("monitoring", "监测"),
    ("diary", "周记"),
    ("rows", "登记明细"),
    ("search", "查找"),
    ("deliveries", "导入"),
    ("people", "账号"),
)
_OF_A_VILLAGE = frozenset({"todo", "deliveries", "diary"})
"""A village sees what is due, passes things on, and taps the diary where it is a monitoring point; whatever
else it may open is linked from there.
"""


def _list_entries(viewer: Viewer) -> list[tuple[str, str]]:
    open_to_all = [entry for entry in _ENTRIES if _is_shown(entry[0], viewer)]
    return [entry for entry in open_to_all if viewer.role is not Role.VILLAGE or entry[0] in _OF_A_VILLAGE]


def _is_shown(name: str, viewer: Viewer) -> bool:
    """Whether the role opens the page; the diary is shown at monitoring points only."""
    if TABLE[name][viewer.role] is Scope.NONE:
        return False
    return name != "diary" or (viewer.organ_id is not None and is_point(viewer.organ_id))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every template: `entries` (address name, words), `viewer`, the day of a
    demonstration, and `exports`, the tables of the page."""
    viewer = getattr(request, "viewer", None)
    match = request.resolver_match
    return {
        "entries": _list_entries(viewer) if viewer else [],
        "viewer": viewer,
        "demonstration_day": settings.DEMONSTRATION_DAY,
        "exports": list_exports(match.view_name) if viewer and match else [],
        "kept_for_export": keep(request),
    }
