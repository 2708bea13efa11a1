"""Does the time of an answer tell a right code without an answer from a wrong one?

python -m bench.voice_timing --codes 200

Both sorts are asked for in turn, one after the other, over the loopback; told are the medians, their difference, and a
two-sided test of Kolmogorov and Smirnov.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

ROOT = Path(__file__).resolve().parents[1]


def compare_by_shuffling(left: list[float], right: list[float], *, rounds: int = 2000) -> float:
    """How often chance alone parts the two as far as they are (Kolmogorov–Smirnov, by shuffling)."""
    together, dice = np.array(left + right), np.random.default_rng(1)

    def part(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
        first, second = np.sort(values[: len(left)]), np.sort(values[len(left) :])
        shares = (np.searchsorted(one, values, side="right") / len(one) for one in (first, second))
        return float(np.abs(np.subtract(*shares)).max())

    seen = part(together)
    return sum(part(dice.permutation(together)) >= seen for _ in range(rounds)) / rounds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=int, default=200)
    count = parser.parse_args().codes
    sys.path.insert(0, str(ROOT / "tests" / "e2e"))
    from voice_site import open_channel

    from jianfu.voice.sealing.codes import make_code

    site = open_channel(Path(tempfile.mkdtemp()))
    right = [make_code(os.urandom(12)) for _ in range(count)]
    for code in right:
        site.post("send", {"code": code, "sending": os.urandom(16).hex(), "text": "话"})
    times: dict[str, list[float]] = {"right": [], "wrong": []}
    sizes: dict[str, set[int]] = {"right": set(), "wrong": set()}
    for code in right:
        for kind, asked in (("right", code), ("wrong", make_code(os.urandom(12)))):
            begun = time.perf_counter()
            page = site.post("box", {"code": asked})
            times[kind].append(time.perf_counter() - begun)
            sizes[kind].add(len(page))
    site.stop()
    told = {kind: median(found) * 1000 for kind, found in times.items()}
    p_value = compare_by_shuffling(times["right"], times["wrong"])
    apart = told["right"] - told["wrong"]
    print(f"right {told['right']:.1f} ms, wrong {told['wrong']:.1f} ms, apart {apart:+.1f} ms")
    print(f"Kolmogorov–Smirnov p = {p_value:.3f}; sizes {sizes}")


if __name__ == "__main__":
    main()
