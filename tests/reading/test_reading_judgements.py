"""Judgements that could accuse somebody: as many that must stay silent as that must speak."""

import pytest

from jianfu.reading.asks import read_asks
from jianfu.reading.assessment import read_assessment
from jianfu.reading.inspection import judge_inspection
from jianfu.reading.titles import read_title


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("逾期未报的予以通报并纳入年度考核。", "纳入年度考核"),
        ("未报的将予以通报批评。", "予以通报批评"),
        ("报送情况与年终绩效挂钩。", "挂钩"),
        ("迟报一次扣0.5分。", "扣0.5分"),
        ("工作不力的一票否决。", "一票否决"),
        ("完成情况每月排名通报。", "排名"),
        ("对落实不到位的单位进行约谈。", "约谈"),
    ],
)
def test_threats_of_assessment_are_heard(text: str, words: str) -> None:
    found = read_assessment(text)
    assert found is not None
    assert words in found.value
    assert text[found.span.start : found.span.end] == found.value


@pytest.mark.parametrize(
    "text",
    [
        "此项工作不纳入考核。",
        "不得与评先评优挂钩。",
        "严禁将报送情况与考核挂钩。",
        "坚决杜绝通报排名。",
        "该指标未纳入考核。",
        "朗诵比赛中每错一字扣1分。",
        "取消季度排名通报。",
        "请组织学习《乡镇年度考核办法》。",
        "请按时参加考核工作会议。",
        "请于10日前报送名单。",
        "请将处理结果通报县应急局。",
        "各部门之间定期通报工作信息。",
        "昨日通报了天气情况。",
        "构成犯罪的，依法追究刑事责任。",
        "当事人违反规定的，追究其违约责任。",
        "对先进单位全县通报表扬。",
        "现将有关情况在全县通报如下。",
    ],
)
def test_no_threat_is_invented(text: str) -> None:
    assert read_assessment(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("县应急局将于12月8日赴各乡镇开展安全生产检查，请准备台账备查。", "检查"),
        ("督查组将对各村开展督查，查阅资料并现场打分。", "督查"),
        ("局领导赴松溪镇调研，请准备汇报材料，主要负责同志陪同。", "调研"),
        ("关于开展防返贫工作督导的通知\n督导组将查阅资料、现场打分，结果通报。", "督导"),
        ("近期将组织改厕验收，验收组到村实地查看，问题限期整改。", "验收"),
    ],
)
def test_inspections_are_known_by_any_name(text: str, name: str) -> None:
    judged = judge_inspection(text, title=None)
    assert judged is not None
    assert (judged.is_inspection, judged.name_used) == (True, name)
    assert name in judged.reasons[0]


@pytest.mark.parametrize(
    "text",
    [
        "关于报送优抚核查工作情况的通知\n请填写《优抚核查工作台账》报送我局。",
        "关于开展消防安全检查的通知\n请各乡镇对辖区场所开展检查，于10日前报送情况。",
        "定于下周到松溪镇调研产业发展，轻车简从，不听汇报。",
        "县医院医生到村开展义诊活动。",
        "春节前到村走访慰问困难群众。",
        "赴邻县学习考察，取经项目建设经验。",
        "请各单位开展自查，建立隐患清单。",
        "关于召开安全生产会议的通知",
    ],
)
def test_no_inspection_is_invented(text: str) -> None:
    judged = judge_inspection(text, title=None)
    assert judged is None or judged.is_inspection is not True


def test_a_quoted_title_is_asked_for_whole_and_once() -> None:
    assert [ask.text for ask in read_asks("认真填写《优抚核查工作台账》，于10日前报送")] == [
        "认真填写《优抚核查工作台账》"
    ]


@pytest.mark.parametrize("text", ["不得要求上传照片。", "无需填写登记表。", "不再报送总结材料。", "严禁强制下载APP。"])
def test_what_is_forbidden_is_not_asked_for(text: str) -> None:
    assert read_asks(text) == ()


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("青岚县政府办公室 青岚县应急局关于做好值守的通知", "青岚县政府办公室、青岚县应急局"),
        ("青岚县 应急局关于做好值守的通知", "青岚县应急局"),
        ("关于做好值守的通知", None),
        ("转发县应急局关于做好值守的通知", None),
    ],
)
def test_issuer_at_the_head_of_a_title(title: str, issuer: str | None) -> None:
    assert read_title(title).issuer == issuer


def test_a_wrapper_keeps_the_paper_that_it_forwards() -> None:
    outer = read_title("转发省厅关于印发《水域办法》的通知").forwards
    assert outer is not None
    assert (outer.verb, outer.issuer) == ("转发", "省厅")
    assert outer.inner is not None
    assert (outer.inner.verb, outer.inner.title) == ("印发", "水域办法")


def test_a_title_of_several_lines_has_no_place_in_the_text() -> None:
    judged = judge_inspection("请准备台账备查。", title="关于开展安全生产检查的通知")

    assert judged is not None
    assert judged.span is None
