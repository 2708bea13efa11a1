"""Opens cases of what the anonymous channel's handlers wrote anew and signed."""

from datetime import datetime

from django.db import transaction

from jianfu.casework.actions.noting import ASKED_AGAIN, OVER, note
from jianfu.casework.actions.opening import open_case
from jianfu.casework.actions.stepping import RefusedStep
from jianfu.casework.course import Detector
from jianfu.casework.models import Case, Step
from jianfu.casework.reported_items import ReportedItem
from jianfu.ledger.audit.log import lock_ledger
from jianfu.ledger.models import Organ
from jianfu.vocabulary.calendar import WorkCalendar


@transaction.atomic
def open_reported_case(
    item: ReportedItem, organ: Organ, *, calendar: WorkCalendar, actor: str, now: datetime
) -> tuple[Case, bool]:
    """Open a case about a rewritten item of the anonymous channel, False where it is imported already.

    More about the same organ and kind joins the case that is open. Nothing but the item's own words is kept.
    """
    lock_ledger()
    if (same := Case.objects.filter(link=item.link).first()) is not None:
        return same, False
    if Step.objects.filter(words=ASKED_AGAIN, reasons__endswith=f"（{item.link[:16]}）").exists():
        raise RefusedStep("这份改写件已经并入一件整治。")
    numbers = f"\n文号：{'、'.join(item.evidence)}" if item.evidence else ""
    known = Case.objects.filter(organ=organ, detector=Detector.REPORTED, card=item.kind).exclude(state__in=OVER)
    if (case := known.first()) is not None:
        note(case, ASKED_AGAIN, f"{item.text}{numbers}（{item.link[:16]}）", actor, now)
        return case, True
    title = f"群众反映：{item.kind.label}"
    case = Case(organ=organ, title=title, detector=Detector.REPORTED, card=item.kind, link=item.link)
    words = f"{item.text}{numbers}\n审核：{'、'.join(item.signers)}"
    return open_case(case, words, calendar, actor, now), True
