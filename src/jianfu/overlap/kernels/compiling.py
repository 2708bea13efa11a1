"""How kernels are compiled: once, kept on disk, and without the interpreter's lock so that threads run side by side."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

_HERE = Path(__file__).parent


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function in machine code: compiled when it is first called on this machine, afterwards read from disk.

    Where no folder can be written, each process compiles for itself, which takes a quarter of a minute.
    """
    kernel: Callable[P, R] = numba.njit(cache=_CACHE is not None, nogil=True)(function)
    return kernel


def run_blocks(work: Callable[..., T], blocks: Sequence[tuple[Any, ...]], workers: int | None = None) -> list[T]:
    """`work(*block)` for each block on several threads, in the order of the blocks. `workers` None: one a core."""
    count = min(workers or os.cpu_count() or 1, max(len(blocks), 1))
    if count == 1:
        return [work(*block) for block in blocks]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda block: work(*block), blocks))


def _find_cache() -> Path | None:
    """A writable folder of these very sources.

    Numba takes a kernel for unchanged while the file that it stands in is; but kernels contain those of other files.
    So the folder is named after the content of all of them.
    """
    content = b"".join(path.read_bytes() for path in sorted(_HERE.glob("*.py")))
    name = f"kernels-{sha256(content).hexdigest()[:16]}"
    homes = (_HERE / "__pycache__", Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "jianfu")
    for home in homes:
        try:
            (home / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(home / name, os.W_OK):
            return home / name
    return None


_CACHE = _find_cache()
if _CACHE is not None:
    setattr(numba.config, "CACHE_DIR", str(_CACHE))  # noqa: B010 - a setting that Numba makes as it starts
