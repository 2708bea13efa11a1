"""A viewer as another page's scope has it: what a page shows of another page is no more than that page would."""

from dataclasses import replace

from jianfu.ledger.viewer import Viewer
from jianfu.web.access.table import TABLE


def in_scope(viewer: Viewer, name: str) -> Viewer:
    """The same viewer with the scope that the table gives the role behind the address `name`."""
    return replace(viewer, scope=TABLE[name][viewer.role])
