"""A case goes its course, and only the ledger closes it."""

from datetime import date, datetime, timedelta

import pytest
from cases import CALENDAR, NOW, bring_to_check, evaluate_until, make_problem, make_receipt, step
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jianfu.casework.actions import (
    RefusedStep,
    assign_case,
    explain_case,
    hold_to_ledger,
    open_number_case,
    open_problem_case,
    open_sweep_case,
    take_step,
)
from jianfu.casework.actions.stepping import Wish, do_each
from jianfu.casework.course import Move, State, moves_from
from jianfu.casework.models import Case
from jianfu.casework.queries import CaseFilter, list_cases, list_steps, visible_cases
from jianfu.ledger.models import AuditEntry, Organ
from jianfu.ledger.viewer import Role, Scope, Viewer
from jianfu.monitoring.models import Sweep

ANALYST = Viewer("甲", Role.ANALYST, None, Scope.ALL)


def _open_problem(day: int = 1) -> Case:
    problem = make_problem(date(2023, 12, day))
    return open_problem_case(problem, reasons="", calendar=CALENDAR, actor="甲", now=NOW)[0]


def _open_number(receiver: str = "松溪镇") -> Case:
    receipt = make_receipt(date(2023, 12, 1), receiver=receiver)
    return open_number_case(receipt, calendar=CALENDAR, actor=f"乡镇（街道）:{receiver}", now=NOW)


def _hold() -> tuple[int, int]:
    return hold_to_ledger(calendar=CALENDAR, now=NOW)


def _state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


@pytest.mark.django_db
class TestClosing:
    def test_rows_that_no_evaluation_reached_close_nothing(self) -> None:
        case = bring_to_check(_open_problem())
        make_receipt(date(2023, 12, 20))
        assert _hold() == (0, 0)
        evaluate_until(date(2023, 12, 8))
        assert _hold() == (0, 0)

        evaluate_until(date(2023, 12, 21))

        assert _hold() == (1, 0)
        assert _hold() == (0, 0)
        assert _state(case) == State.CLOSED

    @pytest.mark.parametrize(
        ("kind", "receiver", "day"), [("document", "松溪镇", 20), ("meeting", "竹沅镇", 20), ("meeting", "松溪镇", 8)]
    )
    def test_rows_of_another_sort_or_place_or_too_soon_are_no_proof(self, kind: str, receiver: str, day: int) -> None:
        bring_to_check(_open_problem())
        make_receipt(date(2023, 12, day), kind=kind, receiver=receiver)
        evaluate_until(date(2023, 12, 31))

        assert _hold() == (0, 0)

    def test_what_comes_back_is_opened_again_with_new_clocks(self) -> None:
        case = bring_to_check(_open_problem())
        make_receipt(date(2023, 12, 20))
        evaluate_until(date(2023, 12, 31))
        _hold()

        make_problem(date(2023, 12, 22))

        assert _hold() == (0, 1)
        assert _state(case) == State.ACCEPTED
        assert case.step_due_on == date(2023, 12, 21)
        assert "2023-12-22 又出现" in case.steps.order_by("-pk")[0].reasons

    def test_what_is_still_there_goes_back_to_be_mended(self) -> None:
        case = bring_to_check(_open_problem())
        make_problem(date(2023, 12, 22))

        assert _hold() == (0, 0)
        assert _state(case) == State.VERIFIED

    def test_a_complaint_is_over_when_the_same_townships_received_and_did_not_complain(self) -> None:
        case = bring_to_check(_open_number())
        make_receipt(date(2023, 12, 20), receiver="竹沅镇")
        assert _hold() == (0, 0)

        make_receipt(date(2023, 12, 20))

        assert _hold() == (1, 0)
        assert _state(case) == State.CLOSED

    def test_what_a_sweep_found_waits_for_the_sweep_of_a_later_month(self) -> None:
        organ = make_receipt(date(2023, 11, 1)).demand.issuer
        sweep = Sweep.objects.create(month=date(2023, 11, 1), made_at=NOW)
        item = sweep.items.create(signal="jump", organ=organ, words="突增", receipts=[])
        case = bring_to_check(open_sweep_case(item, calendar=CALENDAR, actor="甲", now=NOW))
        make_receipt(date(2024, 1, 31))
        assert _hold() == (0, 0)

        Sweep.objects.create(month=date(2024, 1, 1), made_at=NOW)

        assert _hold() == (1, 0)
        assert _state(case) == State.CLOSED


