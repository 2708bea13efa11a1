"""Slowing down without knowing anybody: counts for the whole site, in memory, gone with the process.

No code is ever locked and no address remembered: whoever guesses codes makes everybody wait a little, and nobody out.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from django.conf import settings

_HOUR_SECONDS = 3600.0
AT_ONCE = 2
"""Argon2id takes 64 MiB and both cores: two at a time."""
LONGEST_QUEUE = 24
_LONGEST_WAIT_SECONDS = 20.0


class Busy(Exception):
    """Too many are waiting; the answer says when to come again."""


@dataclass
class TokenBucket:
    """At most `an_hour` in an hour, a full hour's worth at once."""

    an_hour: float
    clock: Callable[[], float] = monotonic
    left: float = field(init=False)
    seen: float = field(init=False)
    lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self.left, self.seen = self.an_hour, self.clock()

    def take(self, count: float = 1) -> bool:
        """Whether so many were still to be had; they are gone then."""
        with self.lock:
            now = self.clock()
            self.left = min(self.an_hour, self.left + (now - self.seen) * self.an_hour / _HOUR_SECONDS)
            self.seen = now
            if count > self.left:
                return False
            self.left -= count
            return True


class Queue:
    """Few at once, a bounded number waiting; the rest is asked to come again."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = LONGEST_QUEUE) -> None:
        self._places = threading.Semaphore(at_once)
        self._line = threading.Semaphore(at_once + waiting)

    @contextmanager
    def stand(self) -> Iterator[None]:
        """Wait for one's turn. Busy where the line is full or does not move."""
        if not self._line.acquire(blocking=False):
            raise Busy
        try:
            if not self._places.acquire(timeout=_LONGEST_WAIT_SECONDS):
                raise Busy
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._line.release()


reports = TokenBucket(settings.VOICE.reports_per_hour)
file_bytes = TokenBucket(settings.VOICE.file_mib_per_hour * 1024 * 1024)
codes_queue = Queue()
cleaning_queue = Queue()
