"""What the ledger knows already: numbers of a year that registers stated, and what townships start from."""

from dataclasses import replace
from datetime import date

from jianfu.assessment.plans.plan import DataSource, Plan
from jianfu.assessment.scoring.data import Cell, YearData
from jianfu.ledger.models import EvidenceRow, Observation, Organ
from jianfu.ledger.organ_names import OrganNames
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.organ import OrganLevel

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


def name_townships(data: YearData) -> YearData:
    """The same data under the ledger's names: 松溪 and 松溪镇 are one where an alias says so.

    Names that the ledger does not know stay as they are; of two cells that meet, one with a value goes first.
    """
    names = OrganNames()
    known = {town: names.find(town) for town in {*data.townships, *data.endowments}}
    official = dict(Organ.objects.filter(pk__in=[one for one in known.values() if one]).values_list("pk", "name"))
    new = {town: official.get(number or 0, town) for town, number in known.items()}
    cells: dict[tuple[str, str], Cell] = {}
    for (town, id), cell in data.cells.items():
        if cells.setdefault((new[town], id), cell).value is None:
            cells[new[town], id] = cell
    endowments: dict[str, dict[str, float | str]] = {}
    for town, own in data.endowments.items():
        endowments[new[town]] = {**own, **endowments.get(new[town], {})}
    towns = tuple(dict.fromkeys(new[town] for town in data.townships))
    return replace(data, townships=towns, cells=cells, endowments=endowments)


def name_owners(plan: Plan) -> tuple[Plan, bool]:
    """The plan with its owners under the ledger's names, and whether the ledger knows all of them."""
    names = OrganNames()
    found = {one.owner: names.find(one.owner) for one in plan.indicators}
    official = {owner: owner if number is None else names.canonical(number) for owner, number in found.items()}
    indicators = tuple(replace(one, owner=official[one.owner]) for one in plan.indicators)
    return replace(plan, indicators=indicators), None not in found.values()


def fill_values(plan: Plan, data: YearData) -> YearData:
    """The same data with numbers of the ledger for indicators whose source is 台账, where no file gave one.

    An indicator is found by its name as the measure of a stated number 情况统计 over days of the plan's year; of two
    different statements none is taken, for nobody knows which is right. Townships that only the ledger knows are added.
    """
    cells = dict(data.cells)
    wanted = {one.name: one.id for one in plan.indicators if one.source is DataSource.LEDGER}
    first, end = date(plan.year, 1, 1), date(plan.year + 1, 1, 1)
    stated = Observation.objects.filter(
        measure__in=wanted, organ__level=OrganLevel.TOWNSHIP.value, period_start__gte=first, period_end__lte=end
    ).select_related("organ")
    found: dict[tuple[str, str], list[Observation]] = {}
    for one in stated.order_by("organ__name", "pk"):
        found.setdefault((one.organ.name, wanted[one.measure]), []).append(one)
    for key, statements in found.items():
        if (key not in cells or cells[key].value is None) and len({one.quantity for one in statements}) == 1:
            cells[key] = _make_cell(statements[0])
    towns = tuple(dict.fromkeys([*data.townships, *(town for town, _ in cells)]))
    return replace(data, townships=towns, cells=cells)


def _make_cell(stated: Observation) -> Cell:
    line = EvidenceRow.objects.filter(observation=stated).select_related("source").first()
    if line is None:
        return Cell(stated.quantity, None, Grade.D, f"台账情况统计第 {stated.pk} 条")
    where = f"{line.source.name}“{line.sheet}”第 {line.row} 行（台账）"
    return Cell(stated.quantity, None, Grade(line.grade), where)


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