@pytest.mark.django_db
class TestOpening:
    def test_one_open_case_a_card_and_organ(self) -> None:
        _open_problem(1)
        _open_problem(2)

        assert Case.objects.count() == 1

    def test_one_open_case_however_many_townships_miss_the_number_and_each_is_kept(self) -> None:
        for receiver in ("松溪镇", "竹沅镇", "松溪镇"):
            _open_number(receiver)

        case = Case.objects.get()
        assert case.steps.count() == 3
        assert sorted(organ.name for organ in case.asked_by.all()) == ["松溪镇", "竹沅镇"]

    def test_the_clocks_count_working_days(self) -> None:
        case = _open_number()

        assert (case.step_due_on, case.due_on) == (date(2023, 12, 28), date(2024, 2, 2))

    def test_a_year_that_the_calendar_does_not_know_makes_no_deadline(self) -> None:
        receipt = make_receipt(date(2023, 12, 1))
        case = open_number_case(receipt, calendar=CALENDAR, actor="镇", now=datetime(2190, 5, 1, 8, 0))

        assert (case.step_due_on, case.due_on) == (None, None)


@pytest.mark.django_db
class TestSteps:
    def test_neither_an_organ_nor_who_is_below_it_handles_its_own_case(self) -> None:
        case = _open_number()
        team = Organ.objects.create(name="应急局执法大队", parent=case.organ)

        for organ_id in (case.organ_id, team.pk):
            with pytest.raises(RefusedStep, match="别的单位"):
                step(case, Move.ACCEPT, organ_id=organ_id)
        with pytest.raises(RefusedStep, match="承办人属于责任单位"):
            _assign(case, "监督:丙", team.pk)
        assert step(case, Move.ACCEPT, organ_id=Organ.objects.create(name="督查室").pk).state == State.ACCEPTED

    def test_who_remedied_does_not_check(self) -> None:
        case = _open_number()
        for move in (Move.ACCEPT, Move.VERIFY, Move.REMEDY):
            step(case, move)

        with pytest.raises(RefusedStep, match="另一个人"):
            step(case, Move.CHECK)

    def test_the_second_of_two_people_at_once_is_told_and_changes_nothing(self) -> None:
        case = _open_number()
        version = case.version
        step(case, Move.ACCEPT)

        with pytest.raises(RefusedStep, match="刚被别人办过"):
            take_step(
                case.pk, Wish(Move.DISMISS, "理由"), version=version, calendar=CALENDAR, actor="乙",
                actor_organ_id=None, now=NOW,
            )  # fmt: skip
        assert _state(case) == State.ACCEPTED

    @pytest.mark.parametrize(("wish", "words"), [
        (Wish(Move.VERIFY, " "), "理由"), (Wish(Move.CHECK, "好"), "不能办"), (Wish(Move.ESCALATE, "好"), "哪一级"),
    ])  # fmt: skip
    def test_a_step_without_what_it_needs_is_refused_in_words(self, wish: Wish, words: str) -> None:
        case = step(_open_number(), Move.ACCEPT)
        entries = AuditEntry.objects.count()

        with pytest.raises(RefusedStep, match=words):
            take_step(case.pk, wish, version=case.version, calendar=CALENDAR, actor="甲", actor_organ_id=None, now=NOW)
        assert AuditEntry.objects.count() == entries

    def test_who_accepts_owns_it_until_it_is_given_on(self) -> None:
        case = step(_open_number(), Move.ACCEPT)
        assert case.owner == "减负专班:甲"

        _assign(case, "监督:乙", None)

        case.refresh_from_db()
        assert case.owner == "监督:乙"
        assert "由 减负专班:甲 转给 监督:乙" in case.steps.order_by("-pk")[0].reasons

    def test_each_step_has_its_own_clock(self) -> None:
        case = _open_number()
        dues = [step(case, move).step_due_on for move in (Move.ACCEPT, Move.VERIFY, Move.REMEDY)]

        assert dues == [date(2023, 12, 21), date(2023, 12, 21), date(2023, 12, 14)]

    def test_of_several_at_once_each_is_done_or_told(self) -> None:
        first, second = _open_problem(), _open_number()
        step(second, Move.ACCEPT)

        outcome = do_each([(first.pk, first.version), (second.pk, 1)], _accept)

        assert outcome.done == 1
        assert [title for title, _ in outcome.refused] == [second.title]
        assert _state(first) == State.ACCEPTED


