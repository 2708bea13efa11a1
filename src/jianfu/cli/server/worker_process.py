"""The worker as a process of its own: `jianfu serve` starts one beside the server."""

import sys

from jianfu.cli import run

if __name__ == "__main__":
    sys.exit(run(["work"]))
