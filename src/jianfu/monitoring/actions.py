"""Writes of monitoring: one evaluation with all that it found, or nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from hashlib import blake2b

from django.db import transaction
from django.db.models import F

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.bulk import in_chunks
from jianfu.ledger.models import Organ, Receipt
from jianfu.monitoring.models import Evaluation, PlatformUse, Problem, Sweep
from jianfu.monitoring.panel import Panel
from jianfu.monitoring.sweeping import Found
from jianfu.vocabulary.finding import Finding
from jianfu.vocabulary.interval import Period


@transaction.atomic
def record_evaluation(
    panel: Panel,
    findings: Sequence[Finding],
    *,
    period: Period,
    ledger_mark: str,
    rulebook_digest: str,
    actor: str,
    now: datetime,
) -> Evaluation:
    """Keep the panel, add new problems, bring known ones up to date, and note those that are found no longer."""
    lock_ledger()
    days = _days_of([number for finding in findings for number in finding.receipts])
    organs = dict(Organ.objects.values_list("name", "pk"))
    known = {problem.key: problem for problem in Problem.objects.all()}
    found = {key_of(finding): finding for finding in findings}
    new = 0
    for key, finding in found.items():
        new += key not in known
        _record_problem(known.get(key) or Problem(key=key, first_found_at=now), finding, days, organs, now)
    gone = Problem.objects.filter(gone_at=None).exclude(key__in=found)
    change = {"new": new, "found": len(found), "gone": gone.update(gone_at=now), "period": asdict(period)}
    append(actor=actor, action="evaluate_ledger", now=now, change=change)
    return Evaluation.objects.create(
        made_at=now,
        ledger_mark=ledger_mark,
        start=period.start,
        end=period.end,
        rulebook_digest=rulebook_digest,
        panel=asdict(panel),
    )


def key_of(finding: Finding) -> str:
    """What makes a finding the same one when it is found again."""
    parts = (finding.card, finding.kind.value, *sorted(finding.organs), finding.subject)
    return blake2b("|".join(parts).encode(), digest_size=16).hexdigest()


def _record_problem(
    problem: Problem, finding: Finding, days: Mapping[int, date], organs: Mapping[str, int], now: datetime
) -> None:
    problem.card, problem.name, problem.kind = finding.card, finding.name, finding.kind.value
    problem.severity, problem.clause, problem.level = finding.severity, finding.clause, finding.level.value
    problem.cause = finding.cause.label if finding.cause else ""
    problem.subject, problem.question = finding.subject, finding.question
    problem.value, problem.limit = finding.value, finding.limit
    problem.receipts = list(finding.receipts)
    problem.last_day = max((days[number] for number in finding.receipts if number in days), default=None)
    problem.found_at, problem.gone_at = now, None
    problem.save()
    problem.organs.set([organs[name] for name in finding.organs if name in organs])


def _days_of(receipts: Sequence[int]) -> dict[int, date]:
    days: dict[int, date] = {}
    for chunk in in_chunks(sorted(set(receipts))):
        rows = Receipt.objects.filter(pk__in=chunk, received_on__isnull=False)
        days.update((number, day) for number, day in rows.values_list("pk", "received_on") if day)
    return days


@transaction.atomic
def record_sweep(month: date, found: Sequence[Found], *, actor: str, now: datetime) -> Sweep:
    """Keep what a sweep found; a month that was swept before is swept anew."""
    lock_ledger()
    sweep, _ = Sweep.objects.update_or_create(month=month, defaults={"made_at": now})
    sweep.items.all().delete()
    for one in found:
        sweep.items.create(signal=one.signal, organ_id=one.organ_id, words=one.words, receipts=list(one.receipts))
    append(actor=actor, action="sweep_month", now=now, change={"month": month, "items": len(found)})
    return sweep


def count_use(role: str, month: date, *, seconds: int, fields: int) -> None:
    """Add to what the platform cost a role; no audit entry, for it tells of nobody and of no fact."""
    _add(role, month, seconds=seconds, pages=1, fields=fields)


def count_messages(role: str, day: date, messages: int = 1) -> None:
    """Count messages (a digest, a reminder) that the platform put before people of a role; like `count_use`.

    `role` is a `ledger.viewer.Role`. Every room that sends something calls this where it sends it.
    """
    _add(role, day.replace(day=1), messages=messages)


def _add(role: str, month: date, **amounts: int) -> None:
    line, _ = PlatformUse.objects.get_or_create(role=role, month=month)
    PlatformUse.objects.filter(pk=line.pk).update(**{name: F(name) + amount for name, amount in amounts.items()})