def _accept(case_id: int, version: int) -> Case:
    return take_step(
        case_id, Wish(Move.ACCEPT, "一并受理"), version=version, calendar=CALENDAR, actor="减负专班:甲",
        actor_organ_id=None, now=NOW,
    )  # fmt: skip


def _assign(case: Case, owner: str, organ_id: int | None) -> None:
    case.refresh_from_db()
    assign_case(
        case.pk, owner, organ_id, "分工", version=case.version, actor="减负专班:甲", actor_organ_id=None, now=NOW
    )


@pytest.mark.django_db
class TestTheOrganConcerned:
    def test_it_explains_once_and_stops_nobody(self) -> None:
        case = _open_number()
        version = case.version
        for _ in range(2):
            explain_case(case.pk, "是市局要求的。", actor="县直部门:应急", actor_organ_id=case.organ_id, now=NOW)

        assert case.steps.filter(words="单位说明").count() == 1
        assert _accept(case.pk, version).state == State.ACCEPTED

    def test_nobody_explains_for_another_or_after_the_end(self) -> None:
        case = _open_number()
        other = Organ.objects.create(name="商务局")
        with pytest.raises(RefusedStep, match="只有责任单位"):
            explain_case(case.pk, "不是我们", actor="x", actor_organ_id=other.pk, now=NOW)
        step(case, Move.DISMISS)
        with pytest.raises(RefusedStep, match="不再收说明"):
            explain_case(case.pk, "补充", actor="x", actor_organ_id=case.organ_id, now=NOW)

    def test_it_never_learns_who_asked_or_who_by_name_handles_it(self) -> None:
        case = step(_open_number(), Move.ACCEPT)
        bureau = Viewer("应急", Role.DEPARTMENT, case.organ_id, Scope.OWN)

        (seen,) = list_steps(case, bureau)

        assert (seen.words, seen.taken_by) == ("受理", "减负专班")
        assert "松溪镇" not in f"{case.title}{seen.reasons}"
        assert len(list_steps(case, ANALYST)) == 2


@pytest.mark.django_db
class TestLists:
    def test_who_asked_sees_the_case_and_its_village_neighbours_do_not(self) -> None:
        case = _open_number("松溪镇")
        other = Organ.objects.create(name="竹沅镇")
        own = Viewer("镇", Role.TOWNSHIP, Organ.objects.get(name="松溪镇").pk, Scope.OWN)

        assert list(visible_cases(own)) == [case]
        assert list(visible_cases(Viewer("镇", Role.TOWNSHIP, other.pk, Scope.OWN))) == []

    def test_filters_restrict_and_what_is_due_comes_first(self) -> None:
        rule, number = _open_problem(), _open_number()
        step(number, Move.ACCEPT)
        day = date(2023, 12, 25)

        def found(**wanted: object) -> list[int]:
            return [one.pk for one in list_cases(ANALYST, CaseFilter(**wanted), day)]  # type: ignore[arg-type]

        assert found() == [number.pk, rule.pk]
        assert found(state="accepted") == [number.pk]
        assert found(clause="第2条") == [rule.pk]
        assert found(owner="nobody") == [rule.pk]
        assert found(overdue=True) == [number.pk]
        assert found(words="会议时长") == [rule.pk]
        assert found(organ_id=0) == []
        step(rule, Move.DISMISS)
        assert found(state="open") == [number.pk]


class TestCourse(TestCase):
    @given(st.lists(st.sampled_from(Move), max_size=12))
    @settings(max_examples=40)
    def test_no_sequence_of_moves_leaves_the_course(self, moves: list[Move]) -> None:
        receipt = make_receipt(NOW.date() - timedelta(days=1))
        case = open_number_case(receipt, calendar=CALENDAR, actor="镇", now=NOW)
        taken = 0
        for place, move in enumerate(moves):
            possible = move in moves_from(State(case.state))
            try:
                case = step(case, move, actor=f"{place}")
                taken += 1
            except RefusedStep:
                assert not possible
            else:
                assert possible
        case.refresh_from_db()
        assert case.steps.count() == taken + 1
        assert case.state != State.CLOSED
