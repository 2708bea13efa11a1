"""Reads of monitoring's record."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain

from django.db.models import Count, Q, QuerySet, Subquery

from jianfu.ledger.bulk import in_chunks
from jianfu.ledger.models import Organ, Receipt
from jianfu.ledger.queries import list_grassroots
from jianfu.monitoring.asking.diary import Week
from jianfu.monitoring.asking.results import Answered
from jianfu.monitoring.checks.drawing import Candidate
from jianfu.monitoring.models import Problem
from jianfu.monitoring.record.models import DiaryWeek, PointRound, Questionnaire
from jianfu.vocabulary.organ import OrganLevel


def current_points() -> PointRound | None:
    """The newest draw; None before the first."""
    return PointRound.objects.order_by("-pk").first()


MOST_ROUNDS = 3
"""Who was a point in so many rounds on end rests in the next."""


def list_tired() -> list[str]:
    """Townships that were points in each of the newest rounds, so many that they must rest."""
    rounds = [set(one.panel) for one in PointRound.objects.order_by("-pk")[:MOST_ROUNDS]]
    return sorted(set.intersection(*rounds)) if len(rounds) == MOST_ROUNDS else []


def is_point(organ_id: int) -> bool:
    """Whether an organ is a point of the newest draw; one query, for every page of townships and villages asks."""
    newest = PointRound.objects.order_by("-pk").values("pk")[:1]
    return PointRound.objects.filter(pk__in=Subquery(newest), points=organ_id).exists()


def list_week_receipts(organ_id: int, week: date) -> list[int]:
    """What an organ received in the week that begins on a day: ids of ledger rows."""
    return list(_of_week(organ_id, week).order_by("pk").values_list("pk", flat=True))


def _of_week(organ_id: int, week: date) -> QuerySet[Receipt]:
    return Receipt.objects.filter(
        receiver_id=organ_id, received_on__gte=week, received_on__lt=week + timedelta(weeks=1)
    )


def read_weeks(since: date) -> list[Week]:
    """Diaries of weeks from a day on, each with the number of receipts of its week."""
    diaries = list(DiaryWeek.objects.filter(week__gte=since).select_related("organ").order_by("week", "pk"))
    asked = {number for one in diaries for number, _ in one.lengths}
    kinds = dict(Receipt.objects.filter(pk__in=asked).values_list("pk", "demand__kind"))
    return [
        Week(
            one.organ.name,
            one.by_mouth,
            tuple((kinds[number], tap) for number, tap in one.lengths if number in kinds),
            one.unwritten,
            _of_week(one.organ_id, one.week).count(),
        )
        for one in diaries
    ]


def read_answered(questionnaire: Questionnaire) -> list[Answered]:
    """All answers of a questionnaire."""
    return [
        Answered(one.place, {int(number): tuple(values) for number, values in one.answers.items()})
        for one in questionnaire.filled.order_by("pk")
    ]


def list_candidates() -> list[Candidate]:
    """Townships and villages that may be checked, with the open findings about what they received."""
    organs = list_grassroots().select_related("parent")
    findings = _count_findings()
    return [Candidate(one.pk, one.name, _township_of(one), findings.get(one.pk, 0)) for one in organs]


def _township_of(organ: Organ) -> str:
    if organ.level == OrganLevel.VILLAGE and organ.parent is not None:
        return organ.parent.name
    return organ.name


_ROWS_LOOKED_AT = 400


def _count_findings() -> dict[int, int]:
    """Open problems by receiver, each once."""
    problems = Problem.objects.filter(gone_at=None).values_list("receipts", flat=True)
    rows = [receipts[:_ROWS_LOOKED_AT] for receipts in problems]
    receivers: dict[int, int] = {}
    for chunk in in_chunks(sorted(set(chain.from_iterable(rows)))):
        receivers |= Receipt.objects.filter(pk__in=chunk).values_list("pk", "receiver_id")
    return Counter(organ for some in rows for organ in {receivers[row] for row in some if row in receivers})


def list_questionnaires() -> Sequence[Questionnaire]:
    """All of them with the number of answers (`answers`), the newest first."""
    return list(Questionnaire.objects.annotate(answers=Count("filled", filter=Q(filled__isnull=False))).order_by("-pk"))
