"""The county's rows for monitoring's pages, read once as long as the facts stay the same."""

from datetime import date
from functools import lru_cache

from django.db.models import Count, Max

from jianfu.ledger.models import ImportedFile, Organ
from jianfu.monitoring.evaluating import NoCounty, find_county
from jianfu.monitoring.overview import Ground, read_ground
from jianfu.web.clock import today
from jianfu.web.standards import desk_rules


def find_ground() -> Ground | None:
    """The whole months up to the last one; None where the ledger names no county or no dated row."""
    try:
        county = find_county().name
    except NoCounty:
        return None
    files = ImportedFile.objects.aggregate(last=Max("pk"), count=Count("pk"))
    mark = (files["last"], files["count"], Organ.objects.count())
    ground = _read(county, today().replace(day=1), mark)
    return ground if ground.months else None


@lru_cache(maxsize=1)
def _read(county: str, until: date, mark: tuple[object, ...]) -> Ground:
    """`mark` changes with the facts and is nothing but a key."""
    rules = desk_rules()
    return read_ground(county, until, rules.norms, rules.calendar)


NO_GROUND = "台账里还没有写明日期的登记，没有什么可看。请先导入收文登记表。"
