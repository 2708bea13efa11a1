"""A case goes its course, and only the ledger closes it."""

from datetime import date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jianfu.casework.actions import RefusedStep, hold_to_ledger, open_number_case, open_problem_case, take_step
from jianfu.casework.course import Move, Remedy, State, moves_from
from jianfu.casework.models import Case
from jianfu.casework.queries import list_upward
from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.monitoring.models import Problem
from jianfu.vocabulary.calendar import WorkCalendar

NOW = datetime(2023, 12, 7, 9, 30)
CALENDAR = WorkCalendar.china()
_numbers = count()


def _receipt(day: date) -> Receipt:
    organ, _ = Organ.objects.get_or_create(name="应急局")
    township, _ = Organ.objects.get_or_create(name="松溪镇")
    key = f"{next(_numbers):032}"
    demand = Demand.objects.create(key=key, identity=key, kind="document", issuer=organ, title="通知")
    return Receipt.objects.create(key=key, demand=demand, receiver=township, received_on=day)


def _problem(day: date) -> Problem:
    receipt = _receipt(day)
    problem = Problem.objects.create(
        key=receipt.key, card="十条-2", name="会议时长", kind="meeting", severity="违规", clause="第2条",
        level="county", subject="会", receipts=[receipt.pk], last_day=day, first_found_at=NOW, found_at=NOW,
    )  # fmt: skip
    problem.organs.add(receipt.demand.issuer)
    return problem


def _step(case: Case, move: Move, *, actor: str = "甲", organ_id: int | None = None) -> Case:
    case.refresh_from_db()
    remedy = Remedy.CANCEL if move is Move.REMEDY else None
    return take_step(
        case.pk, move, "理由", version=case.version, remedy=remedy, actor=actor, actor_organ_id=organ_id, now=NOW
    )


def _checked(case: Case) -> Case:
    for move in (Move.ACCEPT, Move.VERIFY, Move.REMEDY):
        _step(case, move)
    return _step(case, Move.CHECK, actor="乙")


@pytest.mark.django_db
class TestCases:
    def test_closed_only_when_newer_rows_do_not_show_it(self) -> None:
        (case,) = open_problem_case(_problem(date(2023, 12, 1)), reasons="", calendar=CALENDAR, actor="甲", now=NOW)
        _checked(case)

        assert hold_to_ledger(now=NOW) == (0, 0)
        _receipt(date(2023, 12, 20))
        assert hold_to_ledger(now=NOW) == (1, 0)
        assert hold_to_ledger(now=NOW) == (0, 0)
        case.refresh_from_db()
        assert case.state == State.CLOSED

    def test_what_comes_back_is_opened_again(self) -> None:
        (case,) = open_problem_case(_problem(date(2023, 12, 1)), reasons="", calendar=CALENDAR, actor="甲", now=NOW)
        _checked(case)
        _receipt(date(2023, 12, 20))
        hold_to_ledger(now=NOW)

        _problem(date(2023, 12, 22))

        assert hold_to_ledger(now=NOW) == (0, 1)
        case.refresh_from_db()
        assert case.state == State.ACCEPTED

    def test_what_is_still_there_goes_back_to_be_mended(self) -> None:
        (case,) = open_problem_case(_problem(date(2023, 12, 1)), reasons="", calendar=CALENDAR, actor="甲", now=NOW)
        _checked(case)
        _problem(date(2023, 12, 22))

        assert hold_to_ledger(now=NOW) == (0, 0)
        case.refresh_from_db()
        assert case.state == State.VERIFIED

    def test_one_open_case_a_card_and_organ(self) -> None:
        for day in (1, 2):
            open_problem_case(_problem(date(2023, 12, day)), reasons="", calendar=CALENDAR, actor="甲", now=NOW)

        assert Case.objects.count() == 1

    def test_one_open_case_however_many_townships_miss_the_number(self) -> None:
        for day in (1, 2, 3):
            open_number_case(_receipt(date(2023, 12, day)), calendar=CALENDAR, actor="镇", now=NOW)

        assert Case.objects.count() == 1
        assert Case.objects.get().steps.count() == 3

    def test_an_organ_never_handles_its_own_case(self) -> None:
        case = open_number_case(_receipt(date(2023, 12, 1)), calendar=CALENDAR, actor="镇", now=NOW)

        with pytest.raises(RefusedStep, match="别的单位"):
            _step(case, Move.ACCEPT, organ_id=case.organ_id)

    def test_who_remedied_does_not_check(self) -> None:
        case = open_number_case(_receipt(date(2023, 12, 1)), calendar=CALENDAR, actor="镇", now=NOW)
        for move in (Move.ACCEPT, Move.VERIFY, Move.REMEDY):
            _step(case, move)

        with pytest.raises(RefusedStep, match="另一个人"):
            _step(case, Move.CHECK)

    def test_two_people_at_once(self) -> None:
        case = open_number_case(_receipt(date(2023, 12, 1)), calendar=CALENDAR, actor="镇", now=NOW)
        version = case.version
        _step(case, Move.ACCEPT)

        with pytest.raises(RefusedStep, match="刚被别人办过"):
            take_step(
                case.pk, Move.DISMISS, "理由", version=version, remedy=None, actor="乙", actor_organ_id=None, now=NOW
            )

    def test_what_goes_up_is_bundled_by_clause(self) -> None:
        cases = open_problem_case(_problem(date(2023, 12, 1)), reasons="", calendar=CALENDAR, actor="甲", now=NOW)
        _step(cases[0], Move.ACCEPT)
        _step(cases[0], Move.ESCALATE)

        (item,) = list_upward()
        assert (item.clause, item.receipts) == ("第2条", 1)

    def test_the_due_day_counts_working_days(self) -> None:
        case = open_number_case(_receipt(date(2023, 12, 1)), calendar=CALENDAR, actor="镇", now=NOW)

        assert case.due_on == date(2023, 12, 28)


class TestCourse(TestCase):
    @given(st.lists(st.sampled_from(Move), max_size=12))
    @settings(max_examples=40)
    def test_no_sequence_of_moves_leaves_the_course(self, moves: list[Move]) -> None:
        case = open_number_case(_receipt(NOW.date() - timedelta(days=1)), calendar=CALENDAR, actor="镇", now=NOW)
        taken = 0
        for place, move in enumerate(moves):
            possible = move in moves_from(State(case.state))
            try:
                case = _step(case, move, actor=f"{place}")
                taken += 1
            except RefusedStep:
                assert not possible
            else:
                assert possible
        case.refresh_from_db()
        assert case.steps.count() == taken + 1
        assert case.state != State.CLOSED
