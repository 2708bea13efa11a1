"""Makes the demonstration county's files. The same seed and scale give the same bytes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from county import figures, focus
from county.endowments import draw_endowments
from county.names import (
    CITY,
    COUNTY,
    DEPARTMENTS,
    FOCUS_TOWNSHIP,
    FOCUS_VILLAGE,
    PROVINCE,
    SECOND_TOWNSHIP,
    TOWNSHIPS,
    villages_of,
)
from county.notices import (
    CHAT_TOWNSHIPS,
    COVER,
    make_notices,
    pack,
    write_chat,
    write_docx,
    write_ofd,
    write_pdf,
    write_scan,
    write_text,
)
from county.papers import Meeting, Paper, choose_exactly, choose_receipts, make_meetings, make_papers
from county.sheets import Cell, Habits, write_register

Step = Callable[[], None]
_SHARE = 0.79  # of all papers reach one township: about 80,000 receipts a county-year over 28 townships
_VILLAGES = 15
_DECEMBER_DOCUMENTS, _DECEMBER_MEETINGS = 236, 42
_HABITS = (
    Habits("day", "xlsx", note_below=True),
    Habits("short", "xlsx", totals_row=True),
    Habits("dots", "gbk_csv"),
    Habits("text", "xlsx", two_row_heading=True),
    Habits("serial", "xlsx", empty_column=True),
    Habits("text", "utf8_csv"),
)
_DOCUMENT_HEADINGS = (
    ("收文日期", "来文单位", "发文字号", "文件标题", "文头类别", "是否需书记阅示", "来文渠道", "备注"),
    ("日期", "来文机关", "文号", "事由", "文件形式", "书记阅示", "接收方式", "备注"),
)
_MEETING_HEADINGS = (
    "通知日期",
    "召开单位",
    "会议名称",
    "会议时间",
    "会议形式",
    "参会级别",
    "是否需书记参加",
    "会议时长（分钟）",
)


@dataclass(frozen=True, slots=True)
class CountyFacts:
    """What was made: how many files, townships and register rows of documents."""

    files: int
    townships: int
    document_rows: int


def make_county(
    directory: Path,
    *,
    seed: int,
    scale: float,
    wrap: Callable[[Sequence[Step]], Iterable[Step]] = iter,
) -> CountyFacts:
    """Write all files into `directory`. Below scale 1 the focus cases stay whole and the background thins out.

    Above 1 there are that many counties (rounded up) under one city; the figures hold for the first at any scale.
    """
    directory.mkdir(parents=True, exist_ok=True)
    county = _County(directory, seed, scale)
    for step in wrap(county.steps()):
        step()
    return CountyFacts(sum(1 for path in directory.rglob("*") if path.is_file()), county.townships, county.rows)


class _County:
    """Holds the folder and the random numbers while the files are written."""

    def __init__(self, directory: Path, seed: int, scale: float) -> None:
        self.directory, self.seed, self.scale = directory, seed, scale
        self.counties = max(1, -(-int(scale * 1000) // 1000))
        self.townships = self.counties * len(TOWNSHIPS)
        self.rows = 0
        self.papers = make_papers(Random(f"{seed}-papers"), figures.YEAR)  # reproducible, not secret
        self.meetings = make_meetings(Random(f"{seed}-meetings"), figures.YEAR)

    def steps(self) -> list[Step]:
        """One step a file or a small group of files."""
        steps: list[Step] = [self._write_directory, self._write_focus_documents, self._write_focus_lists]
        steps += [self._write_notices, self._write_chats]
        for number in range(self.counties):
            for index, township in enumerate(TOWNSHIPS):
                if number or township != FOCUS_TOWNSHIP:
                    steps.append(lambda n=number, i=index: self._write_township(n, i))  # type: ignore[misc]
        return steps

    def _random(self, *parts: object) -> Random:
        return Random("-".join(map(str, (self.seed, *parts))))

    def _folder(self, name: str) -> Path:
        folder = self.directory / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _write_directory(self) -> None:
        (self.directory / "说明.txt").write_text(COVER, encoding="utf-8")
        headings = (
            "单位名称",
            "层级",
            "单位类别",
            "上级单位",
            "简称",
            "面积（平方公里）",
            "人口",
            "工作人员数",
            "村（社区）数",
            "财政收入（万元）",
            "到县城时间（小时）",
        )
        blank: list[Cell] = [None] * 6
        rows: list[list[Cell]] = [[PROVINCE, "省", "政府", "", "", *blank], [CITY, "市", "政府", PROVINCE, "", *blank]]
        for number in range(self.counties):
            county = county_name(number)
            rows.append([county, "县", "政府", CITY, "", *blank])
            if number == 0:
                rows += [[d.name, "县", "部门", county, d.alias, *blank] for d in DEPARTMENTS]
            for index, township in enumerate(TOWNSHIPS):
                rows += self._directory_rows(county, number, index, township)
        rows.append(["各乡镇（街道）", "乡", "乡镇", COUNTY, "", *blank])
        title = f"{COUNTY}机关名录（演示县，虚构）"
        write_register(self._folder("县委办") / "机关名录", title, headings, rows, Habits("day", "xlsx"))

    def _directory_rows(self, county: str, number: int, index: int, township: str) -> list[list[Cell]]:
        name = township_name(number, township)
        kind = "街道" if township.endswith("街道") else "乡镇"
        found = draw_endowments(self.seed, number, township)
        figures_of = (found.area, found.people, found.staff, _VILLAGES, found.revenue, found.hours)
        row: list[Cell] = [name, "乡", kind, county, "", *figures_of]
        blank: list[Cell] = [None] * 6
        villages = villages_of(name, _VILLAGES + (index < 10))
        return [row, *([v, "村", "社区" if v.endswith("社区") else "村", name, "", *blank] for v in villages)]

    def _write_township(self, number: int, index: int) -> None:
        township = TOWNSHIPS[index]
        name = township_name(number, township)
        random = self._random("township", number, township)
        habits = _HABITS[index % len(_HABITS)]
        load = min(self.scale, 1.0) * _SHARE * random.gammavariate(16, 1 / 16)
        received = choose_receipts(random, self.papers, min(load, 0.98))
        rows = [self._document_row(random, paper, day) for paper, day in received]
        if index == 6:
            rows.append([date(figures.YEAR, 5, 4), "县应急局", "", "", "红头", "否", "协同平台", ""])
        if index == 8:
            rows.append(
                [date(figures.YEAR, 5, 5), "县某某工作专班", "", "关于报送排查情况的通知", "白头", "否", "微信", ""]
            )
        folder = self._folder(f"乡镇/{name}")
        title = f"{name}{figures.YEAR}年收文登记表"
        headings = _DOCUMENT_HEADINGS[index % 2]
        write_register(
            folder / title, title, self._odd(headings, index), self._odd_rows(rows, index), habits, group="来文情况"
        )
        self.rows += len(rows)
        meetings = [m for m in self.meetings if random.random() < load]
        self._write_meetings(folder, name, [self._meeting_row(random, m) for m in meetings], habits)
        if number == 0 and township == SECOND_TOWNSHIP:
            self._write_list(name, "订阅登记", focus.SUBSCRIPTION_HEADINGS, focus.fill_subscriptions()[1])

    def _odd(self, headings: Sequence[str], index: int) -> Sequence[str]:
        return (*headings, "转办二维码") if index == 9 else headings

    def _odd_rows(self, rows: list[list[Cell]], index: int) -> list[list[Cell]]:
        return [[*row, f"QR{n:05d}"] for n, row in enumerate(rows)] if index == 9 else rows

    def _document_row(self, random: Random, paper: Paper, day: date) -> list[Cell]:
        secretary = "是" if random.random() < 0.33 else "否"
        return [day, paper.department.alias, paper.number, paper.title, paper.header, secretary, "协同平台", ""]

    def _meeting_row(self, random: Random, meeting: Meeting) -> list[Cell]:
        secretary = "是" if meeting.rank == "主要负责同志" and random.random() < 0.95 else "否"
        hour = random.choice(("9:00", "15:00", "8:30"))
        held = f"{meeting.held_on.year}年{meeting.held_on.month}月{meeting.held_on.day}日{hour}"
        row: list[Cell] = [meeting.noticed_on, meeting.department.alias, meeting.title, held]
        return [*row, meeting.form, meeting.rank, secretary, meeting.minutes]

    def _write_meetings(self, folder: Path, name: str, rows: list[list[Cell]], habits: Habits) -> None:
        title = f"{name}{figures.YEAR}年会议通知登记"
        write_register(folder / title, title, _MEETING_HEADINGS, rows, habits, group="会议情况")

    def _write_focus_documents(self) -> None:
        random = self._random("focus")
        special = focus.special_documents()
        in_period = [case for case in special if case[0] < figures.ELEVEN_MONTHS[1]]
        early = [p for p in self.papers if p.sent_on < figures.ELEVEN_MONTHS[1]]
        late = [p for p in self.papers if p.sent_on >= figures.ELEVEN_MONTHS[1]]
        chosen = choose_exactly(random, early, figures.DOCUMENTS - len(in_period))
        chosen += choose_exactly(random, late, min(_DECEMBER_DOCUMENTS, len(late)))
        rows: list[list[Cell]] = [
            [day, p.department.alias, p.number, p.title, p.header, "否", "协同平台", ""] for p, day in chosen
        ]
        for place in random.sample(range(figures.DOCUMENTS - len(in_period)), figures.DOCUMENTS_FOR_SECRETARY):
            rows[place][5] = "是"
        for day, alias, number, title, remark in special:
            rows.append([day, alias, number, title, "红头" if number else "便函", "否", "协同平台", remark])
        rows.sort(key=lambda row: str(row[0]))
        self.rows += len(rows)
        self._write_focus_registers(rows)
        self._write_focus_meetings(random)

    def _write_focus_registers(self, rows: list[list[Cell]]) -> None:
        """The same register as it grew, and a second office's register of some of the same papers."""
        folder, year = self._folder(f"乡镇/{FOCUS_TOWNSHIP}"), figures.YEAR
        half = [row for row in rows if str(row[0]) < f"{year}-07-01"]
        eleven = [row for row in rows if str(row[0]) < f"{year}-12-01"]
        fire = [row for row in eleven if "消防" in str(row[3])][:20]
        for name, part in (("1—6月", half), ("1—11月", eleven), ("全年", rows), ("应急办", fire)):
            title = f"{FOCUS_TOWNSHIP}{year}年{name}收文登记表"
            write_register(folder / title, title, _DOCUMENT_HEADINGS[0], part, _HABITS[0])

    def _write_focus_meetings(self, random: Random) -> None:
        early = [m for m in self.meetings if m.noticed_on < figures.ELEVEN_MONTHS[1]]
        late = [m for m in self.meetings if m.noticed_on >= figures.ELEVEN_MONTHS[1]]
        chosen = random.sample(early, figures.MEETINGS) + random.sample(late, min(_DECEMBER_MEETINGS, len(late)))
        rows = [self._meeting_row(random, meeting) for meeting in chosen]
        for row in rows:
            row[6] = "否"
        for place in random.sample(range(figures.MEETINGS), figures.MEETINGS_FOR_SECRETARY):
            rows[place][6] = "是"
        rows.sort(key=lambda row: str(row[0]))
        self._write_meetings(self._folder(f"乡镇/{FOCUS_TOWNSHIP}"), FOCUS_TOWNSHIP, rows, _HABITS[0])

    def _write_focus_lists(self) -> None:
        random = self._random("lists")
        self._write_list(FOCUS_TOWNSHIP, "报表台账清单", focus.DATA_REQUEST_HEADINGS, focus.data_requests(random))
        self._write_list(FOCUS_TOWNSHIP, "督查检查登记", focus.INSPECTION_HEADINGS, focus.inspections(random))
        self._write_list(FOCUS_VILLAGE, "留痕任务清单", focus.TRACE_HEADINGS, focus.village_traces())
        self._write_list(FOCUS_TOWNSHIP, "订阅登记", focus.SUBSCRIPTION_HEADINGS, focus.fill_subscriptions()[0])
        self._write_list(FOCUS_TOWNSHIP, "阵地牌子清单", focus.FACILITY_HEADINGS, focus.facilities())
        self._write_list(FOCUS_TOWNSHIP, "APP与工作群清单", focus.TOOL_HEADINGS, focus.tools())
        groups = focus.groups("妇女主任", figures.VILLAGE_GROUPS)
        self._write_list(FOCUS_VILLAGE, "APP与工作群清单", focus.TOOL_HEADINGS, groups)
        county = self._folder("县委办")
        write_register(
            county / "任务分解表", f"{COUNTY}{figures.YEAR}年任务分解表", focus.DELEGATION_HEADINGS,
            focus.delegations(), Habits("day", "xlsx", totals_row=True),
        )  # fmt: skip
        write_register(
            county / "情况统计表", f"{COUNTY}{figures.YEAR}年基层情况统计表", focus.OBSERVATION_HEADINGS,
            focus.observations(), Habits("text", "xlsx", note_below=True),
        )  # fmt: skip

    def _write_list(self, organ: str, register: str, headings: Sequence[str], rows: list[list[Cell]]) -> None:
        title = f"{organ}{figures.YEAR}年{register}"
        folder = self._folder(f"乡镇/{FOCUS_TOWNSHIP if organ == FOCUS_VILLAGE else organ}")
        write_register(folder / title, title, headings, rows, Habits("day", "xlsx"))

    def _write_notices(self) -> None:
        folder = self._folder("县直部门通知")
        notices = make_notices(self._random("notices"), figures.YEAR)
        for notice in notices[:6]:
            (folder / f"{notice.title}.docx").write_bytes(write_docx(notice))
        for notice in notices[6:9]:
            (folder / f"{notice.title}.pdf").write_bytes(write_pdf(notice, folder))
        for notice in notices[9:11]:
            (folder / f"{notice.title}.ofd").write_bytes(write_ofd(notice))
        (folder / f"{notices[11].title}.txt").write_bytes(write_text(notices[11]))
        (folder / f"扫描件-{notices[12].title}.png").write_bytes(write_scan(notices[12]))
        packed = {f"{notice.title}.docx": write_docx(notice) for notice in notices[13:]}
        (folder / f"{figures.YEAR}年部门通知汇集.zip").write_bytes(pack(packed))

    def _write_chats(self) -> None:
        folder = self._folder("工作群聊天记录")
        for township, style in zip(CHAT_TOWNSHIPS, ("wechat", "qq", "dingtalk"), strict=True):
            text = write_chat(self._random("chat", township), township, style, figures.YEAR)
            (folder / f"{township}平安建设工作群.txt").write_text(text, encoding="utf-8")


def county_name(number: int) -> str:
    """The name of the n-th county of a scaled-up demonstration; the first is the demonstration county itself."""
    return COUNTY if number == 0 else f"云岫{number}号县"


def township_name(number: int, township: str) -> str:
    """A township's name, with its county's where the county is not the first."""
    return township if number == 0 else f"{county_name(number)}{township}"
