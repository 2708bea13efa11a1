"""On which day what happens at one: meetings and inspections."""

from datetime import date, datetime, time
from typing import Any

from jianfu.ledger.models import DETAIL_MODELS
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period


def list_dated(period: Period) -> dict[int, date]:
    """Demand → day, of the meetings and inspections that fall into a period; those without a day are left out."""
    start, end = datetime.combine(period.start, time()), datetime.combine(period.end, time())
    managers: Any = {kind: model._default_manager for kind, model in DETAIL_MODELS.items()}
    meetings = managers[BurdenKind.MEETING].filter(starts_at__gte=start, starts_at__lt=end)
    visits = managers[BurdenKind.INSPECTION].filter(inspected_on__gte=period.start, inspected_on__lt=period.end)
    days = {number: moment.date() for number, moment in meetings.values_list("pk", "starts_at")}
    return days | dict(visits.values_list("pk", "inspected_on"))
