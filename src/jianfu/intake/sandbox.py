"""Parses untrusted files in a child process with limits and no network (docs/decisions/0020).

The child answers with messages: the `Content` with its tables empty, then for each table its rows in chunks and a None.
An error in words may stand for any message and is the last.
"""

import contextlib
import ctypes
import faulthandler
import os
import pickle
import resource
import select
import signal
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from jianfu.intake.archives import ArchiveLimits
from jianfu.intake.content import Content
from jianfu.intake.errors import ClassifiedFile, UnreadableFile, UnreadScan
from jianfu.intake.readers.streaming import Row, StreamedRows, split_chunks

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_STATM = Path("/proc/self/statm")
_READ_BYTES = 1 << 20
_LENGTH = struct.Struct("!Q")
_ERRORS = {error.__name__: error for error in (UnreadableFile, ClassifiedFile, UnreadScan)}
_Send = Callable[[BinaryIO, Any], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost."""

    memory_bytes: int = 3 * 2**30
    """Address space of the child beyond what it inherits; resident memory stays far below."""
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    """How long to wait for the child's next message."""
    rows_per_sheet: int = 2**20
    """As many as a sheet has."""
    ocr_pages: int = 50
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)


class Running:
    """A parse that goes on in a forked child. Ask once for its `result`; `stop` it when its rows have been read."""

    def __init__(self, parse: Callable[[], Any], limits: Limits, *, send: _Send | None = None) -> None:
        self._limits = limits
        self._table = 0
        reader, writer = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(reader)
            _parse_in_child(parse, writer, limits, send or _send_content)
        os.close(writer)
        self._pipe = os.fdopen(reader, "rb", buffering=0)

    def result(self) -> Content:
        """What the parse returned; its tables' rows come while they are read. UnreadableFile where it failed.

        Rows, too, raise UnreadableFile where the child fails, stalls or overruns before the last of them.
        """
        content = self.receive()
        assert isinstance(content, Content)
        for number, table in enumerate(content.tables):
            table.rows = StreamedRows(self._receive_chunks(number))
        return content

    def whole_result(self) -> Content:
        """The same with all rows in memory; the child has ended."""
        try:
            content = self.result()
            for table in content.tables:
                table.rows = list(table.rows)
        finally:
            self.stop()
        return content

    def stop(self) -> None:
        """End the child, whatever it is doing. Stopping twice does no harm."""
        if self._pipe.closed:
            return
        self._pipe.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)

    def _receive_chunks(self, number: int) -> Iterator[list[Row]]:
        """Chunks of one table. What was left of the tables before it is passed over."""
        while self._table <= number:
            chunk = self.receive()
            if chunk is None:
                self._table += 1
            elif self._table == number:
                yield chunk

    def receive(self) -> Any:
        """The next message. UnreadableFile where it is an error, or does not come."""
        head = self._receive_bytes(_LENGTH.size)
        # The bytes come from our own child over a private pipe.
        message = pickle.loads(self._receive_bytes(*_LENGTH.unpack(head)))  # noqa: S301
        if isinstance(message, tuple):
            kind, reason, remedy = message
            raise _ERRORS[kind](reason, remedy)
        return message

    def _receive_bytes(self, count: int) -> bytes:
        parts: list[bytes] = []
        deadline = time.monotonic() + self._limits.wall_seconds
        while count > 0:
            ready, _, _ = select.select([self._pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise UnreadableFile("文件读取超时，已停止。", "请确认文件是否异常庞大，或拆分后再导入。")
            part = self._pipe.read(min(count, _READ_BYTES))
            if not part:  # it died before it had answered
                raise UnreadableFile("文件读取时超出限制，已停止。", "请确认文件是否异常庞大，或拆分后再导入。")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def run_confined(work: Callable[[], bytes | list[Any]], limits: Limits) -> Any:
    """What some work on untrusted bytes gives, done in a child with the same limits. UnreadableFile where it fails.

    The work gives no tuple: in a message, that is an error.
    """
    running = Running(work, limits, send=_send)
    try:
        return running.receive()
    finally:
        running.stop()


def _parse_in_child(parse: Callable[[], Any], writer: int, limits: Limits, send: _Send) -> NoReturn:
    """Never returns: whatever happens, the child ends here without running the parent's clean-up."""
    with contextlib.suppress(BaseException), os.fdopen(writer, "wb") as pipe:
        try:
            _confine(limits)
            send(pipe, parse())
        except UnreadableFile as error:
            _send(pipe, (type(error).__name__, error.reason, error.remedy))
        except MemoryError:
            _send(pipe, ("UnreadableFile", "文件太大，超出内存限制。", "请拆成几个小文件后再导入。"))
        except Exception:  # whatever a parser of foreign formats throws, the clerk gets one sentence
            _send(pipe, ("UnreadableFile", "文件内容不完整或已损坏，读不出来。", "请用办公软件打开后另存一份再导入。"))
    os._exit(0)


def _send_content(pipe: BinaryIO, content: Content) -> None:
    streams = [table.rows for table in content.tables]
    for table in content.tables:
        table.rows = ()
    _send(pipe, content)
    for rows in streams:
        for chunk in rows.chunks() if isinstance(rows, StreamedRows) else split_chunks(rows):
            _send(pipe, chunk)
        _send(pipe, None)


def _send(pipe: BinaryIO, message: object) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _address_space() -> int:
    """Bytes mapped by this process; a long-lived server's child inherits gigabytes that it never touches."""
    return int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _confine(limits: Limits) -> None:
    # A library that runs out of memory says so on standard error, which is the clerk's screen.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    faulthandler.disable()
    most = _address_space() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A killed parent's locks last as long as a child that has inherited them.
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    # Where the kernel forbids it, the child keeps its network; parsers here open no sockets.
    ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
