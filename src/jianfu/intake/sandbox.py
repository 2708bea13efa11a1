"""Parses untrusted files in a child process with limits and no network (docs/decisions/0020)."""

import contextlib
import ctypes
import faulthandler
import os
import pickle
import resource
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from jianfu.intake.archives import ArchiveLimits
from jianfu.intake.content import Content
from jianfu.intake.errors import ClassifiedFile, UnreadableFile

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost."""

    memory_bytes: int = 3 * 2**30
    """Address space of the child; resident memory stays far below."""
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    rows_per_sheet: int = 300_000
    ocr_pages: int = 50
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)


class Running:
    """A parse that goes on in a forked child. Ask once for its `result`, or `stop` it."""

    def __init__(self, parse: Callable[[], Content], limits: Limits) -> None:
        self._limits = limits
        self._reader, writer = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(self._reader)
            _parse_in_child(parse, writer, limits)
        os.close(writer)

    def result(self) -> Content:
        """What the parse returned. UnreadableFile where it failed, stalled or overran."""
        try:
            answer = _receive(self._reader, time.monotonic() + self._limits.wall_seconds)
        finally:
            self.stop()
        return _unpack(answer)

    def stop(self) -> None:
        """End the child, whatever it is doing."""
        os.close(self._reader)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)


def run_limited(parse: Callable[[], Content], limits: Limits) -> Content:
    """What `parse` returns, computed in a forked child. UnreadableFile where it fails, stalls or overruns."""
    return Running(parse, limits).result()


def _parse_in_child(parse: Callable[[], Content], writer: int, limits: Limits) -> NoReturn:
    """Never returns: whatever happens, the child ends here without running the parent's clean-up."""
    try:
        _confine(limits)
        answer: object = parse()
    except UnreadableFile as error:
        answer = (type(error).__name__, error.reason, error.remedy)
    except MemoryError:
        answer = ("UnreadableFile", "文件太大，超出内存限制。", "请拆成几个小文件后再导入。")
    except Exception:  # whatever a parser of foreign formats throws, the clerk gets one sentence
        answer = ("UnreadableFile", "文件内容不完整或已损坏，读不出来。", "请用办公软件打开后另存一份再导入。")
    with contextlib.suppress(BaseException), os.fdopen(writer, "wb") as pipe:
        pickle.dump(answer, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    os._exit(0)


def _confine(limits: Limits) -> None:
    # A library that runs out of memory says so on standard error, which is the clerk's screen.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    faulthandler.disable()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Where the kernel forbids it, the child keeps its network; parsers here open no sockets.
    ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _receive(reader: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([reader], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise UnreadableFile("文件读取超时，已停止。", "请确认文件是否异常庞大，或拆分后再导入。")
        part = os.read(reader, _READ_BYTES)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _unpack(answer: bytes) -> Content:
    try:
        # The bytes come from our own child over a private pipe; none, or a part, if it died before it had answered.
        content = pickle.loads(answer)  # noqa: S301
    except (EOFError, pickle.UnpicklingError, ValueError, IndexError) as error:
        raise UnreadableFile("文件读取时超出限制，已停止。", "请确认文件是否异常庞大，或拆分后再导入。") from error
    if isinstance(content, Content):
        return content
    kind, reason, remedy = content
    raise (ClassifiedFile if kind == "ClassifiedFile" else UnreadableFile)(reason, remedy)
