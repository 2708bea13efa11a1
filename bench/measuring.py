"""Runs a command as a child and says how long it took and how much memory it and its children held at once."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
SAMPLE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Measurement:
    """Wall-clock seconds, and the highest sum of resident bytes over the command's whole tree of processes.

    Pages that parent and child share count twice, so the sum is an upper bound.
    """

    seconds: float
    peak_bytes: int


def measure(command: Sequence[str | Path], environment: Mapping[str, str]) -> Measurement:
    """Run the command to its end. CalledProcessError with its output where it could not do its work (exit code 2)."""
    started = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    sampler = _PeakSampler(child.pid)
    sampler.start()
    output = child.stdout.read() if child.stdout else b""
    code = child.wait()
    seconds = time.perf_counter() - started
    peak = sampler.stop()
    if code not in (0, 1):
        raise subprocess.CalledProcessError(code, command, output.decode(errors="replace")[-2000:])
    return Measurement(seconds, peak)


def take_medians(measurements: Sequence[Measurement]) -> Measurement:
    """The median time and the median peak, each by itself."""
    return Measurement(median(m.seconds for m in measurements), int(median(m.peak_bytes for m in measurements)))


class _PeakSampler(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._peak = 0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            self._peak = max(self._peak, _resident_bytes(self._pid))

    def stop(self) -> int:
        self._ended.set()
        self.join()
        return self._peak


def _resident_bytes(pid: int) -> int:
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except (OSError, IndexError):  # it ended while we looked
        return 0
    return own + sum(_resident_bytes(int(child)) for child in children)
