"""Asking for opinions on a draft: sent to all levels in one page, each answered with reasons."""

from datetime import date, datetime

from django.db import transaction

from jianfu.assessment.actions.noting import RefusedStage, digest_of, reach, take_up
from jianfu.assessment.models import Consultation, Opinion
from jianfu.assessment.stages import Stage
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.vocabulary.published.adoption import Adoption

_SOMEBODY = "征求意见"
"""Whom the audit log names where opinions are anonymous."""


@transaction.atomic
def open_consultation(
    title: str,
    text: str,
    until: date,
    *,
    is_anonymous: bool,
    owner_id: int | None,
    year_id: int | None = None,
    version: int = 0,
    actor: str,
    now: datetime,
) -> Consultation:
    """Ask for opinions on a draft policy, or on a year's plan (`year_id`), which then is consulted."""
    lock_ledger()
    if until < now.date():
        raise RefusedStage("截止日期已经过去。请写今天或以后的日期。")
    year = take_up(year_id, version, Stage.DRAFTED) if year_id is not None else None
    title, text = (year.name, year.plan_text) if year is not None else (title.strip(), text.strip())
    if not title or not text:
        raise RefusedStage("请写标题和内容。")
    consultation = Consultation.objects.create(
        year=year, owner_id=owner_id, title=title, text=text, until=until, is_anonymous=is_anonymous, opened_at=now
    )
    if year is not None:
        said = "，对起草单位匿名" if is_anonymous else ""
        words = f"向县直部门、乡镇、村征求意见，{until} 截止{said}"
        reach(year, Stage.CONSULTED, words, digest=digest_of(text), actor=actor, now=now)
    else:
        change = {"consultation": consultation.pk, "title": title, "until": until, "digest": digest_of(text)}
        append(actor=actor, action="open_consultation", now=now, change=change)
    return consultation


@transaction.atomic
def give_opinion(
    consultation_id: int, words: str, *, organ_id: int | None, level: str, actor: str, now: datetime
) -> Opinion:
    """Keep an opinion. Of an anonymous one neither organ nor person is kept, here or in the log."""
    lock_ledger()
    consultation = Consultation.objects.filter(pk=consultation_id).first()
    if consultation is None:
        raise RefusedStage("没有这次征求意见。")
    if now.date() > consultation.until:
        raise RefusedStage(f"征求意见已于 {consultation.until} 截止。")
    if not words.strip():
        raise RefusedStage("请写意见。没有意见的不必回复。")
    is_hidden = consultation.is_anonymous
    opinion = Opinion.objects.create(
        consultation=consultation,
        organ_id=None if is_hidden else organ_id,
        level=level,
        words=words.strip(),
        given_by="" if is_hidden else actor,
        given_on=now.date(),
    )
    moment = datetime.combine(now.date(), datetime.min.time()) if is_hidden else now
    change = {"consultation": consultation.pk, "opinion": opinion.pk, "digest": digest_of(opinion.words)}
    append(actor=_SOMEBODY if is_hidden else actor, action="give_opinion", now=moment, change=change)
    return opinion


@transaction.atomic
def answer_opinion(
    opinion_id: int, answer: Adoption, reasons: str, *, owner_id: int | None, sees_all: bool, actor: str, now: datetime
) -> Opinion:
    """Say what becomes of an opinion, and why. Only who asked answers; the answer can be bettered until adoption."""
    lock_ledger()
    opinion = Opinion.objects.select_related("consultation__year").filter(pk=opinion_id).first()
    if opinion is None or not (sees_all or opinion.consultation.owner_id == owner_id):
        raise RefusedStage("只有征求意见的单位可以答复。")
    year = opinion.consultation.year
    if year is not None and year.stage != Stage.CONSULTED:
        raise RefusedStage("方案已经通过，答复不再改。")
    if not reasons.strip():
        raise RefusedStage("请写明理由。")
    old, opinion.answer, opinion.reasons, opinion.answered_by = opinion.answer, answer, reasons.strip(), actor
    opinion.save()
    change = {"opinion": opinion.pk, "old": old, "new": answer.value, "reasons": opinion.reasons}
    append(actor=actor, action="answer_opinion", now=now, change=change)
    return opinion
