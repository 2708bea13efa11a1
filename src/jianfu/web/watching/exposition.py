"""The state of the server in the text format that Prometheus and its like read (version 0.0.4)."""

from collections.abc import Iterator

from jianfu.web.watching.checks import ServerState
from jianfu.web.watching.requests import BUCKETS, RequestCounts

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_GAUGES = (
    ("jianfu_up", "Whether the database answers.", "answers"),
    ("jianfu_queue_waiting", "Jobs that wait.", "waiting"),
    ("jianfu_queue_running", "Jobs that run.", "running"),
    ("jianfu_queue_failed_day", "Jobs that failed within a day.", "failed"),
    ("jianfu_queue_oldest_waiting_seconds", "How long the oldest job waits.", "oldest_waiting"),
    ("jianfu_worker_beat_age_seconds", "Since the worker's last sign of life.", "worker_age"),
    ("jianfu_evaluation_age_seconds", "Since the ledger was last evaluated.", "evaluation_age"),
    ("jianfu_backup_age_seconds", "Since the last backup.", "backup_age"),
    ("jianfu_database_bytes", "Size of the database.", "database_bytes"),
    ("jianfu_disk_free_bytes", "Free space in the data folder.", "free_bytes"),
)
"""Name, help, attribute of the state. What there is not (no backup yet) has no line."""


def expose(state: ServerState, counts: RequestCounts) -> str:
    """All of it as text."""
    return "\n".join([*_tell_state(state), *_tell_requests(counts), ""])


def _tell_state(state: ServerState) -> Iterator[str]:
    for name, help, attribute in _GAUGES:
        value = getattr(state, attribute)
        if value is not None:
            yield f"# HELP {name} {help}"
            yield f"# TYPE {name} gauge"
            yield f"{name} {float(value):g}" if isinstance(value, float) else f"{name} {int(value)}"


def _tell_requests(counts: RequestCounts) -> Iterator[str]:
    yield "# HELP jianfu_requests_total Answers since the server began, by page and class of status."
    yield "# TYPE jianfu_requests_total counter"
    for (page, status), number in counts.statuses():
        yield f'jianfu_requests_total{{page="{page}",status="{status}"}} {number}'
    name = "jianfu_request_seconds"
    yield f"# HELP {name} How long answers took, by page."
    yield f"# TYPE {name} histogram"
    for page, up_to, seconds in counts.durations():
        for bound, number in zip((*map(str, BUCKETS), "+Inf"), up_to, strict=True):
            yield f'{name}_bucket{{page="{page}",le="{bound}"}} {number}'
        yield f'{name}_sum{{page="{page}"}} {seconds:.6f}'
        yield f'{name}_count{{page="{page}"}} {up_to[-1]}'
