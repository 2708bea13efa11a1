"""One quiet digest a day for each owner with something near or past its deadline; none where nothing is new."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from jianfu.casework.actions.noting import OVER
from jianfu.casework.clocks import county_clocks
from jianfu.casework.models import Case, Digest
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.viewer import Role
from jianfu.monitoring.actions import count_messages
from jianfu.vocabulary.calendar import WorkCalendar

_AGAIN_AFTER_DAYS = 7
"""What is near or past its deadline is told again after a week only: who is told every day stops reading."""


@transaction.atomic
def write_digests(*, calendar: WorkCalendar, now: datetime) -> int:
    """Write today's digests, once; how many. None on a day off: the next working day's tells the same.

    A case without an owner is in nobody's digest: the list of cases shows it.
    """
    lock_ledger()
    day = now.date()
    if calendar.is_workday(day) is False:
        return 0
    lines: dict[str, list[tuple[int, str, str]]] = {}
    told, done = _told_lately(day)
    for case in Case.objects.exclude(state__in=OVER).exclude(owner="").exclude(owner__in=done).order_by("pk"):
        words = _remind(case, day, calendar)
        if words and (case.pk, words) not in told:
            lines.setdefault(case.owner, []).append((case.pk, words, case.title))
    for owner, found in lines.items():
        Digest.objects.create(owner=owner, day=day, lines=found)
    _count(list(lines), day)
    if lines:
        append(actor="后台", action="write_digests", now=now, change={"day": day, "digests": len(lines)})
    return len(lines)


def _told_lately(day: date) -> tuple[set[tuple[int, str]], set[str]]:
    """What was told in the last days, and whose digest of this day is written."""
    lately = list(Digest.objects.filter(day__gt=day - timedelta(days=_AGAIN_AFTER_DAYS)))
    told = {(number, words) for digest in lately for number, words, _ in digest.lines}
    return told, {digest.owner for digest in lately if digest.day == day}


def _remind(case: Case, day: date, calendar: WorkCalendar) -> str:
    """Why the case belongs into a digest; '' where it does not."""
    near = calendar.add_workdays(day, county_clocks().remind)
    for due, what in ((case.step_due_on, "本步"), (case.due_on, "办结")):
        if due is not None and due < day:
            return f"{what}期限 {due} 已过"
        if due is not None and near is not None and due <= near:
            return f"{what}期限 {due}"
    return ""


def _count(owners: Sequence[str], day: date) -> None:
    """Digests are messages of the platform, counted by the owner's role."""
    labels = [owner.split(":", maxsplit=1)[0] for owner in owners]
    for role in Role:
        if number := labels.count(role.label):
            count_messages(role, day, number)


def read_digest(digest_id: int, *, actor: str, now: datetime) -> bool:
    """Put one's own digest away; False where one has no such digest. No audit entry, for it tells of no fact."""
    own = Digest.objects.filter(pk=digest_id, owner=actor)
    return bool(own.filter(read_at=None).update(read_at=now)) or own.exists()
