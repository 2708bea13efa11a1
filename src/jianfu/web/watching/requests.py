"""Counts requests by the name of their page and how long they took. Nothing of who asked, or for what."""

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from threading import Lock

from django.http import HttpRequest
from django.http.response import HttpResponseBase

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds."""


class RequestCounts:
    """What this process answered since it began. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._statuses: dict[tuple[str, str], int] = defaultdict(int)
        self._durations: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = defaultdict(float)

    def add(self, page: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self._statuses[page, f"{status // 100}xx"] += 1
            self._durations.setdefault(page, [0] * (len(BUCKETS) + 1))[bisect_left(BUCKETS, seconds)] += 1
            self._seconds[page] += seconds

    def statuses(self) -> list[tuple[tuple[str, str], int]]:
        """((page, class of status), answers)."""
        with self._lock:
            return sorted(self._statuses.items())

    def durations(self) -> Iterator[tuple[str, list[int], float]]:
        """Page, answers up to each bound and up to any time, and all seconds together."""
        with self._lock:
            copied = [(page, list(counts), self._seconds[page]) for page, counts in sorted(self._durations.items())]
        for page, counts, seconds in copied:
            yield page, [sum(counts[: place + 1]) for place in range(len(counts))], seconds


COUNTS = RequestCounts()
_UNKNOWN = "none"


class CountRequests:
    """Middleware: the outermost, so that it counts all that the server does for an answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and count the answer."""
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        page = match.view_name if match and match.view_name else _UNKNOWN
        COUNTS.add(page, response.status_code, time.perf_counter() - begun)
        return response
