"""Inspections that could have been one: several organs on one day, one organ in two teams, one matter in one week."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from jianfu.overlap.matters import SHORTEST_CORE, find_core
from jianfu.overlap.visits.records import Judgement, Repetition, Visit, VisitRelation

CROWDED_ORGANS = 3
"""Different organs at one place on one day from which the day is called crowded."""

_Span = Callable[[date], tuple[object, ...]]


def find_repeated_visits(visits: Sequence[Visit]) -> Judgement:
    """Repetitions among visits, by receiver and day. Visits without a day are counted as not judged, never compared.

    A visit that two registers tell of (same organ, day and matter) is one visit.
    """
    dated = _drop_copies([visit for visit in visits if visit.day is not None])
    by_day = _group(dated, lambda day: (day,))
    by_week = _group(dated, lambda day: tuple(day.isocalendar())[:2])
    found = [*_find_crowded(by_day), *_find_split(by_day), *_find_same_matter(by_week)]
    return Judgement(tuple(found), sum(visit.day is None for visit in visits))


def _drop_copies(visits: Sequence[Visit]) -> list[Visit]:
    known: dict[tuple[str, str, date | None, str, str | None], Visit] = {}
    for visit in visits:
        known.setdefault((visit.receiver, visit.organ, visit.day, visit.matter, visit.team), visit)
    return list(known.values())


def _group(visits: Sequence[Visit], span: _Span) -> dict[tuple[object, ...], list[Visit]]:
    groups: dict[tuple[object, ...], list[Visit]] = {}
    for visit in visits:
        assert visit.day is not None
        groups.setdefault((visit.receiver, *span(visit.day)), []).append(visit)
    return groups


def _find_crowded(days: dict[tuple[object, ...], list[Visit]]) -> Iterator[Repetition]:
    for visits in days.values():
        organs = list(dict.fromkeys(visit.organ for visit in visits))
        if len(organs) >= CROWDED_ORGANS:
            reason = f"{visits[0].day}一天之内{len(organs)}个部门来：{'、'.join(organs)}"
            yield Repetition(VisitRelation.CROWDED_DAY, visits[0].receiver, tuple(visits), reason)


def _find_split(days: dict[tuple[object, ...], list[Visit]]) -> Iterator[Repetition]:
    for visits in days.values():
        for organ in dict.fromkeys(visit.organ for visit in visits):
            own = [visit for visit in visits if visit.organ == organ]
            if len({(visit.matter, visit.team) for visit in own}) > 1:
                matters = "、".join(visit.team or visit.matter for visit in own)
                reason = f"{organ}{own[0].day}同日分{len(own)}批来：{matters}"
                yield Repetition(VisitRelation.SPLIT_ERRAND, own[0].receiver, tuple(own), reason)


def _find_same_matter(weeks: dict[tuple[object, ...], list[Visit]]) -> Iterator[Repetition]:
    """Different organs, the same core of the matter. A matter that says nothing of itself is compared with none."""
    for visits in weeks.values():
        for core in dict.fromkeys(find_core(visit.matter) for visit in visits):
            same = [visit for visit in visits if find_core(visit.matter) == core]
            organs = list(dict.fromkeys(visit.organ for visit in same))
            if len(core) >= SHORTEST_CORE and len(organs) > 1:
                reason = f"同一周里{'、'.join(organs)}都来查“{core}”"
                yield Repetition(VisitRelation.SAME_MATTER, same[0].receiver, tuple(same), reason)
