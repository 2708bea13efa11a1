"""What is raised upward: listed with the case that brought it, sent, answered."""

from datetime import date, datetime

from django.db import transaction

from jianfu.casework.actions.noting import note
from jianfu.casework.clocks import county_clocks
from jianfu.casework.course import State
from jianfu.casework.models import Case, UpwardItem
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.published.adoption import Adoption

ANSWERED = "上级答复"


class RefusedItem(Exception):
    """A write on an item that cannot be done; the message says in Chinese why."""


def list_item(case: Case, *, now: datetime) -> UpwardItem:
    """The open item of the case's clause and level, made where there is none. Called by the step that raises it."""
    clause = case.clause or case.title
    known = UpwardItem.objects.filter(level=case.level, clause=clause, card=case.card, answered_on=None).first()
    return known or UpwardItem.objects.create(level=case.level, clause=clause, card=case.card, listed_at=now)


@transaction.atomic
def send_item(
    item_id: int,
    *,
    sent_on: date,
    sent_to: str,
    letter_number: str,
    version: int,
    calendar: WorkCalendar,
    actor: str,
    now: datetime,
) -> UpwardItem:
    """Note that an item went up, to whom and by which letter; from then an answer is awaited. RefusedItem."""
    item = _take_up(item_id, version)
    if item.answered_on is not None:
        raise RefusedItem("已有答复，不能再改报送情况。")
    if not sent_to.strip() or sent_on > now.date():
        raise RefusedItem("请写明报送单位，报出日期不能晚于今天。")
    item.sent_on, item.sent_to, item.letter_number = sent_on, sent_to.strip(), letter_number.strip()
    item.due_on = calendar.add_workdays(sent_on, county_clocks().answer)
    _save(item)
    change = {"item": item.pk, "sent_on": sent_on, "sent_to": item.sent_to, "letter_number": item.letter_number}
    append(actor=actor, action="send_item", now=now, change=change)
    return item


@transaction.atomic
def answer_item(
    item_id: int, outcome: Adoption, answer: str, *, answered_on: date, version: int, actor: str, now: datetime
) -> UpwardItem:
    """Keep the answer and tell it in each case behind the item. RefusedItem.

    What was adopted, wholly or in part, is held to the ledger like any remedy: from the day of the answer it must not
    be found any more.
    """
    item = _take_up(item_id, version)
    if item.sent_on is None:
        raise RefusedItem("还没有报出，请先登记报送情况。")
    if not answer.strip() or not item.sent_on <= answered_on <= now.date():
        raise RefusedItem("请写明答复内容；答复日期不能早于报出日期，也不能晚于今天。")
    item.outcome, item.answer, item.answered_on = outcome, answer.strip(), answered_on
    _save(item)
    change = {"item": item.pk, "outcome": outcome, "answered_on": answered_on, "answer": item.answer}
    append(actor=actor, action="answer_item", now=now, change=change)
    for case in item.cases.filter(state=State.ESCALATED):
        if outcome is not Adoption.DECLINED:
            case.state, case.remedied_on, case.remedied_by = State.CHECKED, answered_on, ANSWERED
        case.version += 1
        case.save()
        note(case, ANSWERED, f"{outcome.label}。{item.answer}", actor, now)
    return item


def _take_up(item_id: int, version: int) -> UpwardItem:
    lock_ledger()
    item = UpwardItem.objects.select_for_update().get(pk=item_id)
    if item.version != version:
        raise RefusedItem("这一项刚被别人改过，您的没有写入。请看最新情况。")
    return item


def _save(item: UpwardItem) -> None:
    item.version += 1
    item.save()
