"""A wrong mapping stops the run and says where and why."""

import pytest

from jianfu.intake.registers.mappings import BrokenRegister, load_registers
from jianfu.vocabulary.packaged import packaged_folder

GOOD = """
名称: 收文登记
记入: 要求
种类: 文件
等级: B
必备: [标题]
特征: [收文日期]
表头:
  标题: [文件标题]
忽略: [序号]
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("忽略: [序号]", "不看: [序号]", "不认识的项“不看”"),
        ("名称: 收文登记", "", "缺少“名称”"),
        ("记入: 要求", "", "缺少“记入”"),
        ("记入: 要求", "记入: 台账", "“记入”不能是“台账”。可用：要求、机关、情况"),
        ("种类: 文件", "种类: 公文", "“种类”不能是“公文”"),
        ("种类: 文件", "", "缺少“种类”"),
        ("等级: B", "等级: 甲", "“等级”不能是“甲”。可用：A、B、C、D"),
        ("必备: [标题]", "必备: [题目]", "没有“题目”这个字段。可用的字段：标题、来文单位"),
        ("必备: [标题]", "必备: 标题", "“必备”应为列表"),
        ("特征: [收文日期]", "特征: [金额]", "没有“金额”这个字段"),
        ("  标题: [文件标题]", "  题目: [文件标题]", "没有“题目”这个字段"),
        ("  标题: [文件标题]", "  标题: 文件标题", "“标题”应为列表"),
        ("  标题: [文件标题]", "  标题: [文件标题]\n  备注: [文件标题]", "“文件标题”同时对应“标题”和“备注”"),
        ("  标题: [文件标题]", "  标题: [来文单位]", "“来文单位”同时对应"),
        ("表头:\n  标题: [文件标题]", "表头: [文件标题]", "“表头”下应为"),
        ("忽略: [序号]", "忽略: 序号", "“忽略”应为列表"),
        ("忽略: [序号]", "忽略: [序号", "YAML 写法有误"),
        (GOOD, "只有一句话", "应为“名称: …”这样的各项"),
        (GOOD, "", "应为“名称: …”这样的各项"),
    ],
)
def test_every_mistake_has_its_message(tmp_path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    (tmp_path / "坏.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")

    with pytest.raises(BrokenRegister) as caught:
        load_registers([tmp_path])
    assert words in str(caught.value)
    assert "坏.yaml" in str(caught.value)


def test_a_mapping_that_is_not_utf8_says_so(tmp_path) -> None:
    (tmp_path / "坏.yaml").write_bytes(GOOD.encode("gb18030"))

    with pytest.raises(BrokenRegister, match="UTF-8"):
        load_registers([tmp_path])


def test_no_mapping_at_all_stops_too(tmp_path) -> None:
    with pytest.raises(BrokenRegister, match="没有找到"):
        load_registers([tmp_path, tmp_path / "没有"])


def test_words_stay_words(tmp_path) -> None:
    (tmp_path / "好.yaml").write_text(GOOD.replace("文件标题]", "no, 010, 2024-08-06]"), encoding="utf-8")

    [register] = load_registers([tmp_path])
    assert {"no", "010", "2024-08-06"} <= set(register.headings)


def test_a_later_file_adds_to_the_register_of_its_name(tmp_path) -> None:
    (tmp_path / "本县.yaml").write_text(GOOD.replace("[文件标题]", "[红头件名]"), encoding="utf-8")

    registers = {register.name: register for register in load_registers([packaged_folder("registers"), tmp_path])}
    assert registers["收文登记"].headings["红头件名"].name == "title"
    assert registers["收文登记"].headings["文件题名"].name == "title"


def test_a_file_that_only_adds_headings_need_not_repeat_the_rest(tmp_path) -> None:
    (tmp_path / "本县.yaml").write_text("名称: 收文登记\n表头:\n  备注: [领导评价]\n", encoding="utf-8")

    registers = {register.name: register for register in load_registers([packaged_folder("registers"), tmp_path])}
    assert registers["收文登记"].headings["领导评价"].name == "remark"
    assert registers["收文登记"].required == ("title",)


def test_a_later_file_of_another_kind_does_not_hide_in_a_known_name(tmp_path) -> None:
    (tmp_path / "本县.yaml").write_text(GOOD.replace("种类: 文件", "种类: 会议"), encoding="utf-8")

    with pytest.raises(BrokenRegister, match="种类"):
        load_registers([packaged_folder("registers"), tmp_path])


def test_the_shipped_registers_are_the_promised_ones(desk) -> None:
    assert [register.name for register in desk.registers] == [
        "收文登记", "会议通知登记", "报表台账清单", "督查检查登记", "留痕任务清单", "订阅登记",
        "阵地牌子清单", "APP与工作群清单", "任务分解表", "机关名录", "情况统计表",
    ]  # fmt: skip


def test_a_heading_means_one_thing_in_a_register(desk) -> None:
    for register in desk.registers:
        assert not set(register.headings) & register.ignored, register.name
