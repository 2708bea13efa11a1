"""Work on several cores, in order, never far ahead of the reader."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from os import cpu_count
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class WorkerLost(Exception):
    """A process was killed; the message says in Chinese what to do."""


def run_in_threads(work: Callable[[T], R], items: Iterable[T], workers: int | None) -> Iterator[R]:
    """Results in order. For kernels, which let go of the interpreter's lock. `workers` None: one a core."""
    count = workers or cpu_count() or 1
    with ThreadPoolExecutor(count) as pool:
        yield from _run_ahead(pool, count, work, items)


def run_in_processes(work: Callable[[T], R], items: Iterable[T], workers: int | None) -> Iterator[R]:
    """Results in order. For plain Python. What `work` is bound to is shared with the processes as it stands; items and
    results are pickled. One item alone is done here. WorkerLost where a process dies."""
    count = workers or cpu_count() or 1
    waiting = iter(items)
    first = list(islice(waiting, 2))
    if count == 1 or len(first) < 2:
        yield from map(work, chain(first, waiting))
        return
    forking = multiprocessing.get_context("fork")  # starts in no time, and shares what is there without a copy
    try:
        with ProcessPoolExecutor(count, forking, _remember, (work,)) as pool:
            yield from _run_ahead(pool, count, _do, chain(first, waiting))
    except BrokenProcessPool as problem:
        raise WorkerLost(
            "比对用的一个进程被系统终止，多半是内存不足。没有写出结果，原有文件没有改动；请关掉别的程序后重试。"
        ) from problem


def _run_ahead(pool: Executor, count: int, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Never more than one item a worker and one beyond ahead of the reader."""
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > count:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


_WORK: list[Callable[..., Any]] = []


def _remember(work: Callable[..., Any]) -> None:
    """What the process will do. It is handed over once, not with every item."""
    _WORK[:] = [work]


def _do(item: Any) -> Any:
    return _WORK[0](item)
