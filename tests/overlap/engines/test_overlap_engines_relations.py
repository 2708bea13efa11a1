"""Relations from disk: what the matcher finds in memory, in portions, on several processes; nothing left behind."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.cli import run
from jianfu.overlap.engines import relations
from jianfu.overlap.engines.relations import find_relations_in
from jianfu.overlap.engines.spill import NoRoom
from jianfu.overlap.engines.workers import WorkerLost, run_in_processes
from jianfu.overlap.notices.grouping import group
from jianfu.overlap.notices.matching import FULLY_COMPARED, RepeatedId, find_relations
from jianfu.overlap.notices.notice import Notice, read_issued
from jianfu.reading.facts import Replacement

BODY = "各乡镇人民政府：请于本月底前将防溺水台账报送县水务局，并落实巡查责任，排查河道隐患，纸质和电子版各一份。"
_NOTICES = st.lists(
    st.tuples(
        st.sampled_from(["关于开展消防安全排查的通知", "转发县应急局关于开展消防安全排查的通知", "公示", None]),
        st.sampled_from([None, BODY, BODY + "（附后）", "，。", "按要求落实\ud800。"]),
        st.sampled_from(["青岚县应急局", "青岚县商务局", None]),
        st.sampled_from(["2023-03-01", "2023-03-04", "2023-05-01", "2023-06-01", "2023", ""]),
        st.sampled_from([None, Replacement.SUPERSEDES]),
        st.integers(1, FULLY_COMPARED + 3),
    ),
    max_size=10,
)


def _make(rows: list[tuple[str | None, str | None, str | None, str, Replacement | None, int]]) -> list[Notice]:
    notices = []
    for title, body, issuer, day, replaces, copies in rows:
        one = Notice("", title, body, issuer, read_issued(day), replaces=replaces)
        notices += [replace(one, id=f"{len(notices) + number}号") for number in range(copies)]
    return notices


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "NOTICES_PER_PORTION", 7)
    monkeypatch.setattr(relations, "PAIRS_PER_PORTION", 11)


@settings(max_examples=60)
@given(_NOTICES, st.randoms(use_true_random=False))
def test_from_disk_comes_what_the_matcher_finds_in_any_order(rows, random) -> None:
    notices = _make(rows)
    shuffled = random.sample(notices, len(notices))

    with (
        TemporaryDirectory() as scratch,
        find_relations_in(shuffled, scratch_folder=Path(scratch), workers=1) as found,
    ):
        assert list(found.related) == list(found.related) == find_relations(notices)
        assert group(found.dated, found.related) == group(notices, list(found.related))
        assert found.count == len(notices)


@pytest.mark.usefixtures("small_portions")
def test_processes_find_the_same_and_leave_nothing(tmp_path: Path) -> None:
    organs = ("青岚县应急局", "青岚县商务局")
    notices = [
        Notice(
            f"甲{n}",
            f"关于做好第{n % 9}批巡查的通知",
            BODY[n % 7 :],
            organs[n % 2],
            read_issued(f"2023-03-{n % 9 + 10}"),
        )
        for n in range(80)
    ]
    steps: dict[str, int] = {}

    with find_relations_in(
        iter(notices), scratch_folder=tmp_path, workers=2, progress=lambda step, count: steps.update({step: count})
    ) as found:
        assert list(found.related) == find_relations(notices)

    assert list(tmp_path.iterdir()) == []
    assert steps["read"] == 80
    assert steps["judged"] > 80


def test_repeated_ids_are_told_before_anything_is_compared(tmp_path: Path) -> None:
    notices = [Notice(name, "公示") for name in ("a", "b", "a", "c", "c", "c")]
    with (
        pytest.raises(RepeatedId, match="有2个 id 出现了不止一次：a、c。"),
        find_relations_in(notices, scratch_folder=tmp_path),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class _Full:
        def __init__(self, path: Path) -> None:
            self.name = path

        def writelines(self, _: object) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None: ...

    real_open = Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, *args: _Full(path) if path.name == "facts" else real_open(path, *args)
    )
    with pytest.raises(NoRoom, match="腾出磁盘空间"), find_relations_in([Notice("a", "公示")], scratch_folder=tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def _die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_killed_process_is_told_and_not_waited_for() -> None:
    assert list(run_in_processes(abs, [-1, 2, -3], 2)) == [1, 2, 3]
    with pytest.raises(WorkerLost, match="内存不足"):
        list(run_in_processes(_die, range(10), 2))


def test_processes_do_not_run_ahead_of_the_reader() -> None:
    taken = []

    def count() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = run_in_processes(abs, count(), 2)
    assert next(results) == 0
    assert len(taken) <= 5


def test_the_command_tells_repeated_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "通知.csv").write_text("id,title\n1,甲\n1,乙\n", encoding="utf-8")
    output = tmp_path / "关系.csv"

    assert run(["overlap", "notices", str(tmp_path / "通知.csv"), "-o", str(output)]) == 2
    assert "有1个 id 出现了不止一次：1。" in capsys.readouterr().err
    assert not output.exists()
