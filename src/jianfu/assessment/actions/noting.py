"""What all writes of assessment share: the year taken up, and the stage that is signed in the audit chain."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from jianfu.assessment.models import AssessmentYear, StageStep
from jianfu.assessment.stages import Stage
from jianfu.ledger.audit.checkpoint import make_checkpoint
from jianfu.ledger.audit.log import append, lock_ledger


class RefusedStage(Exception):
    """A step that cannot be taken; the message says in Chinese why and what to do."""


def take_up(year_id: int, version: int, *stages: Stage) -> AssessmentYear:
    """The year, locked. RefusedStage where it stands elsewhere or somebody was faster."""
    lock_ledger()
    year = AssessmentYear.objects.select_for_update().filter(pk=year_id).first()
    if year is None:
        raise RefusedStage("没有这一年的考核。")
    if Stage(year.stage) not in stages:
        raise RefusedStage(f"现在是“{Stage(year.stage).label}”，不能办这一步。")
    if year.version != version:
        raise RefusedStage("刚才有人办过一步，您的这一步没有写入。请看最新情况。")
    return year


def reach(
    year: AssessmentYear, stage: Stage, words: str, *, digest: str = "", actor: str, now: datetime, **more: Any
) -> None:
    """Save the year in its new stage, with the audit entry and the signed checkpoint that holds it."""
    old, year.stage = year.stage, stage.value
    year.version += 1
    year.save()
    change: Mapping[str, Any] = {
        "year": year.pk, "old": old, "new": stage.value, "words": words, "digest": digest, **more
    }  # fmt: skip
    append(actor=actor, action="reach_assessment_stage", now=now, change=change)
    checkpoint = make_checkpoint(now=now).text
    StageStep.objects.create(
        year=year, stage=stage, words=words, taken_by=actor, taken_at=now, digest=digest, checkpoint=checkpoint
    )


def digest_of(text: str | bytes) -> str:
    """SHA-256 in hex."""
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()
