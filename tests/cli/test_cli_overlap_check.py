"""`jianfu overlap check` and `jianfu overlap index rebuild`: what they say, how they end, what they leave alone."""

import json
from pathlib import Path

import pytest

from jianfu.cli import run
from jianfu.overlap.index.durable import only_writer

TABLE = """id,title,issuer,date
1,关于开展消防安全排查的通知,青岚县应急局,2023-03-01
2,关于做好2022年度征兵工作的通知,青岚县人武部,2022-03-01
"""
REPEATED = "青岚县应急局关于开展消防安全排查的通知\n\n各乡镇：\n请于3月20日前报送台账。\n\n青岚县应急局\n2023年3月2日\n"
NEXT_YEAR = "青岚县人武部关于做好2023年度征兵工作的通知\n\n各乡镇：\n请认真组织。\n\n青岚县人武部\n2023年3月2日\n"
NEW = "青岚县档案馆关于移交2021年度文书档案的通知\n\n各乡镇：\n请于月底前移交。\n"


@pytest.fixture
def index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    table = tmp_path / "sent.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert run(["overlap", "index", "rebuild", str(table), "--index", str(tmp_path / "index")]) == 0
    assert "索引已建好：2份通知" in capsys.readouterr().out
    return tmp_path / "index"


def write(folder: Path, words: str) -> str:
    path = folder / "草稿.txt"
    path.write_text(words, encoding="utf-8")
    return str(path)


def test_a_repeated_notice_ends_with_1_and_its_reasons(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["overlap", "check", write(tmp_path, REPEATED), "--index", str(index)]) == 1
    said = capsys.readouterr().out
    assert "可能重复的有1份" in said
    assert "【重复发文】关于开展消防安全排查的通知　青岚县应急局　2023-03-01　编号1" in said
    assert "同一机关数日内同题" in said


def test_a_series_is_shown_and_is_no_overlap(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["overlap", "check", write(tmp_path, NEXT_YEAR), "--index", str(index)]) == 0
    said = capsys.readouterr().out
    assert "没有发现重复。" in said
    assert "不算重复" in said
    assert "【系列发文】关于做好2022年度征兵工作的通知" in said


def test_a_new_matter_ends_with_0_and_takes_the_given_day(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = write(tmp_path, NEW)
    assert run(["overlap", "check", draft, "--index", str(index), "--date", "2023-04-05", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["draft"]["date"] == "2023-04-05"
    assert answer["matches"] == []


def test_json_holds_relation_and_reasons(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["overlap", "check", write(tmp_path, REPEATED), "--index", str(index), "--json"]) == 1
    (match,) = json.loads(capsys.readouterr().out)["matches"]
    assert (match["id"], match["relation"], match["is_overlap"]) == ("1", "resent", True)
    assert match["title_likeness"] == 1.0
    assert any("事由相同" in reason for reason in match["reasons"])


@pytest.mark.parametrize(
    ("words", "arguments", "said"),
    [
        ("", (), "文件是空的"),
        (REPEATED, ("--date", "明天"), "日期“明天”写法不对"),
        (REPEATED, ("--index", "没有的文件夹"), "没有索引"),
    ],
)
def test_what_cannot_be_done_ends_with_2(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, arguments: tuple[str, ...], said: str
) -> None:
    where = () if "--index" in arguments else ("--index", str(index))
    assert run(["overlap", "check", write(tmp_path, words), *where, *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_second_writer_is_told(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_writer(index):
        table = str(tmp_path / "sent.csv")
        assert run(["overlap", "index", "rebuild", table, "--index", str(index)]) == 2
    assert "另一个程序正在更新索引" in capsys.readouterr().err
    assert run(["overlap", "check", write(tmp_path, REPEATED), "--index", str(index)]) == 1
