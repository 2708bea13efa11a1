"""Whatever a parser does in the child, the parent gets content or one sentence."""

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from jianfu.intake.content import Content, Table
from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.sandbox import Limits, run_limited

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
    content = run_limited(lambda: Content(tables=[Table("表", [["甲", 1, None]])], text="正文" * 10**6), LIMITS)

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
        run_limited(parse, limits)


def test_a_reader_s_own_words_come_through() -> None:
    with pytest.raises(ClassifiedFile, match="涉密。按规定处理。"):
        run_limited(_refuse, LIMITS)


def test_a_child_that_dies_while_answering_is_told_like_any_other(monkeypatch) -> None:
    def dump_half(answer: object, pipe, **_: object) -> None:
        pipe.write(b"\x80\x05\x95\xff")
        pipe.flush()
        os._exit(1)

    monkeypatch.setattr("jianfu.intake.sandbox.pickle.dump", dump_half)

    with pytest.raises(UnreadableFile, match="超出限制"):
        run_limited(Content, LIMITS)


def test_no_child_is_left_behind() -> None:
    for _ in range(3):
        with pytest.raises(UnreadableFile):
            run_limited(_sleep, Limits(wall_seconds=0.05))

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_child_has_no_network_where_the_kernel_allows_that() -> None:
    global PORT  # noqa: PLW0603  # the child inherits it by forking
    space = Path("/proc/self/ns/net")
    if run_limited(lambda: Content(text=str(space.readlink())), LIMITS).text == str(space.readlink()):
        pytest.skip("this kernel forbids new network namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        PORT = server.getsockname()[1]
        with pytest.raises(UnreadableFile):
            run_limited(_phone_home, LIMITS)
