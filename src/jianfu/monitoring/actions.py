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
from jianfu.monitoring.models import Evaluation, KnownThing, PlatformUse, Problem, Repeat, Sweep
from jianfu.monitoring.panel import Panel
from jianfu.monitoring.sweep.sweeping import SweepOutcome
from jianfu.monitoring.weighing import Weight
from jianfu.overlap.notices.ledger_notices import demand_of
from jianfu.overlap.notices.matching import Related
from jianfu.vocabulary.finding import Finding
from jianfu.vocabulary.interval import Period


@transaction.atomic
def record_evaluation(
    panel: Panel,
    findings: Sequence[tuple[Finding, float | None]],
    repeats: Sequence[Related] = (),
    weights: Sequence[Weight] = (),
    *,
    period: Period,
    ledger_mark: str,
    standards_digest: str,
    actor: str,
    now: datetime,
) -> Evaluation:
    """Keep the panel, add new problems, bring known ones up to date, and note those that are found no longer.

    `findings` each with the hours a week that go when it is mended, None where no register says.
    """
    lock_ledger()
    days = _days_of([number for finding, _ in findings for number in finding.receipts])
    organs = dict(Organ.objects.values_list("name", "pk"))
    known = {problem.key: problem for problem in Problem.objects.all()}
    found = {key_of(finding): (finding, saved) for finding, saved in findings}
    new = 0
    for key, (finding, saved) in found.items():
        new += key not in known
        problem = known.get(key) or Problem(key=key, first_found_at=now)
        problem.saved_hours = saved
        _record_problem(problem, finding, days, organs, now)
    gone = Problem.objects.filter(gone_at=None).exclude(key__in=found).exclude(card__in=OTHER_DETECTORS)
    change = {"new": new, "found": len(found), "gone": gone.update(gone_at=now), "period": asdict(period)}
    _record_repeats(repeats)
    append(actor=actor, action="evaluate_ledger", now=now, change=change)
    return Evaluation.objects.create(
        made_at=now,
        ledger_mark=ledger_mark,
        start=period.start,
        end=period.end,
        standards_digest=standards_digest,
        panel=asdict(panel),
        weights=[asdict(weight) for weight in weights],
    )


OTHER_DETECTORS = frozenset({"考核-方案外"})
"""Cards of findings that no evaluation makes: it does not find them gone either."""


def record_findings(card: str, findings: Sequence[Finding], *, now: datetime) -> None:
    """Keep the findings of one of the other detectors as problems; of its card what is found no longer is gone.

    Runs in the transaction of the write that found them, which has the audit entry.
    """
    assert card in OTHER_DETECTORS
    days = _days_of([number for finding in findings for number in finding.receipts])
    organs = dict(Organ.objects.values_list("name", "pk"))
    known = {problem.key: problem for problem in Problem.objects.filter(card=card)}
    found = {key_of(finding): finding for finding in findings}
    for key, finding in found.items():
        _record_problem(known.get(key) or Problem(key=key, first_found_at=now), finding, days, organs, now)
    Problem.objects.filter(card=card, gone_at=None).exclude(key__in=found).update(gone_at=now)


def _record_repeats(repeats: Sequence[Related]) -> None:
    Repeat.objects.all().delete()
    Repeat.objects.bulk_create(
        Repeat(
            earlier_id=demand_of(one.first),
            later_id=demand_of(one.second),
            relation=one.judgement.relation.value,
            reasons=[reason.words for reason in one.judgement.reasons],
        )
        for one in repeats
        if one.judgement.relation.is_overlap
    )


def key_of(finding: Finding) -> str:
    """What makes a finding the same one when it is found again."""
    parts = (finding.card, finding.kind.value, *finding.answerable, finding.subject)
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
    problem.organs.set([organs[name] for name in finding.answerable if name in organs])
    sharing = [] if finding.answerable else finding.organs
    problem.involved.set([organs[name] for name in sharing if name in organs])


def _days_of(receipts: Sequence[int]) -> dict[int, date]:
    days: dict[int, date] = {}
    for chunk in in_chunks(sorted(set(receipts))):
        rows = Receipt.objects.filter(pk__in=chunk, received_on__isnull=False)
        days.update((number, day) for number, day in rows.values_list("pk", "received_on") if day)
    return days


@transaction.atomic
def record_sweep(month: date, outcome: SweepOutcome, *, actor: str, now: datetime) -> Sweep:
    """Keep what a sweep found; a month that was swept before is swept anew."""
    lock_ledger()
    made = {"made_at": now, "notes": list(outcome.notes)}
    sweep, _ = Sweep.objects.update_or_create(month=month, defaults=made)
    sweep.items.all().delete()
    for one in outcome.found:
        sweep.items.create(signal=one.signal, organ_id=one.organ_id, words=one.words, receipts=list(one.receipts))
    KnownThing.objects.filter(month=month).delete()
    before = set(KnownThing.objects.values_list("key", flat=True))
    new = sorted(outcome.known - before)
    KnownThing.objects.bulk_create([KnownThing(key=key, month=month) for key in new], batch_size=_CHUNK)
    append(actor=actor, action="sweep_month", now=now, change={"month": month, "items": len(outcome.found)})
    return sweep


_CHUNK = 400


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
