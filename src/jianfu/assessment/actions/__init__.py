"""Writes of assessment: each refuses what cannot be done now, and says why."""

from jianfu.assessment.actions.appealing import decide_appeal, file_appeal
from jianfu.assessment.actions.consulting import answer_opinion, give_opinion, open_consultation
from jianfu.assessment.actions.noting import RefusedStage
from jianfu.assessment.actions.planning import adopt_plan, draft_year
from jianfu.assessment.actions.publishing import archive_year, publish_year, settle_year
from jianfu.assessment.actions.scoring import compute_year, confirm_data, freeze_data
from jianfu.assessment.actions.watching import record_outside_plan

__all__ = [
    "RefusedStage",
    "adopt_plan",
    "answer_opinion",
    "archive_year",
    "compute_year",
    "confirm_data",
    "decide_appeal",
    "draft_year",
    "file_appeal",
    "freeze_data",
    "give_opinion",
    "open_consultation",
    "publish_year",
    "record_outside_plan",
    "settle_year",
]
