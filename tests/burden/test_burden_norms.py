"""Norms: what comes with Jianfu is whole and sourced; a county's own file replaces it, and its mistakes are told."""

from pathlib import Path

import pytest

from jianfu.burden.norms import BrokenNorms, load_norms
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Grade

FILLING = (BurdenKind.DATA_REQUEST, "填表")


def _own(folder: Path, text: str) -> Path:
    path = folder / "本县.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_packaged_norms_are_ordered_and_sourced() -> None:
    norms = load_norms()
    assert set(norms.errors) == set(Grade)
    assert norms.errors[Grade.A].spread < norms.errors[Grade.B].spread < norms.errors[Grade.D].spread
    for norm in norms.minutes.values():
        assert 0 < norm.low <= norm.usual <= norm.high
        assert norm.source


def test_own_file_replaces_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = """
适用: 资料台账
活动:
  填表: {分钟: 12, 每: 次, 来源: 2023年6月在三个乡镇计时}
---
单价:
  工价: {元: [25, 30, 40], 每: 小时, 来源: 县人社局}
"""
    packaged, own = load_norms(), load_norms(_own(tmp_path, text))
    assert (own.minutes[FILLING].low, own.minutes[FILLING].high, own.minutes[FILLING].is_assumed) == (12, 12, False)
    assert own.prices["工价"].usual == 30
    assert {key: norm for key, norm in own.minutes.items() if key != FILLING} == {
        key: norm for key, norm in packaged.minutes.items() if key != FILLING
    }
    assert own.digest != packaged.digest
    assert packaged.digest == load_norms().digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 一\n", "各项"),
        ("活动: [一]\n", "“活动”"),
        ("适用: 资料\n活动: {填表: {分钟: 3, 来源: 甲}}\n", "种类之一"),
        ("耗时: {}\n", "不认识这一项"),
        ("适用: 资料台账\n活动: {填表: {分钟: [3, 2, 9], 来源: 甲}}\n", "从小到大"),
        ("适用: 资料台账\n活动: {填表: {分钟: [3, 9], 来源: 甲}}\n", "三个数"),
        ("适用: 资料台账\n活动: {填表: {分钟: [3, 4, 是], 来源: 甲}}\n", "“是”应是一个数"),
        ("适用: 资料台账\n活动: {填表: {分钟: .nan, 来源: 甲}}\n", "应是一个数"),
        ("适用: 资料台账\n活动: {填表: {分钟: [3, 4, 9]}}\n", "没有写“来源”"),
        ("适用: 资料台账\n活动: {填表: {分钟: 3, 来源: 甲, 照常比例: 1.2}}\n", "在 0 和 1 之间"),
        ("误差: {E: {偏差: 0, 离散: 0, 来源: 甲}}\n", "A、B、C、D"),
        ("误差: {A: {偏差: 0, 离散: -1, 来源: 甲}}\n", "不能小于 0"),
        ("活动: {填表: [\n", "写法有误"),
    ],
)
def test_mistakes_name_file_item_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BrokenNorms) as broken:
        load_norms(_own(tmp_path, text))
    assert "本县.yaml" in str(broken.value)
    assert said in str(broken.value)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenNorms, match="打不开"):
        load_norms(tmp_path / "没有.yaml")
    path = tmp_path / "国标.yaml"
    path.write_bytes("单价: {}".encode("gb18030"))
    with pytest.raises(BrokenNorms, match="UTF-8"):
        load_norms(path)
