"""Whatever a parser does in the child, the parent gets content or one sentence."""

import os
import signal
import socket
import time
from mmap import mmap
from pathlib import Path

import pytest

from jianfu.intake.content import Content, Table
from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.readers.streaming import StreamedRows
from jianfu.intake.sandbox import Limits, Running

LIMITS = Limits(wall_seconds=10)


def _sleep() -> Content:
    time.sleep(30)
    return Content()


def _spin() -> Content:
    while True:
        pass


def _fill_memory() -> Content:
    return Content(text="字" * 2**30)


def _die() -> Content:
    os.kill(os.getpid(), signal.SIGKILL)
    return Content()


def _fail() -> Content:
    raise KeyError("part")


def _refuse() -> Content:
    raise ClassifiedFile("涉密。", "按规定处理。")


def _phone_home() -> Content:
    with socket.create_connection(("127.0.0.1", PORT), timeout=2):
        return Content(text="connected")


PORT = 0


def test_content_comes_back_whole() -> None:
    whole = Content(tables=[Table("表", [["甲", 1, None]])], text="正文" * 10**6)
    content = Running(lambda: whole, LIMITS).whole_result()

    assert content.tables[0].rows == [["甲", 1, None]]
    assert len(content.text) == 2 * 10**6


@pytest.mark.parametrize(
    ("parse", "limits", "words"),
    [
        (_sleep, Limits(wall_seconds=0.3), "超时"),
        (_spin, Limits(cpu_seconds=1, wall_seconds=20), "超出限制"),
        (_fill_memory, Limits(memory_bytes=2**30, wall_seconds=20), "内存"),
        (_die, LIMITS, "超出限制"),
        (_fail, LIMITS, "损坏"),
    ],
)
def test_a_failing_child_becomes_one_sentence(parse, limits: Limits, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        Running(parse, limits).whole_result()


def test_a_reader_s_own_words_come_through() -> None:
    with pytest.raises(ClassifiedFile, match="涉密。按规定处理。"):
        Running(_refuse, LIMITS).whole_result()


def test_a_child_that_dies_while_answering_is_told_like_any_other(monkeypatch) -> None:
    def send_half(pipe, message: object) -> None:
        pipe.write(b"\0\0\0\0\0\0\x10\0half")
        pipe.flush()
        os._exit(1)

    monkeypatch.setattr("jianfu.intake.sandbox._send", send_half)

    with pytest.raises(UnreadableFile, match="超出限制"):
        Running(Content, LIMITS).whole_result()


def _stream(*, rows: int, fail_at: int = -1) -> Content:
    def chunks():
        for start in range(0, rows, 1000):
            if start == fail_at:
                raise MemoryError
            yield [[number] for number in range(start, start + 1000)]

    return Content(tables=[Table("长", StreamedRows(chunks())), Table("短", [["甲"], ["乙"]])])


class TestStreaming:
    def test_rows_come_in_chunks_and_none_is_lost(self) -> None:
        running = Running(lambda: _stream(rows=50_000), LIMITS)
        long, short = running.result().tables

        assert [row[0] for row in long.rows] == list(range(50_000))
        assert list(short.rows) == [["甲"], ["乙"]]
        running.stop()

    def test_what_nobody_read_of_one_table_is_passed_over_for_the_next(self) -> None:
        running = Running(lambda: _stream(rows=50_000), LIMITS)
        long, short = running.result().tables

        assert long.row(7) == [7]
        assert short.row(1) == ["乙"]
        assert short.row(2) is None
        running.stop()

    def test_a_child_that_fails_after_thousands_of_rows_says_so(self) -> None:
        running = Running(lambda: _stream(rows=50_000, fail_at=30_000), LIMITS)
        (long, _) = running.result().tables

        with pytest.raises(UnreadableFile, match="内存"):
            list(long.rows)
        running.stop()

    def test_a_row_that_was_let_go_is_no_row_below_the_last(self) -> None:
        rows = StreamedRows(iter([[[0]], [[1]], [[2]]]))

        assert (rows[2], rows[1]) == ([2], [1])
        with pytest.raises(LookupError, match="let go"):
            rows[0]
        with pytest.raises(IndexError):
            rows[3]


def test_no_child_is_left_behind() -> None:
    for _ in range(3):
        with pytest.raises(UnreadableFile):
            Running(_sleep, Limits(wall_seconds=0.05)).whole_result()

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_child_has_no_network_where_the_kernel_allows_that() -> None:
    global PORT  # noqa: PLW0603  # the child inherits it by forking
    space = Path("/proc/self/ns/net")
    if Running(lambda: Content(text=str(space.readlink())), LIMITS).whole_result().text == str(space.readlink()):
        pytest.skip("this kernel forbids new network namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        PORT = server.getsockname()[1]
        with pytest.raises(UnreadableFile):
            Running(_phone_home, LIMITS).whole_result()


def test_what_a_large_parent_has_mapped_takes_nothing_from_its_child() -> None:
    def small() -> Content:
        return Content(text="读出来了" * 1000)

    with mmap(-1, 2 * 2**30):
        assert Running(small, Limits(memory_bytes=2**28)).whole_result().text.startswith("读出来了")
