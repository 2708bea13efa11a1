"""What a check saw becomes a case, whose organ does not learn where; later visits close it or bring it back."""

from datetime import date, datetime

import pytest
from cases import CALENDAR, NOW, bring_to_check, make_receipt

from jianfu.casework.actions import hold_to_ledger, open_check_case
from jianfu.casework.actions.opening import open_case
from jianfu.casework.course import Detector, State
from jianfu.casework.models import Case
from jianfu.casework.queries import list_steps
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role, Scope, Viewer
from jianfu.monitoring.checks.sheets import NOT_LOOKED, NOT_SEEN, QUESTIONS, WAS_SEEN
from jianfu.monitoring.record.models import CheckRound, CheckVisit

pytestmark = pytest.mark.django_db


def _visit(day: date, answer: str = WAS_SEEN, village: str = "石门村") -> CheckVisit:
    drawn, _ = CheckRound.objects.get_or_create(
        seed="一", defaults={"drawn_at": NOW, "start": day, "end": day, "sealed": "0" * 64}
    )
    place, _ = Organ.objects.get_or_create(name=village)
    return drawn.visits.create(
        organ=place, day=day, half_day="上午", stratum="", chance=0.5, answers=[answer] * len(QUESTIONS), filled_at=NOW
    )


def _open(visit: CheckVisit) -> Case:
    organ, _ = Organ.objects.get_or_create(name="应急局")
    return open_check_case(visit, 1, organ, "三张表", calendar=CALENDAR, actor="监督:丙", now=NOW)


def test_the_same_thing_seen_twice_is_one_case_and_its_organ_does_not_learn_where() -> None:
    case = _open(_visit(date(2023, 12, 7)))
    again = _open(_visit(date(2023, 12, 8), village="竹边村"))
    organ = Viewer("丁", Role.DEPARTMENT, case.organ_id, Scope.OWN)
    told = " ".join(step.reasons for step in list_steps(case, organ))

    assert again.pk == case.pk
    assert QUESTIONS[1] in case.title
    assert "石门村" not in told + case.title
    assert "竹边村" not in told
    assert "石门村" in " ".join(step.reasons for step in case.steps.all())


@pytest.mark.parametrize(
    ("answer", "day", "state"),
    [
        (NOT_SEEN, date(2023, 12, 20), State.CLOSED),
        (NOT_LOOKED, date(2023, 12, 20), State.CHECKED),
        (NOT_SEEN, date(2023, 12, 8), State.CHECKED),
    ],
)
def test_only_a_visit_that_looked_and_long_enough_after_closes_it(answer: str, day: date, state: State) -> None:
    case = bring_to_check(_open(_visit(date(2023, 12, 7))))
    _visit(day, answer)
    hold_to_ledger(calendar=CALENDAR, now=NOW)
    case.refresh_from_db()

    assert case.state == state


def test_seen_again_it_goes_back_to_be_mended() -> None:
    case = bring_to_check(_open(_visit(date(2023, 12, 7))))
    later = _visit(date(2023, 12, 20))
    organ = Organ.objects.get(name="应急局")
    open_check_case(later, 1, organ, "又是三张", calendar=CALENDAR, actor="监督:丙", now=datetime(2023, 12, 20, 9))
    hold_to_ledger(calendar=CALENDAR, now=datetime(2023, 12, 21))
    case.refresh_from_db()

    assert case.state == State.VERIFIED


def test_what_the_anonymous_channel_named_is_held_to_the_ledger_too() -> None:
    organ, _ = Organ.objects.get_or_create(name="应急局")
    case = Case(organ=organ, title="群众反映", detector=Detector.REPORTED, card="data_request", link="0" * 64)
    bring_to_check(open_case(case, "写明的事", CALENDAR, "监督:丙", NOW))
    assert hold_to_ledger(calendar=CALENDAR, now=NOW) == (0, 0)
    make_receipt(date(2023, 12, 20))

    assert hold_to_ledger(calendar=CALENDAR, now=NOW) == (1, 0)
