"""What stands at the top of each page: only what the viewer's role opens."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jianfu.ledger.viewer import Scope, Viewer
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
    ("monitoring", "监测"),
    ("diary", "周记"),
    ("rows", "登记明细"),
    ("search", "查找"),
    ("deliveries", "导入"),
    ("people", "账号"),
)


def _is_shown(name: str, viewer: Viewer) -> bool:
    """Whether the role opens the page; the diary is shown at monitoring points only."""
    if TABLE[name][viewer.role] is Scope.NONE:
        return False
    return name != "diary" or (viewer.organ_id is not None and is_point(viewer.organ_id))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every template: `entries` (address name, words), `viewer`, the day of a
    demonstration, and `exports`, the tables of the page."""
    viewer = getattr(request, "viewer", None)
    entries = [entry for entry in _ENTRIES if viewer and _is_shown(entry[0], viewer)]
    match = request.resolver_match
    return {
        "entries": entries,
        "viewer": viewer,
        "demonstration_day": settings.DEMONSTRATION_DAY,
        "exports": list_exports(match.view_name) if viewer and match else [],
        "kept_for_export": keep(request),
    }
