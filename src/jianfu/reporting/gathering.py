"""Takes from the ledger what a report needs: the only module of reporting that reads the database."""

from datetime import datetime

from jianfu.burden.ledger_work import count_load
from jianfu.ledger.audit.checkpoint import make_checkpoint
from jianfu.ledger.frames import observation_frame, organ_frame, receipt_frame
from jianfu.ledger.queries import get_organ, read_words
from jianfu.reporting.material import Material
from jianfu.reporting.rows import OBSERVATIONS, RowSource
from jianfu.reporting.standards import Standards
from jianfu.rulebook.ledger_facts import judge_frames
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel


def gather(organ: str, period: Period, standards: Standards) -> Material:
    """The rows of an organ and all below it in a period. UnknownOrgan if the ledger does not have the organ."""
    found = get_organ(organ)
    frames = {kind: receipt_frame(kind, organ=found.name, period=period) for kind in BurdenKind}
    sources = {kind.value: RowSource(kind.value, kind.label, frame, read_words) for kind, frame in frames.items()}
    observed = observation_frame(organ=found.name, period=period)
    sources[OBSERVATIONS] = RowSource(OBSERVATIONS, "情况统计", observed, read_words)
    everyone = organ_frame()
    return Material(
        found.name,
        OrganLevel(found.level),
        period,
        standards,
        sources,
        organ_frame(below=found.name),
        tuple(judge_frames(standards.cards, frames, everyone, period)),
        count_load(frames.items(), everyone, period),
    )


def sign_checkpoint(now: datetime) -> str:
    """The text of the audit checkpoint as of now."""
    return make_checkpoint(now=now).text
