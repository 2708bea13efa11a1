"""What the operators of a card cannot say. Each predicate has a Chinese name, a docstring and tests; keep them few."""

import re
from collections.abc import Callable, Mapping

import numpy as np

from jianfu.reading.assessment import read_assessment
from jianfu.rulebook.judging.comparing import all_of, truth
from jianfu.rulebook.judging.facts import Column, Facts, Truth, Words
from jianfu.vocabulary.burden_kind import BurdenKind

Predicate = Callable[[Facts], Truth]

_REPORT_BACK = re.compile(
    r"(?:报送|上报|反馈|报告).{0,6}(?:贯彻|落实|执行).{0,4}情况|(?:贯彻|落实)情况.{0,4}(?:报送|上报|报告)"
)
_OWN_PLAN = re.compile(r"(?:制定|制订|出台|研究制定).{0,12}(?:实施方案|实施细则|实施意见|工作方案|配套文件|配套措施)")
_HEAD_REQUIRED = re.compile(r"主要(?:负责同志|负责人|领导)|党政正职|一把手|书记、?(?:乡|镇)长")
_PRESSED_SUBSCRIPTION = re.compile(
    r"(?:征订|订阅|发行).{0,8}(?:任务|指标|数量|份数)|(?:任务|指标).{0,8}(?:征订|订阅|发行)"
)
_INSPECTION_NAMES = re.compile(r"督查|检查|考核|巡查|督察")
_CREATION = re.compile(r"创建|示范|达标|命名")
_GOOD_NUMBER = re.compile(r"^[^\d〔〕（）()\[\]第]{2,20}〔(?:19|20)\d{2}〕[1-9]\d*号$")
_SECTION = re.compile(r"(?:科|股|处|室)$(?<!办公室)")
_URGENCY = re.compile(r"^(?:特急|加急|急件|特提|平急|普通|平件|一般)$")
_DEPUTY = re.compile(r"分管|副(?:书记|县长|区长|市长|局长|主任|部长)")
_WORK_MEETING = re.compile(r"全[县市区省].{0,20}工作(?:会议|会$|推进会|部署会|总结会)")
_VETO_OR_PLEDGE = re.compile(r"一票否决|责任状|责任书")


def _titles_match(facts: Facts, pattern: re.Pattern[str]) -> Truth:
    """Whether the title says it. A title is always known to be what it is."""
    return _match(facts.column("标题"), pattern)


def _match(column: Column, pattern: re.Pattern[str]) -> Truth:
    assert isinstance(column, Words)
    answers = np.append(np.array([pattern.search(value) is not None for value in column.values], np.int8), np.int8(-1))
    return answers[column.codes]


def asks_to_report_back(facts: Facts) -> Truth:
    """The title asks to report how something is carried out 报送落实情况."""
    return _titles_match(facts, _REPORT_BACK)


def asks_for_own_plan(facts: Facts) -> Truth:
    """The title asks for a supporting plan or paper of one's own 制定实施方案."""
    return _titles_match(facts, _OWN_PLAN)


def requires_the_head(facts: Facts) -> Truth:
    """Who must attend names the head of the township 主要负责同志."""
    return _match(facts.column("参会级别"), _HEAD_REQUIRED)


def assigns_subscriptions(facts: Facts) -> Truth:
    """The title hands down numbers of copies to be subscribed 征订任务."""
    return _titles_match(facts, _PRESSED_SUBSCRIPTION)


def is_called_inspection(facts: Facts) -> Truth:
    """The visit goes by a name of inspection 督查 检查 考核, in its title or the name used."""
    named = _match(facts.column("使用名义"), _INSPECTION_NAMES)
    return np.where(named == -1, _titles_match(facts, _INSPECTION_NAMES), named)


def is_creation_campaign(facts: Facts) -> Truth:
    """The title is of a campaign for a title of honour 创建示范达标."""
    return _titles_match(facts, _CREATION)


def speaks_of_veto_or_pledge(facts: Facts) -> Truth:
    """The title speaks of 一票否决, 责任状 or 责任书."""
    return _titles_match(facts, _VETO_OR_PLEDGE)


def threatens_with_assessment(facts: Facts) -> Truth:
    """The title or a column ties the demand to assessment 纳入考核 通报排名."""
    said = facts.column("是否与考核挂钩")
    assert not isinstance(said, Words)
    title = facts.column("标题")
    assert isinstance(title, Words)
    read = np.append(np.array([read_assessment(value) is not None for value in title.values], np.int8), np.int8(-1))
    # A title that is silent says nothing of the body.
    return np.where(said >= 0, said, np.where(read[title.codes] == 1, np.int8(1), np.int8(-1)))


def wants_both_forms(facts: Facts) -> Truth:
    """The same material is wanted signed on paper and electronically."""
    flags = [facts.column("是否报电子档"), facts.column("是否报签字盖章纸质档")]
    return all_of([truth(flag == 1, flag >= 0) for flag in flags if not isinstance(flag, Words)], facts.length)


def is_badly_numbered(facts: Facts) -> Truth:
    """The document number is there and has not the form of the standard: 代字〔四位年份〕序号号."""
    return _negate(_match(facts.column("发文字号"), _GOOD_NUMBER))


def is_internal_section(facts: Facts) -> Truth:
    """The sender is a section inside an organ 科 股 处室, by its name."""
    return _match(facts.column("来文单位"), _SECTION)


def is_odd_urgency(facts: Facts) -> Truth:
    """The degree of urgency is none of those that papers and telegrams have."""
    return _negate(_match(facts.column("紧急程度"), _URGENCY))


def is_called_by_a_deputy(facts: Facts) -> Truth:
    """Who calls the meeting is a deputy 分管、副职."""
    return _match(facts.column("召集人"), _DEPUTY)


def is_a_work_meeting(facts: Facts) -> Truth:
    """The title names a comprehensive work meeting of a field 全县…工作会议."""
    return _titles_match(facts, _WORK_MEETING)


def _negate(answer: Truth) -> Truth:
    return np.where(answer == -1, answer, 1 - answer).astype(np.int8)


PREDICATES: Mapping[str, tuple[Predicate, frozenset[BurdenKind]]] = {
    "标题要求报送落实情况": (asks_to_report_back, frozenset(BurdenKind)),
    "标题要求另行制定方案": (asks_for_own_plan, frozenset(BurdenKind)),
    "要求主要负责同志到会": (requires_the_head, frozenset({BurdenKind.MEETING})),
    "标题下达征订任务": (assigns_subscriptions, frozenset(BurdenKind)),
    "以督查检查考核为名": (is_called_inspection, frozenset({BurdenKind.INSPECTION})),
    "标题为创建示范达标": (is_creation_campaign, frozenset(BurdenKind)),
    "标题提到一票否决或责任状": (speaks_of_veto_or_pledge, frozenset(BurdenKind)),
    "发文字号不合格式": (is_badly_numbered, frozenset({BurdenKind.DOCUMENT})),
    "来文单位为内设机构": (is_internal_section, frozenset({BurdenKind.DOCUMENT})),
    "紧急程度用语不合规定": (is_odd_urgency, frozenset({BurdenKind.DOCUMENT})),
    "由分管负责同志召集": (is_called_by_a_deputy, frozenset({BurdenKind.MEETING})),
    "名为全域工作会议": (is_a_work_meeting, frozenset({BurdenKind.MEETING})),
    "与考核挂钩": (threatens_with_assessment, frozenset(BurdenKind)),
    "纸质电子双报": (wants_both_forms, frozenset({BurdenKind.DATA_REQUEST})),
}
"""Chinese name → predicate and the kinds of demand whose facts it needs."""
