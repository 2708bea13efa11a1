"""`jianfu assess`: from the plan to the archive and back, and what it says of what is wrong."""

import zipfile
from pathlib import Path

import pytest

from jianfu.cli import run

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("assess")
    assert run(["county", "assess", str(found)]) == 0
    return found


def _run(command: str, folder: Path, *more: object) -> int:
    return run(["assess", command, str(folder / "考核方案.yaml"), *map(str, more)])


def test_a_plan_is_checked_and_priced(folder: Path, capsys: Said) -> None:
    assert _run("check", folder) == 0
    said = capsys.readouterr().out
    assert "14 项指标，权重合计 100 分" in said
    assert "方案自身的负担：28 个乡镇一年约" in said


def test_every_mistake_of_a_plan_is_told(folder: Path, tmp_path: Path, capsys: Said) -> None:
    text = (folder / "考核方案.yaml").read_text(encoding="utf-8")
    (tmp_path / "考核方案.yaml").write_text(
        text.replace("党员教育管理达标率", "召开会议次数").replace("权重: 10", "权重: 9", 1), encoding="utf-8"
    )
    assert _run("check", tmp_path) == 2
    said = capsys.readouterr().err
    assert "有 2 处要改" in said
    assert "“召开会议次数”属于开会，不得作为考核指标" in said
    assert "权重：合计 99 分，应为 100 分，差 +1 分" in said


def test_a_year_is_computed_in_bands(folder: Path, capsys: Said) -> None:
    assert _run("compute", folder, folder) == 0
    said = capsys.readouterr().out
    assert "第 1 档（同档内分不出先后）" in said
    assert "缺 双渡口镇 的数：不按零分计" in said
    assert said.count("——达到") == 3


def test_methods_are_compared(folder: Path, capsys: Said) -> None:
    assert _run("compare", folder, folder) == 0
    said = capsys.readouterr().out
    assert "回归调整（方案所选）：与起点条件相关 +0.07" in said
    assert all(name in said for name in ("不调整", "同类比较", "数据包络"))


def test_slimming_is_proposed(folder: Path, capsys: Said) -> None:
    assert _run("slim", folder, folder) == 0
    said = capsys.readouterr().out
    assert "相近：D2 信访初次办结率 与 X5 群众诉求按期办结率" in said
    assert "不起作用：X4 耕地保护目标" in said


def test_an_archive_gives_the_same_bytes_again(folder: Path, tmp_path: Path, capsys: Said) -> None:
    first, second, result = tmp_path / "一.zip", tmp_path / "二.zip", tmp_path / "结果.json"
    assert _run("archive", folder, folder, "-o", first) == 0
    assert _run("archive", folder, folder, "-o", second) == 0
    assert first.read_bytes() == second.read_bytes()
    assert run(["assess", "recompute", str(first), "-o", str(result)]) == 0
    assert "逐字节一致" in capsys.readouterr().out
    assert zipfile.ZipFile(first).read("结果.json") == result.read_bytes()


def test_an_archive_that_was_changed_is_found_out(folder: Path, tmp_path: Path, capsys: Said) -> None:
    whole, changed = tmp_path / "一.zip", tmp_path / "改.zip"
    assert _run("archive", folder, folder, "-o", whole) == 0
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b'"band": 2', b'"band": 1', 1) if name == "结果.json" else content)
    assert run(["assess", "recompute", str(changed)]) == 2
    assert "归档可能被改过" in capsys.readouterr().out


def test_what_cannot_be_read_is_told(folder: Path, tmp_path: Path, capsys: Said) -> None:
    assert run(["assess", "recompute", str(tmp_path / "无.zip")]) == 2
    assert "打不开" in capsys.readouterr().err
    assert _run("compute", folder, tmp_path) == 2
    assert "没有读到指标数据" in capsys.readouterr().err
    assert run(["assess", "check", str(tmp_path / "无.yaml")]) == 2
    assert "打不开" in capsys.readouterr().err
