"""Every write of casework; each with one audit entry."""

from jianfu.casework.actions.digesting import read_digest, write_digests
from jianfu.casework.actions.holding import hold_to_ledger
from jianfu.casework.actions.opening import open_check_case, open_number_case, open_problem_case, open_sweep_case
from jianfu.casework.actions.reporting import open_reported_case
from jianfu.casework.actions.stepping import RefusedStep, assign_case, explain_case, take_step
from jianfu.casework.actions.upward import answer_item, send_item

__all__ = [
    "RefusedStep",
    "answer_item",
    "assign_case",
    "explain_case",
    "hold_to_ledger",
    "open_check_case",
    "open_number_case",
    "open_problem_case",
    "open_reported_case",
    "open_sweep_case",
    "read_digest",
    "send_item",
    "take_step",
    "write_digests",
]
