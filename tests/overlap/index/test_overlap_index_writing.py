"""The index on the disk: nothing is lost, nothing half-written, one writer, readers undisturbed."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from jianfu.overlap.index import durable, journal, segments, writing
from jianfu.overlap.index.errors import IndexBusy, MustRebuild, NotWritten
from jianfu.overlap.index.live_check import check
from jianfu.overlap.index.manifest import MANIFEST_NAME, load_manifest
from jianfu.overlap.index.snapshot import JOURNAL_NAME, open_snapshot
from jianfu.overlap.index.writing import open_writer, rebuild
from jianfu.overlap.notices.matching import RepeatedId
from jianfu.overlap.notices.notice import Notice, read_issued
from jianfu.reading.facts import Replacement

ROUNDS = 4
KILLED_WRITER = """
import sys
from pathlib import Path
from jianfu.overlap.index import writing
from jianfu.overlap.notices.notice import Notice
writing.KEPT_IN_MEMORY = 8
with writing.open_writer(Path(sys.argv[1])) as writer:
    number = len(writer.snapshot)
    while True:
        writer.add([Notice(f"n{number}", f"关于开展第{number}项排查的通知", f"正文{number}，请按时报送。" * 20)])
        print(number, flush=True)
        number += 1
"""


def make_notice(number: int) -> Notice:
    return Notice(f"n{number}", f"关于开展第{number}项排查的通知", f"正文{number}，请按时报送。" * 20, "青岚县应急局")


def ids_in(index: Path) -> list[str]:
    snapshot = open_snapshot(index)
    return [snapshot.notice(number).id for number in range(len(snapshot))]


def journal_of(index: Path) -> Path:
    manifest = load_manifest(index)
    assert manifest is not None
    return index / manifest.folder / JOURNAL_NAME


def test_notices_come_back_as_they_were(tmp_path: Path) -> None:
    notices = [
        Notice("甲\ud800", "题", "文", "机关", read_issued("2023-09"), "青岚〔2023〕5号", Replacement.SUPERSEDES),
        Notice("乙"),
        Notice("丙", body="\U00020000𠮷 换行\n制表\t"),
    ]
    with open_writer(tmp_path / "i") as writer:
        writer.add(notices)
    snapshot = open_snapshot(tmp_path / "i")

    assert [snapshot.notice(number) for number in range(3)] == notices
    assert snapshot.known_ids(["乙", "丁"]) == {"乙"}


def test_many_single_adds_leave_few_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "KEPT_IN_MEMORY", 8)
    index = tmp_path / "i"
    with open_writer(index) as writer:
        for number in range(300):
            writer.add([make_notice(number)])
            assert len(writer.snapshot.segments) <= 12

    assert ids_in(index) == [f"n{number}" for number in range(300)]
    named = {JOURNAL_NAME, *(load_manifest(index).segments)}  # type: ignore[union-attr]
    assert {path.name for path in journal_of(index).parent.iterdir()} == named


def test_an_id_may_stand_only_once(tmp_path: Path) -> None:
    with open_writer(tmp_path / "i") as writer:
        writer.add([make_notice(1)])
        for repeated in ([make_notice(1)], [make_notice(2), make_notice(2)]):
            with pytest.raises(RepeatedId, match="出现了不止一次"):
                writer.add(repeated)
        assert len(writer.snapshot) == 1


def test_killed_at_any_moment_nothing_that_was_told_is_lost(tmp_path: Path) -> None:
    index, draw = tmp_path / "i", random.Random(20231207)
    told = -1
    for _ in range(ROUNDS):
        command = (sys.executable, "-c", KILLED_WRITER, str(index))
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as child:
            assert child.stdout is not None
            told = int(child.stdout.readline())
            time.sleep(draw.uniform(0, 0.2))
            child.send_signal(signal.SIGKILL)
            lines = child.stdout.read().split("\n")[:-1]
        told = int(lines[-1]) if lines else told
        names = ids_in(index)
        assert names == [f"n{number}" for number in range(len(names))]
        assert told < len(names) <= told + 2
    with open_writer(index) as writer:
        writer.add([Notice("后来", "关于做好后来工作的通知")])
        assert (
            check(writer.snapshot, Notice("草稿", "关于开展第3项排查的通知", make_notice(3).body))[0].notice.id == "n3"
        )


@pytest.mark.parametrize("cut", [1, 10, 200, 680])
def test_a_torn_tail_is_cut_off_and_told(tmp_path: Path, cut: int) -> None:
    index = tmp_path / "i"
    with open_writer(index) as writer:
        writer.add([make_notice(1)])
        whole = writer.journal.size
        writer.add([make_notice(2)])
        torn = writer.journal.size - cut
    os.truncate(journal_of(index), torn)

    assert open_snapshot(index).torn_bytes == torn - whole
    with open_writer(index) as writer:
        assert writer.snapshot.torn_bytes == torn - whole
        writer.add([make_notice(3)])
    assert ids_in(index) == ["n1", "n3"]
    assert open_snapshot(index).torn_bytes == 0


def test_garbage_behind_the_journal_is_no_notice(tmp_path: Path) -> None:
    index = tmp_path / "i"
    with open_writer(index) as writer:
        writer.add([make_notice(1)])
    with journal_of(index).open("ab") as file:
        file.write(bytes(range(256)) * 5)

    assert ids_in(index) == ["n1"]


def fill_disk(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "设备上没有空间")

    monkeypatch.setattr(module, name, refuse)


def test_a_full_disk_adds_nothing_and_spoils_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "i"
    with open_writer(index) as writer:
        writer.add([make_notice(1)])
        size = journal_of(index).stat().st_size
        written = os.pwrite

        def write_a_little(file: int, content: bytes, place: int) -> int:
            if place > size:
                raise OSError(errno.ENOSPC, "设备上没有空间")
            return written(file, bytes(content[:7]), place)

        with monkeypatch.context() as full:
            full.setattr(journal.os, "pwrite", write_a_little)
            with pytest.raises(NotWritten, match=r"没有空间。请检查磁盘空间"):
                writer.add([make_notice(2)])
        assert journal_of(index).stat().st_size == size
        writer.add([make_notice(3)])
    assert ids_in(index) == ["n1", "n3"]


@pytest.mark.parametrize(("module", "name"), [(segments, "_write_arrays"), (durable, "sync_folder")])
def test_a_disk_full_for_keys_keeps_the_notices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    monkeypatch.setattr(writing, "KEPT_IN_MEMORY", 4)
    index = tmp_path / "i"
    with open_writer(index) as writer:
        with monkeypatch.context() as full:
            fill_disk(full, module, name)
            for number in range(12):
                writer.add([make_notice(number)])
            with pytest.raises(NotWritten):
                writer.save("1")
        assert len(writer.snapshot) == 12
        writer.add([make_notice(12)])
    assert ids_in(index) == [f"n{number}" for number in range(13)]


def test_a_rebuild_that_fails_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "i"
    rebuild(index, [make_notice(1)])
    with pytest.raises(RepeatedId):
        rebuild(index, [make_notice(2), make_notice(2)])
    with monkeypatch.context() as full:
        fill_disk(full, segments, "_write_arrays")
        with pytest.raises(NotWritten):
            rebuild(index, [make_notice(2)])

    assert ids_in(index) == ["n1"]
    assert rebuild(index, map(make_notice, range(5))) == 5
    assert len(list(index.glob("build-*"))) == 1


def test_a_second_writer_is_told_to_wait_and_readers_go_on(tmp_path: Path) -> None:
    index = tmp_path / "i"
    with open_writer(index) as writer:
        writer.add([make_notice(1)])
        with pytest.raises(IndexBusy, match="另一个程序正在更新索引"), open_writer(index):
            pass
        with pytest.raises(IndexBusy):
            rebuild(index, [])
        assert ids_in(index) == ["n1"]


def test_a_snapshot_stays_what_it_was(tmp_path: Path) -> None:
    index = tmp_path / "i"
    rebuild(index, [make_notice(1)])
    before = open_snapshot(index)
    with open_writer(index) as writer:
        writer.add(map(make_notice, range(2, 40)))
        writer.save("")
    rebuild(index, [make_notice(99)])

    draft = replace(make_notice(1), id="草稿")
    assert [match.notice.id for match in check(before, draft)] == ["n1"]
    assert check(open_snapshot(index), draft) != check(before, draft)


def use_everything(index: Path) -> None:
    with open_writer(index) as writer:
        assert writer.snapshot.notice(0)
        writer.add(map(make_notice, range(5, 10)))
        writer.save("")


@pytest.mark.parametrize(
    ("pattern", "place"), [("*.keys", 3), ("*.keys", 90), ("*.keys", -1), (JOURNAL_NAME, 80), (MANIFEST_NAME, 40)]
)
def test_a_damaged_file_is_told_and_a_rebuild_helps(tmp_path: Path, pattern: str, place: int) -> None:
    index = tmp_path / "i"
    rebuild(index, map(make_notice, range(5)))
    path = next(index.rglob(pattern))
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(MustRebuild, match="重建索引"):
        use_everything(index)
    rebuild(index, map(make_notice, range(5)))
    assert len(ids_in(index)) == 5


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    index = tmp_path / "i"
    with pytest.raises(MustRebuild, match="没有索引"):
        open_snapshot(index)
    rebuild(index, [make_notice(1)])
    next(journal_of(index).parent.glob("*.keys")).unlink()
    with pytest.raises(MustRebuild, match="缺少文件"):
        open_snapshot(index)
    with pytest.raises(MustRebuild), open_writer(index):
        pass
