"""Reads of clearance."""

from datetime import date

from django.db.models import QuerySet

from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.clearance.terms import Reach, State
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Viewer
from jianfu.vocabulary.organ import OrganLevel

_ALL = "各"
"""How the name of a collective begins that a directory lists without saying whom it stands for."""
_LEVELS = {
    Reach.TOWNSHIPS: (OrganLevel.TOWNSHIP,),
    Reach.VILLAGES: (OrganLevel.VILLAGE,),
    Reach.BOTH: (OrganLevel.TOWNSHIP, OrganLevel.VILLAGE),
}


def visible_drafts(viewer: Viewer) -> QuerySet[Draft]:
    """Drafts in reach, newest first: one's own organ's, or all that were handed in."""
    drafts = Draft.objects.select_related("organ", "clearance").order_by("-pk")
    if viewer.sees_all:
        return drafts.exclude(state=State.DRAFT)
    if viewer.organ_id is None:
        return drafts.none()
    return drafts.filter(organ_id=viewer.organ_id)


def list_receivers(reach: Reach) -> QuerySet[Organ]:
    """Who would receive it; collective names (各乡镇) are none."""
    levels = [level.value for level in _LEVELS[reach]]
    return (
        Organ.objects.filter(known=True, level__in=levels, members=None).exclude(name__startswith=_ALL).order_by("pk")
    )


def valid_numbers(day: date) -> QuerySet[ClearanceNumber]:
    """Numbers that hold on a day, newest first."""
    numbers = ClearanceNumber.objects.select_related("draft", "draft__organ")
    return numbers.filter(since__lte=day, expires_on__gt=day).order_by("-year", "-place")
