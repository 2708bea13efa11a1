"""The Spark engine on a cluster of two workers on this machine: what the local engine finds, whatever dies."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jianfu.cli import run
from jianfu.overlap.engines.spark.installed import NoSpark, check_installed
from jianfu.overlap.kernels.near import find_near
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.notices import matching
from jianfu.overlap.notices.matching import RepeatedId
from jianfu.overlap.notices.notice import Notice, read_issued
from jianfu.overlap.notices.tables import UnreadableTable

try:
    check_installed()
except NoSpark as missing:
    pytest.skip(f"no Spark here: {missing}", allow_module_level=True)

import pyspark
from pyspark.sql import DataFrame, SparkSession

from jianfu.overlap.engines.spark import session as sessions
from jianfu.overlap.engines.spark.near import pair_near
from jianfu.overlap.engines.spark.relations import find_relations

_SETTINGS = {"spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "false"}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Two executors, each a process of its own. Workers write logs into Spark's home, so that is a folder of links."""
    home = tmp_path_factory.mktemp("home")
    for part in Path(pyspark.__file__).parent.iterdir():
        (home / part.name).symlink_to(part)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(home))
        with sessions.open_spark("local-cluster[2,1,2048]", tmp_path_factory.mktemp("scratch"), _SETTINGS) as session:
            yield session


def _make_texts() -> list[bytes | None]:
    """Random texts and what is made of them: edits, excerpts, families of copies of 3, 9 and 70, and nothing at all."""
    dice = Random(5)
    texts = ["".join(chr(0x4E00 + dice.randrange(900)) for _ in range(dice.randrange(5, 260))) for _ in range(1200)]
    texts += [text[:100] + "改" + text[101:] for text in texts[:400]]
    texts += [text[20:180] for text in texts[400:500]]
    texts += [texts[0] + "附"] * 2 + [texts[1]] * 2 + [texts[2]] * 8 + [texts[3]] * 69 + [f"{texts[3]}附后"] * 3
    raw: list[bytes | None] = [text.encode() for text in texts]
    raw += [b"", None, "，。！".encode(), b"\xff\xfe" + texts[4].encode()[:301], b"\x80", b"\xff" + texts[5].encode()]
    dice.shuffle(raw)
    return raw


def _frame(spark: SparkSession, texts: list[bytes | None]) -> DataFrame:
    places = pa.array(range(len(texts)), pa.int64())
    return spark.createDataFrame(pa.table({"place": places, "text": pa.array(texts, pa.binary())})).repartition(3)


def _assert_same_pairs(found: DataFrame, texts: list[bytes | None]) -> None:
    rows = found.toArrow().sort_by([("a", "ascending"), ("b", "ascending")])
    pairs = find_near(Texts.from_arrow(pa.array(texts, pa.large_binary())))
    assert len(pairs) > 500
    for name in ("a", "b", "jaccard", "containment"):
        column = rows[name].to_numpy()
        assert column.dtype == getattr(pairs, name).dtype
        assert np.array_equal(column, getattr(pairs, name))


