"""Reads of deliveries."""

from django.db.models import QuerySet

from jianfu.ledger.viewer import Viewer
from jianfu.web.deliveries.models import Delivery


def visible_deliveries(viewer: Viewer) -> QuerySet[Delivery]:
    """Deliveries in reach, the newest first: all, or those that one's own organ brought."""
    found = Delivery.objects.select_related("organ").order_by("-pk")
    if viewer.sees_all:
        return found
    return found.filter(organ_id=viewer.organ_id) if viewer.organ_id else found.none()
