"""Diaries, questionnaires and answers."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Organ
from jianfu.monitoring.asking.answer_files import ReadAnswers
from jianfu.monitoring.asking.costs import Way, find_refusal
from jianfu.monitoring.asking.diary import AMOUNTS, LENGTHS, UNWRITTEN
from jianfu.monitoring.asking.form import BrokenForm, parse_form
from jianfu.monitoring.record.actions.costs import count_cost, list_costs
from jianfu.monitoring.record.models import DiaryWeek, FilledForm, Questionnaire
from jianfu.monitoring.record.queries import is_point

_WEEKS_BACK = 2
_MOST_TIMES, _FEWEST_BEFORE_FULL = 20, 2_000
"""A link that goes astray does not fill the disk."""
_LONGEST_TITLE, _MOST_EXPECTED = 60, 100_000


class RefusedAnswer(Exception):
    """Why something is not taken, in Chinese, with what to do."""


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


@transaction.atomic
def write_diary(
    organ: Organ,
    week: date,
    taps: tuple[str, str],
    lengths: Sequence[tuple[int, str]],
    *,
    seconds: float,
    actor: str,
    now: datetime,
) -> DiaryWeek:
    """Keep a point's diary of the week that begins on `week`. `taps`: how many by mouth, and whether some may not be
    written; `lengths`: receipt and tap. RefusedAnswer for an organ that is no point, a week out of reach, other taps.
    """
    lock_ledger()
    this_week = monday_of(now.date())
    if not is_point(organ.pk):
        raise RefusedAnswer("您这里不是监测点，不用填。")
    if week != monday_of(week) or not this_week - timedelta(weeks=_WEEKS_BACK) <= week <= this_week:
        raise RefusedAnswer(f"只能填本周和前 {_WEEKS_BACK} 周的。更早的记不准，不用补。")
    if taps[0] not in AMOUNTS or taps[1] not in UNWRITTEN or any(tap not in LENGTHS for _, tap in lengths):
        raise RefusedAnswer("请在每一行点一个。")
    values = {
        "by_mouth": taps[0],
        "unwritten": taps[1],
        "lengths": [list(one) for one in lengths],
        "seconds": round(seconds),
        "filled_at": now,
    }
    kept, is_new = DiaryWeek.objects.update_or_create(organ=organ, week=week, defaults=values)
    count_cost(Way.DIARY, now.date(), seconds=seconds, answers=int(is_new))
    append(actor=actor, action="write_diary", now=now, change={"organ": organ.pk, "week": week, "is_new": is_new})
    return kept


@transaction.atomic
def make_questionnaire(
    title: str, lines: str, *, is_anonymous: bool, way: Way, expected: int, actor: str, now: datetime
) -> Questionnaire:
    """Send out questions. RefusedAnswer where they are broken, or cost more than the month allows."""
    lock_ledger()
    if not 0 < len(title.strip()) <= _LONGEST_TITLE:
        raise RefusedAnswer(f"请写题目，不超过 {_LONGEST_TITLE} 字。")
    if not 0 < expected <= _MOST_EXPECTED:
        raise RefusedAnswer("请写明预计多少人答，好算出要花基层多少时间。")
    try:
        form = parse_form(lines)
    except BrokenForm as problem:
        raise RefusedAnswer(str(problem)) from problem
    if refusal := find_refusal(list_costs(now.date()), expected * form.seconds):
        raise RefusedAnswer(refusal)
    made = Questionnaire.objects.create(
        title=title.strip(),
        lines=lines,
        is_anonymous=is_anonymous,
        way=way,
        token="" if way is Way.INTERVIEW else secrets.token_urlsafe(12),
        expected=expected,
        made_at=now,
    )
    change = {"questionnaire": made.pk, "title": made.title, "anonymous": is_anonymous, "way": way}
    append(actor=actor, action="make_questionnaire", now=now, change=change)
    return made


@transaction.atomic
def close_questionnaire(questionnaire_id: int, *, actor: str, now: datetime) -> Questionnaire:
    """Take no more answers; closed twice is closed once. Questionnaire.DoesNotExist."""
    lock_ledger()
    found = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    if found.closed_at is None:
        found.closed_at = now
        found.save(update_fields=["closed_at"])
        append(actor=actor, action="close_questionnaire", now=now, change={"questionnaire": found.pk})
    return found


@transaction.atomic
def take_answers(
    questionnaire: Questionnaire, place: str, answers: Mapping[int, Sequence[str]], *, seconds: float, day: date
) -> FilledForm:
    """Keep one answer. RefusedAnswer where the questionnaire is closed.

    No audit entry: its moment, beside the server's, could tell who answered. What is kept holds no moment either.
    """
    if Questionnaire.objects.filter(pk=questionnaire.pk, closed_at=None).count() == 0:
        raise RefusedAnswer("这份问卷已经结束，不再收。")
    if questionnaire.filled.count() >= max(_FEWEST_BEFORE_FULL, _MOST_TIMES * questionnaire.expected):
        raise RefusedAnswer("收到的份数已经远超预计，先停收了，县里会核对。")
    kept = FilledForm.objects.create(
        questionnaire=questionnaire,
        place="" if questionnaire.is_anonymous else place,
        answers={str(number): list(values) for number, values in answers.items()},
    )
    count_cost(Way(questionnaire.way), day, seconds=seconds)
    return kept


@transaction.atomic
def import_answers(
    questionnaire: Questionnaire, read: ReadAnswers, file_name: str, *, actor: str, now: datetime
) -> int:
    """Keep all answers of a file that another form tool wrote; how many."""
    lock_ledger()
    rows = [
        FilledForm(
            questionnaire=questionnaire,
            place="" if questionnaire.is_anonymous else one.place,
            answers={str(number): list(values) for number, values in one.answers.items()},
        )
        for one in read.forms
    ]
    FilledForm.objects.bulk_create(rows)
    seconds = parse_form(questionnaire.lines).seconds
    count_cost(Way(questionnaire.way), now.date(), seconds=seconds * len(rows), answers=len(rows))
    change = {"questionnaire": questionnaire.pk, "file": file_name, "taken": len(rows), "refused": len(read.refused)}
    append(actor=actor, action="import_answers", now=now, change=change)
    return len(rows)
