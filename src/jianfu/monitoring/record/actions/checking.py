"""Unannounced checks: drawn, filled on the spot, published afterwards."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.monitoring.asking.costs import Way
from jianfu.monitoring.checks.drawing import Drawn, seal
from jianfu.monitoring.checks.photos import clean_photo
from jianfu.monitoring.checks.sheets import ANSWERS, QUESTIONS, Clocked
from jianfu.monitoring.record.actions.costs import count_cost
from jianfu.monitoring.record.models import CheckPhoto, CheckRound, CheckVisit
from jianfu.vocabulary.interval import Period

MOST_PHOTOS = 6
LONGEST_WORDS = 2000
_MOST_MINUTES = 480


class RefusedSheet(Exception):
    """Why a sheet or a publication is not taken, in Chinese, with what to do."""


@transaction.atomic
def record_round(drawn: Sequence[Drawn], period: Period, seed: str, *, actor: str, now: datetime) -> CheckRound:
    """Keep a draw. The log holds the sealed seed only: who reads it before learns neither places nor times."""
    lock_ledger()
    made = CheckRound.objects.create(
        drawn_at=now, start=period.start, end=period.end, seed=seed.strip(), sealed=seal(seed)
    )
    for one in drawn:
        made.visits.create(
            organ_id=one.candidate.organ_id,
            day=one.day,
            half_day=one.half_day,
            stratum=one.stratum,
            chance=one.chance,
        )
    append(actor=actor, action="draw_checks", now=now, change={"round": made.pk, "sealed": made.sealed})
    return made


@transaction.atomic
def fill_sheet(
    visit: CheckVisit,
    answers: Sequence[str],
    words: str,
    minutes: int,
    *,
    clocked: Clocked,
    photos: Sequence[bytes],
    actor: str,
    now: datetime,
) -> CheckVisit:
    """Keep what was seen; the same sheet sent twice is one. RefusedSheet; UnreadablePhoto before anything is
    written.
    """
    lock_ledger()
    if visit.round.published_at is not None:
        raise RefusedSheet("这一轮已经公布，不能再改。")
    if len(answers) != len(QUESTIONS) or any(one not in ANSWERS for one in answers):
        raise RefusedSheet("请在每一行点一个。没有看的点“没有看”，不算没有问题。")
    if not 0 <= minutes <= _MOST_MINUTES:
        raise RefusedSheet(f"占用对方的分钟数应在 0 到 {_MOST_MINUTES} 之间。")
    cleaned = [clean_photo(photo) for photo in photos[:MOST_PHOTOS]]
    is_new = visit.filled_at is None
    visit.answers, visit.words, visit.minutes = list(answers), words.strip()[:LONGEST_WORDS], minutes
    visit.filled_at, visit.clock_note, visit.checked_by = clocked.at, clocked.note, actor
    visit.save()
    for content in cleaned:
        digest = sha256(content).hexdigest()
        CheckPhoto.objects.get_or_create(visit=visit, digest=digest, defaults={"content": content})
    if is_new:
        count_cost(Way.CHECK, now.date(), seconds=minutes * 60)
    append(actor=actor, action="fill_check_sheet", now=now, change={"visit": visit.pk, "photos": len(cleaned)})
    return visit


@transaction.atomic
def publish_round(round_id: int, *, actor: str, now: datetime) -> CheckRound:
    """Show seed, places, times and chances to everybody. RefusedSheet before its last day is over."""
    lock_ledger()
    found = CheckRound.objects.select_for_update().get(pk=round_id)
    if found.published_at is None:
        if now.date() < found.end:
            raise RefusedSheet(f"这一轮到 {found.end} 才结束，提前公布等于打招呼。")
        found.published_at = now
        found.save(update_fields=["published_at"])
        append(actor=actor, action="publish_checks", now=now, change={"round": found.pk, "seed": found.seed})
    return found
