"""Things to make cases of, shared by the tests of this room."""

from datetime import date, datetime
from itertools import count

from jianfu.casework.actions import take_step
from jianfu.casework.actions.stepping import Wish
from jianfu.casework.course import Move, Remedy
from jianfu.casework.models import Case
from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.monitoring.models import Evaluation, Problem
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.organ import OrganLevel

NOW = datetime(2023, 12, 7, 9, 30)
CALENDAR = WorkCalendar.china()
_numbers = count()


def make_receipt(day: date, *, issuer: str = "应急局", receiver: str = "松溪镇", kind: str = "meeting") -> Receipt:
    organ, _ = Organ.objects.get_or_create(name=issuer)
    township, _ = Organ.objects.get_or_create(name=receiver)
    key = f"{next(_numbers):032}"
    demand = Demand.objects.create(key=key, identity=key, kind=kind, issuer=organ, title="通知")
    return Receipt.objects.create(key=key, demand=demand, receiver=township, received_on=day)


def make_problem(day: date, *, level: str = "county", issuer: str = "应急局") -> Problem:
    receipt = make_receipt(day, issuer=issuer)
    problem = Problem.objects.create(
        key=receipt.key, card="十条-2", name="会议时长", kind="meeting", severity="违规", clause="第2条",
        level=level, subject="会", receipts=[receipt.pk], last_day=day, first_found_at=NOW, found_at=NOW,
    )  # fmt: skip
    problem.organs.add(receipt.demand.issuer)
    return problem


def evaluate_until(end: date) -> None:
    Evaluation.objects.create(
        made_at=NOW, ledger_mark="", start=date(2023, 1, 1), end=end, standards_digest="", panel={}
    )


def step(case: Case, move: Move, *, actor: str = "减负专班:甲", organ_id: int | None = None) -> Case:
    case.refresh_from_db()
    wish = Wish(
        move,
        "理由",
        Remedy.CANCEL if move is Move.REMEDY else None,
        OrganLevel.CITY if move is Move.ESCALATE else None,
    )
    return take_step(
        case.pk, wish, version=case.version, calendar=CALENDAR, actor=actor, actor_organ_id=organ_id, now=NOW
    )


def bring_to_check(case: Case) -> Case:
    for move in (Move.ACCEPT, Move.VERIFY, Move.REMEDY):
        step(case, move)
    return step(case, Move.CHECK, actor="监督:乙")
