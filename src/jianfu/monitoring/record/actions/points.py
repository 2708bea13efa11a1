"""Draws monitoring points and keeps how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Organ
from jianfu.monitoring.points.drawing import Draw
from jianfu.monitoring.points.trying import Trial
from jianfu.monitoring.record.models import PointRound


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that a draw brought. `panel` are names of townships; `chances` by township, of all of them;
    `villages` by drawn township: name → chance; `joint` of each two of the panel, in its order.
    """

    draw: Draw
    panel: tuple[str, ...]
    chances: Mapping[str, float]
    joint: Sequence[Sequence[float]]
    villages: Mapping[str, Mapping[str, float]]
    trial: Trial


@transaction.atomic
def record_points(drawing: Drawing, *, since: date, actor: str, now: datetime) -> PointRound:
    """Keep a draw; from `since` on its points are in force."""
    lock_ledger()
    draw, trial = drawing.draw, drawing.trial
    made = PointRound.objects.create(
        drawn_at=now,
        since=since,
        seed=draw.seed,
        digest=draw.digest,
        kept=len(draw.kept),
        looked_at=draw.looked_at,
        labels=list(draw.labels),
        chances=dict(drawing.chances),
        panel=list(drawing.panel),
        joint=[list(line) for line in drawing.joint],
        villages={name: dict(chances) for name, chances in drawing.villages.items()},
        trial={"kept": trial.rmse, "random": trial.random, "bare": trial.expansion, "worst": trial.worst},
    )
    names = [*drawing.panel, *(village for one in drawing.villages.values() for village in one)]
    made.points.set(Organ.objects.filter(name__in=names))
    change = {"points": list(drawing.panel), "seed": draw.seed, "digest": draw.digest, "since": since}
    append(actor=actor, action="draw_points", now=now, change=change)
    return made
