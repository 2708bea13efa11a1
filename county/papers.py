"""The year's documents and meetings of one county, and which township got them when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from county.names import DEPARTMENTS, Department

DISTINCT_DOCUMENTS, DISTINCT_MEETINGS = 3500, 620
_ACTIONS = [
    "进一步做好{}工作",
    "开展{}专项排查",
    "报送{}工作台账",
    "全面加强{}工作",
    "开展{}“回头看”",
    "做好{}信息报送",
    "迅速落实{}有关要求",
    "开展{}集中整治行动",
    "上报{}工作总结",
    "组织{}业务培训",
    "做好{}迎检准备",
    "推进{}重点任务",
    "调整{}工作专班",
    "填报{}情况统计表",
    "开展{}月活动",
    "报送{}典型案例",
    "切实抓好{}问题整改",
    "开展{}督导",
]
_SEASONS = ("", "岁末年初", "上半年", "下半年", "汛期", "节假日期间")
_MONTH_WEIGHTS = (0.9, 0.7, 1.25, 1.0, 1.0, 1.05, 0.9, 0.9, 1.25, 1.0, 1.3, 1.3)
_HEADERS = (("红头", 0.62), ("便函", 0.2), ("白头", 0.1), ("电子通知", 0.08))
_MEETING_FORMS = ("现场", "视频", "现场")
_RANKS = ("主要负责同志", "分管负责同志", "有关工作人员")


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as its issuer sent it. `number` is '' where it has none."""

    sent_on: date
    department: Department
    title: str
    number: str
    header: str
    topic: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as it was called."""

    noticed_on: date
    held_on: date
    department: Department
    title: str
    form: str
    rank: str
    minutes: int


def make_papers(random: Random, year: int, count: int = DISTINCT_DOCUMENTS) -> list[Paper]:
    """Distinct documents over the working year, by date; no two of one department share a title."""
    combinations = [
        (department, topic, action, season)
        for department in DEPARTMENTS
        for topic in department.topics
        for action in _ACTIONS
        for season in _SEASONS
    ]
    chosen = random.sample(combinations, count)
    days = sorted(_random_workdays(random, year, count))
    serials: dict[str, int] = {}
    return [_make_paper(random, day, *choice, serials) for day, choice in zip(days, chosen, strict=True)]


def _make_paper(
    random: Random, day: date, department: Department, topic: str, action: str, season: str, serials: dict[str, int]
) -> Paper:
    header = random.choices([name for name, _ in _HEADERS], [weight for _, weight in _HEADERS])[0]
    number = ""
    if header == "红头":
        serials[department.code] = serials.get(department.code, 0) + 1
        number = f"{department.code}发〔{day.year}〕{serials[department.code]}号"
    title = f"关于{action.format(season + topic)}的通知"
    return Paper(day, department, title, number, header, topic)


def make_meetings(random: Random, year: int, count: int = DISTINCT_MEETINGS) -> list[Meeting]:
    """Distinct meetings by day of notice; held one to four days later."""
    days = sorted(_random_workdays(random, year, count))
    names = ("调度会", "推进会", "工作会议", "视频会议", "协调会", "培训会")
    meetings = []
    for serial, day in enumerate(days, start=1):
        department = random.choice(DEPARTMENTS)
        topic, name = random.choice(department.topics), random.choice(names)
        title = f"关于召开全县{topic}工作{name}（{year}年第{serial}次）的通知"
        held = day + timedelta(days=random.randint(1, 4))
        form, rank = random.choice(_MEETING_FORMS), random.choice(_RANKS)
        meetings.append(Meeting(day, held, department, title, form, rank, random.choice((60, 90, 90, 120, 150))))
    return meetings


def choose_receipts(random: Random, papers: Sequence[Paper], share: float) -> list[tuple[Paper, date]]:
    """Which of the papers one township got, each up to two days after it was sent, still within its year."""
    got = [paper for paper in papers if random.random() < share]
    return [(paper, _arrival(random, paper.sent_on)) for paper in got]


def choose_exactly(random: Random, papers: Sequence[Paper], count: int) -> list[tuple[Paper, date]]:
    """Exactly `count` papers, each received on the day it was sent, in order of date."""
    chosen = random.sample(list(papers), count)
    return [(paper, paper.sent_on) for paper in sorted(chosen, key=lambda paper: (paper.sent_on, paper.title))]


def _arrival(random: Random, sent_on: date) -> date:
    later = sent_on + timedelta(days=random.choice((0, 0, 0, 1, 2)))
    return later if later.year == sent_on.year else sent_on


def _random_workdays(random: Random, year: int, count: int) -> Iterator[date]:
    """Weekdays spread with the year's peaks in spring, autumn and at the end."""
    months = random.choices(range(1, 13), _MONTH_WEIGHTS, k=count)
    for month in months:
        day = date(year, month, random.randint(1, 28))
        yield day - timedelta(days=max(0, day.weekday() - 4)) if day.day > 2 else day
