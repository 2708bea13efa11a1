"""The worker as a process of its own: `jianfu serve` starts one beside the server and keeps it running."""

import ctypes
import signal
import sys

from jianfu.cli import run

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)

if __name__ == "__main__":
    # Where the server is killed, the worker ends after its present task and leaves the queue to the next.
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    sys.exit(run(["work"]))
