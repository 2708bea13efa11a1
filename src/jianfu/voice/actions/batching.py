"""The morning's batch: what came since the last one is handed over together, at nine on a working day.

Nobody can match a complaint with who was at a screen at ten past three: readers get a day's complaints at once, in
the order of random keys, and what reporters did meanwhile – objections, reopenings – takes effect with them.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.voice.actions.erasing import erase_content
from jianfu.voice.actions.items import settle_objections
from jianfu.voice.actions.publishing import publish_due
from jianfu.voice.record.content import load_content_key, lock_content
from jianfu.voice.record.course import FROM_REPORTER, Act, Direction
from jianfu.voice.record.models import Batch, Complaint, ContentKey, Item, Message, UsedNonce
from jianfu.voice.record.shuffling import shuffle_rows
from jianfu.voice.record.terms import clocks_of
from jianfu.voice.record.tree import append, append_waiting, lock_tree, sign_checkpoint
from jianfu.voice.rules.clocks import Clock
from jianfu.voice.rules.course import State, may_reopen
from jianfu.voice.sealing.envelopes import Payload, seal

BATCH_HOUR = 9
_ID_BYTES = 16
_NONCE_DAYS = timedelta(days=3)
Random = Callable[[int], bytes]


def is_batch_due(*, today: date, hour: int, calendar: WorkCalendar) -> bool:
    """Whether the batch of today is to run now; a day that the calendar does not know counts by its weekday."""
    worked = calendar.is_workday(today)
    if worked is None:
        worked = today.weekday() < 5
    return worked and hour >= BATCH_HOUR and not Batch.objects.filter(pk=today).exists()


def run_batch(*, today: date, calendar: WorkCalendar, random: Random) -> Batch:
    """Hand over, acknowledge, escalate, erase, publish, sign: all or nothing, and once a day."""
    with transaction.atomic():
        lock_tree()
        if (done := Batch.objects.filter(pk=today).first()) is not None:
            return done
        _hand_over(today)
        _acknowledge(today, calendar, random)
        settle_objections(today=today)
        _escalate(today, calendar, random)
        _erase_what_is_over(today)
        _drop_orphans(today)
        append_waiting(today=today, random=random)
        publish_due(today=today, calendar=calendar)
        batch = Batch.objects.create(day=today, checkpoint=sign_checkpoint(today=today).text)
    shuffle_rows()
    return batch


def _hand_over(today: date) -> None:
    """Everything that was sent before today; what comes in while this runs waits for the next batch."""
    Complaint.objects.filter(handed_on=None, received_on__lt=today).update(handed_on=today)
    coming = Message.objects.filter(direction__in=FROM_REPORTER, handed_on=None, written_on__lt=today)
    for message in coming.exclude(act="").select_related("complaint").defer("sealed"):
        _let_act(message.complaint, Act(message.act), today)
    coming.update(handed_on=today)


def _let_act(complaint: Complaint, act: Act, today: date) -> None:
    state = State(complaint.state)
    if act is Act.REOPEN and may_reopen(state, reopened_before=complaint.reopened_on is not None):
        complaint.state, complaint.reopened_on = State.VERIFYING, today
        complaint.answered_on = complaint.closed_on = complaint.escalated_on = None
        # The answer's term runs anew from the reopening.
        complaint.decided_on = today
        complaint.save()
        append({"do": "reopen", "complaint": complaint.pk}, today=today)
    elif act is Act.SATISFIED and state is State.ANSWERED:
        complaint.state, complaint.closed_on = State.CLOSED, today
        complaint.save()
        append({"do": "close", "complaint": complaint.pk}, today=today)


def _acknowledge(today: date, calendar: WorkCalendar, random: Random) -> None:
    new = Complaint.objects.filter(handed_on__isnull=False, acknowledged_on=None, gone=False)
    for complaint in new.order_by("pk"):
        complaint.acknowledged_on = today
        clocks = clocks_of(complaint, calendar)
        words = (
            f"您的反映已收到，{today:%Y年%m月%d日}上午交给了有权查看的受理人。\n"
            f"{clocks.due(Clock.ACCEPT):%Y年%m月%d日}以前告诉您是否受理；受理的，自受理之日起"
            f" {settings.VOICE.answer_days} 日内答复，最迟{clocks.due(Clock.FEED_BACK):%Y年%m月%d日}以前反馈进展。\n"
            "过了期限没有答复，系统会自动上报超期，并计入公开的总数。"
        )
        write_to_box(complaint, words, today=today, random=random)
        complaint.save(update_fields=["acknowledged_on"])


def _escalate(today: date, calendar: WorkCalendar, random: Random) -> None:
    open_ones = Complaint.objects.filter(handed_on__isnull=False, gone=False, escalated_on=None, closed_on=None)
    for complaint in open_ones.order_by("pk"):
        overdue = clocks_of(complaint, calendar).list_overdue(today)
        if not overdue:
            continue
        complaint.escalated_on = today
        complaint.save(update_fields=["escalated_on"])
        named = "、".join(clock.label for clock in overdue)
        words = f"“{named}”已经超过期限。系统今天已把这件事的编号（不含内容）报给上级和纪检监察的受理人催办。"
        write_to_box(complaint, words, today=today, random=random)
        append({"do": "escalate", "complaint": complaint.pk, "clocks": list(overdue)}, today=today)


def _erase_what_is_over(today: date) -> None:
    last_day = today - timedelta(days=settings.VOICE.keep_days)
    for complaint in Complaint.objects.filter(gone=False, closed_on__lt=last_day).order_by("pk"):
        erase_content(complaint)
        append({"do": "erase", "complaint": complaint.pk}, today=today)


def _drop_orphans(today: date) -> None:
    """Content keys without what they lock: the process died between the two writes, or an item gave way."""
    known = set(Complaint.objects.filter(gone=False).values_list("pk", flat=True))
    known |= set(Item.objects.values_list("pk", flat=True))
    orphans = [pk for pk in ContentKey.objects.values_list("pk", flat=True) if pk not in known]
    ContentKey.objects.filter(pk__in=orphans).delete()
    UsedNonce.objects.filter(day__lt=today - _NONCE_DAYS).delete()


def write_to_box(complaint: Complaint, words: str, *, today: date, random: Random) -> None:
    """A letter from the channel itself, sealed for the reporter alone."""
    key = load_content_key(complaint.pk)
    if key is None:
        return
    message_id = random(_ID_BYTES).hex()
    sealed = seal(Payload(words, {"来自": "系统"}), [complaint.box_key], random=random)
    Message.objects.create(
        id=message_id,
        complaint=complaint,
        direction=Direction.TO_BOX,
        written_on=today,
        handed_on=today,
        sealed=lock_content(sealed, key, message_id, random=random),
    )
