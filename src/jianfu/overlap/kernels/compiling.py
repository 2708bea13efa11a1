"""How kernels are compiled: once, kept on disk, and without the interpreter's lock so that threads run side by side."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function in machine code. Compiled at its first call ever, then read from the cache beside the source.

    Where that folder cannot be written, Numba keeps its cache in the user's cache folder.
    """
    kernel: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    return kernel


def run_blocks(work: Callable[..., T], blocks: Sequence[tuple[Any, ...]], workers: int | None = None) -> list[T]:
    """`work(*block)` for each block on several threads, in the order of the blocks. `workers` None: one a core."""
    count = min(workers or os.cpu_count() or 1, max(len(blocks), 1))
    if count == 1:
        return [work(*block) for block in blocks]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda block: work(*block), blocks))
