"""A plan is read whole or not at all, and every mistake is told with its place."""

from pathlib import Path

import pytest
from plan_text import HEAD, RANKED, TARGETED, TEXT, small_plan

from jianfu.assessment.plans.loading import BrokenPlan, load_plan
from jianfu.assessment.plans.plan import Area, Method, Scoring, Target


def _problems(text: str) -> str:
    with pytest.raises(BrokenPlan) as broken:
        small_plan(text)
    return str(broken.value)


def test_a_plan_is_what_its_text_says() -> None:
    plan = small_plan()
    assert (plan.year, plan.method, plan.ids, plan.tolerance) == (2023, Method.NONE, ("A", "B"), 0.95)
    assert plan.find("B").target == Target(80, 95, 98)
    assert [(one.area, one.scoring) for one in plan.indicators] == [
        (Area.PARTY, Scoring.RANK),
        (Area.DEVELOPMENT, Scoring.TARGET),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("权重: 40", "权重: 35", "权重：合计 95 分，应为 100 分，差 +5 分"),
        ("权重: 40", "权重: 四十", "指标“B”：“权重”写的是“四十”，应是0.1 到 100 之间的数"),
        ("目标: 95", "目标: 0", "起点”80 比“目标”0 还好"),
        ("起点: 80\n    目标: 95\n    挑战: 98", "目标: 0", "目标是 0 时不能按完成比例计分"),
        ("起点: 80\n    目标: 95", "起点: 95\n    目标: 95", "“起点”与“目标”都是 95，分不出高低"),
        ("挑战: 98", "挑战: 90", "“挑战”90 应比“目标”95 更好"),
        ("挑战: 98", "挑战: 98\n    进步占比: 2", "“进步占比”写的是“2”"),
        ("领域: 党的建设", "领域: 党建", "“领域”写的是“党建”，应是：党的建设、高质量发展、县定事项"),
        ("计分: 排名", "计分: 打分", "应是：排名、目标、合格"),
        ("编号: B", "编号: A", "指标“A”：编号用了不止一次"),
        ("责任单位: 青岚县交通运输局", "责任单位:", "指标“A”：没有写“责任单位”"),
        ("数据来源: 业务系统", "数据来源: 乡镇报送", "应是：台账、业务系统、已有登记"),
        ("{人口: 有利}", "{招商人数: 有利}", "“招商人数”不在乡镇自己不能选择的条件之列"),
        ("{人口: 有利}", "[人口]", "应写成“人口: 有利”这样"),
        ("年度: 2023", "年度: 23", "“年度”写的是“23”"),
        ("差异化: 不调整", "差异化: 随意", "不调整、同类比较、回归调整、数据包络"),
        ("差异化: 不调整", "区划变动: [{新: 甲}]", "区划变动：应写“日期: 2023-07-01”"),
        ("年度: 2023", "年度: 2023\n分管领导: 某人", "不认识“分管领导”这一项"),
        ("权重: 60", "权重: 60\n    加分: 5", "不认识“加分”这一项"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, said: str) -> None:
    assert old in TEXT
    assert said in _problems(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023-02-30", "写法有误"),
        ("0000-00-00", "写法有误"),
        ("[" * 5000, "写法有误"),
        ("名称: &a [一]\n指标: [*a, *a]", "引用"),
        ("名称: [", "写法有误"),
        ("\x00", "写法有误"),
    ],
)
def test_a_text_that_is_no_plan_is_refused_and_nothing_breaks(text: str, said: str) -> None:
    assert said in _problems(text)


def test_all_mistakes_are_told_at_once() -> None:
    text = HEAD + RANKED.replace("权重: 60", "权重: 50").replace("排名", "无") + TARGETED
    assert len(_problems(text).splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("召开专题会议次数", "开会"),
        ("印发文件数量", "发文"),
        ("活动照片", "拍照留痕"),
        ("学习笔记抄写", "学习笔记"),
        ("获县领导批示", "领导批示"),
        ("宣传稿件刊发", "媒体宣传"),
        ("湘易办下载量", "下载"),
        ("政务小程序注册率", "安装、注册"),
        ("专题会议召开率", "开会"),
        ("学习平台在线时长", "在线时长"),
        ("总结推广经验做法", "经验做法"),
    ],
)
def test_a_forbidden_indicator_is_refused_with_its_clause(name: str, said: str) -> None:
    words = _problems(TEXT.replace("路况优良率", name))
    assert said in words
    assert "依据：《整治形式主义为基层减负若干规定》" in words or "依据：国办函〔2026〕12号" in words


@pytest.mark.parametrize(
    "name",
    [
        "农村公路优良路率",
        "新增市场主体存活率",
        "会展业增加值",
        "信访初次办结率",
        "照明覆盖率",
        "良种推广率",
        "天然气安装率",
        "项目推进会战完成率",
        "积分制覆盖村占比",
        "出台政策兑现率",
    ],
)
def test_what_is_no_trace_is_no_forbidden_indicator(name: str) -> None:
    assert small_plan(TEXT.replace("路况优良率", name)).find("A").name == name


@pytest.mark.parametrize(
    ("evidence", "said"),
    [("乡镇报送佐证材料", "要求新材料"), ("每月上报工作台账", "要求新材料"), ("现场照片", "拍照留痕")],
)
def test_evidence_that_makes_work_is_refused(evidence: str, said: str) -> None:
    assert said in _problems(TEXT.replace("佐证: 系统导出", f"佐证: {evidence}", 1))


def test_evidence_that_says_none_is_needed_passes() -> None:
    assert small_plan(TEXT.replace("佐证: 系统导出", "佐证: 无须乡镇报送材料", 1)).ids == ("A", "B")


@pytest.mark.parametrize(
    ("data", "said"), [(b"\xd7\xf7", "不是 UTF-8"), ("名称: [".encode(), "写法有误"), (b"- 1", "应是“名称: …”")]
)
def test_a_file_that_is_no_plan(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "方案.yaml"
    path.write_bytes(data)
    with pytest.raises(BrokenPlan, match=said):
        load_plan(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BrokenPlan, match="打不开"):
        load_plan(tmp_path / "无.yaml")
