"""What the ledger's organ directory knows of what townships start from."""

from dataclasses import replace

from jianfu.assessment.plans.plan import Plan
from jianfu.assessment.scoring.data import YearData
from jianfu.ledger.models import Organ

_FEN_IN_TEN_THOUSAND_YUAN = 1_000_000
_COLUMNS = {
    "面积": "area_km2",
    "人口": "population",
    "户数": "households",
    "村数": "village_count",
    "在岗人数": "staff",
    "到县城时间": "hours_to_county",
    "财政收入": "fiscal_revenue_fen",
}


def fill_endowments(plan: Plan, data: YearData) -> YearData:
    """The same data with the plan's endowments that no file gave, from the directory; what it lacks stays missing."""
    wanted = [name for name in plan.endowments if name in _COLUMNS]
    known = {organ.name: organ for organ in Organ.objects.filter(name__in=data.townships, known=True)}
    filled = {}
    for town in data.townships:
        own = dict(data.endowments.get(town, {}))
        for name in wanted:
            value = getattr(known.get(town), _COLUMNS[name], None)
            if name not in own and value is not None:
                own[name] = float(value) / (_FEN_IN_TEN_THOUSAND_YUAN if name == "财政收入" else 1)
        filled[town] = own
    return replace(data, endowments=filled)