def test_pairs_are_those_of_the_local_engine_though_a_worker_is_killed(spark: SparkSession, tmp_path: Path) -> None:
    texts = _make_texts()
    killed = tmp_path / "killed"

    def kill_once(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield batch
            if not killed.exists():
                killed.touch()
                os.kill(os.getpid(), signal.SIGKILL)

    frame = _frame(spark, texts).mapInArrow(kill_once, "place long, text binary")
    _assert_same_pairs(pair_near(frame, part_bits=3), texts)
    assert killed.exists()


def _make_notices() -> list[Notice]:
    """One county's notices: reworded, forwarded, sent again, without title, without date, a rubric, twelve copies."""
    dice = Random(3)
    organs, words = (
        ["青禾县水务局", "青禾县教育局", "柳溪镇人民政府"],
        ["请于", "落实", "台账", "报送", "排查", "学校", "河道"],
    )
    notices = []
    for number in range(90):
        organ, matter = dice.choice(organs), dice.choice(["防溺水", "消防安全", "秸秆禁烧"])
        title = f"{organ}关于开展{matter}工作的通知" if dice.random() < 0.8 else None
        body = (
            "各乡镇：" + "".join(dice.choice(words) for _ in range(60))
            if title is None or dice.random() < 0.5
            else None
        )
        day = date(2023, 1, 1) + timedelta(dice.randrange(200))
        notices.append(
            Notice(f"甲{number}", title, body, organ, read_issued(str(day) if dice.random() < 0.9 else None))
        )
    notices += [replace(notices[3], id=f"乙{number}") for number in range(12)]
    notices += [Notice(f"丙{n.id}", None, n.body + "（附后）") for n in notices[:40] if n.body]
    return notices


def _write_notices(path: Path, notices: list[Notice]) -> None:
    days = [notice.date.start.isoformat() if notice.date else None for notice in notices]
    names = ("id", "title", "body", "issuer")
    pq.write_table(pa.table({**{n: [getattr(x, n) for x in notices] for n in names}, "date": days}), path)


@pytest.fixture
def in_cluster(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find the cluster that runs already."""

    @contextmanager
    def reuse(master: str, scratch_folder: Path) -> Iterator[SparkSession]:
        with sessions.explaining_failures():
            yield spark

    monkeypatch.setattr(sessions, "open_spark", reuse)


@pytest.mark.usefixtures("in_cluster")
def test_the_command_writes_the_same_bytes_with_either_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "通知.parquet"
    _write_notices(source, _make_notices())

    written = []
    for engine in ("local", "spark"):
        output, groups = tmp_path / f"{engine}.csv", tmp_path / f"{engine}-groups.csv"
        options = ["-o", str(output), "--groups", str(groups), "--json", "--engine", engine]
        assert run(["overlap", "notices", str(source), *options]) == 0
        written.append((output.read_bytes(), groups.read_bytes(), capsys.readouterr().out))

    assert written[0] == written[1]
    assert written[0][0].count(b"\n") > 300


def test_notices_that_are_sent_to_the_cluster_are_judged_as_here(spark: SparkSession) -> None:
    notices = _make_notices()[60:]

    found = find_relations(spark, notices)

    assert found.count == len(notices)
    assert list(found.related) == matching.find_relations(notices)


@pytest.mark.usefixtures("in_cluster")
def test_a_job_that_fails_for_good_leaves_nothing_half_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "通知.parquet", tmp_path / "关系.csv"
    _write_notices(source, _make_notices())
    content = bytearray(source.read_bytes())
    content[4:2000] = bytes(1996)
    source.write_bytes(content)

    assert run(["overlap", "notices", str(source), "-o", str(output), "--engine", "spark"]) == 2
    assert "Spark 中途失败，没有写出结果" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [source]


def test_repeated_and_missing_ids_are_told(spark: SparkSession, tmp_path: Path) -> None:
    source = tmp_path / "通知.parquet"
    pq.write_table(pa.table({"id": ["甲", "甲", "乙"], "title": ["关于防汛的通知"] * 3}), source)
    with pytest.raises(RepeatedId, match="1个 id 出现了不止一次：甲"):
        find_relations(spark, source)

    pq.write_table(pa.table({"id": ["甲", " ", None], "title": ["关于防汛的通知"] * 3}), source)
    with pytest.raises(UnreadableTable, match="有2份通知没有 id"):
        find_relations(spark, source)


def test_without_java_a_clerk_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "通知.csv", tmp_path / "关系.csv"
    source.write_text("id,title\n甲,关于防汛的通知\n", encoding="utf-8")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    assert run(["overlap", "notices", str(source), "-o", str(output), "--engine", "spark"]) == 2
    assert "Java 17" in capsys.readouterr().err
    assert not output.exists()
