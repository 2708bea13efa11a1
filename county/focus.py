"""The cases that the published report tells, as rows of registers that the focus township and village keep."""

from datetime import date
from random import Random

from county import figures
from county.names import COUNTY, DEPARTMENTS, FOCUS_TOWNSHIP, FOCUS_VILLAGE, FUEL_ZONE_TOWNSHIP, TOWNSHIPS
from county.sheets import Cell

Rows = list[list[Cell]]
_HOLIDAY_CHECK = "关于开展“两节”前特种设备安全隐患排查的通知"
_YEAR_END_CHECK = "关于开展岁末年初特种设备安全隐患排查的通知"

DATA_REQUEST_HEADINGS = (
    "要求部门", "报表（台账）名称", "工作事项", "填报内容", "报送频次", "版本", "电子档", "签字盖章纸质档",
    "录入系统", "与考核挂钩", "接到通知时间", "报送时限", "给予时限（小时）",
)  # fmt: skip
INSPECTION_HEADINGS = (
    "来检单位",
    "检查事项",
    "使用名义",
    "检查日期",
    "是否列入计划",
    "陪同人数",
    "陪同时长（小时）",
    "备注",
)
TRACE_HEADINGS = ("要求部门", "任务名称", "要求频次", "每年次数", "照片张数", "上传条数", "承担人员", "上传系统")
SUBSCRIPTION_HEADINGS = ("征订单位", "报刊（影片）名称", "类别", "是否党报党刊", "份数", "金额（元）", "使用情况")
FACILITY_HEADINGS = (
    "要求部门",
    "阵地（牌子）名称",
    "类型",
    "设置层级",
    "独立场所",
    "建设投入（元）",
    "使用情况",
    "收文单位",
)
TOOL_HEADINGS = ("推广部门", "名称", "类型", "强制使用", "积分排名", "登录频次", "使用人")
DELEGATION_HEADINGS = (
    "下达部门",
    "任务名称",
    "乡镇（街道）",
    "任务数",
    "计量单位",
    "奖惩措施",
    "与考核挂钩",
    "下达日期",
)
OBSERVATION_HEADINGS = ("单位", "指标", "数值", "计量单位", "起始日期", "截止日期", "数据来源", "说明")


def special_documents() -> list[tuple[date, str, str, str, str]]:
    """(day, issuer's alias, number, title, remark) of the documents that the report tells of one by one."""
    year = figures.YEAR
    return [
        (date(year, 9, 15), "县市监局", f"青市监发〔{year}〕945号", _HOLIDAY_CHECK, ""),
        (date(year, 9, 15), "县文旅局", "", f"转发《{_HOLIDAY_CHECK}》的通知", ""),
        (date(year, 12, 7), "县市监局", "", _YEAR_END_CHECK, ""),
        (date(year, 12, 7), "县市监局", "", _YEAR_END_CHECK, "以此份为准"),
        (date(year, 12, 7), "县市监局", "", _YEAR_END_CHECK, "以此份为准"),
    ]


def data_requests(random: Random) -> Rows:
    """Ledgers asked of the focus township."""
    places = "场所名称、负责人、联系电话、检查时间、隐患内容、整改期限"
    waters = "水域名称、水域类型、责任单位、包保责任人、联系电话、警示牌、救生设施、巡查频次"
    houses = "房屋编号、产权人、地址、层数、面积、建成年代、结构类型、安全隐患"
    rows: Rows = [
        [alias, f"{word}消防安全排查台账", "消防安全", places, "每月一次", "", "是", "是", "", "否", None, None, None]
        for alias, word in (("县应急局", "企业"), ("县商务局", "商贸"), ("县文旅局", "文旅"), ("县民政局", "养老机构"))
    ]
    rows += [
        [alias, "防溺水包保责任台账", "防溺水", waters + extra, "每月一次", "", "是", "是", "", "是", None, None, None]
        for alias, extra in (("县教育局", ""), ("县妇联", "、儿童人数"), ("团县委", "、志愿者"))
    ]
    rows += [
        [alias, f"自建房信息（{system}）", "自建房", houses, "随时", "", "是", "否", system, "是", None, None, None]
        for alias, system in (
            ("县住建局", "危房改造信息系统"), ("县住建局", "农村房屋安全系统"), ("县自然资源局", "居民自建房整治平台"),
        )
    ]  # fmt: skip
    morning, afternoon = f"{figures.YEAR}年12月7日上午11:30", f"{figures.YEAR}年12月7日下午4点"
    rows.append([
        "县消防大队", "今冬明春消防工作资料", "消防安全", places, "一次", "", "是", "是", "", "是", morning, afternoon, 2,
    ])  # fmt: skip
    rows += [
        ["县乡村振兴局", "农村户厕问题摸排整改工作台账", "农村户厕", "户主、厕屋类型、问题、整改措施、完成时间",
         "一次", f"第{version}版", "是", "是", "", "否", date(figures.YEAR, 3 + version, 10), None, None]
        for version in range(1, figures.VERSIONS + 1)
    ]  # fmt: skip
    return rows + _ordinary_requests(random)


def _ordinary_requests(random: Random) -> Rows:
    frequencies = ("每月一次", "每季度一次", "每周一次", "半年一次", "一次")
    rows: Rows = []
    for department in DEPARTMENTS[7:34]:
        topic = department.topics[1]
        rows.append([
            department.alias, f"{topic}情况统计表", f"{topic}工作", "单位、数量、完成情况、存在问题", random.choice(frequencies), "",
            "是", random.choice(("是", "否")), "", "否", None, None, None,
        ])  # fmt: skip
    return rows


def inspections(random: Random) -> Rows:
    """Visits to the focus township: the day of three organs, the two days of split errands, and ordinary ones."""
    year = figures.YEAR
    rows: Rows = [
        ["县农业农村局", "粮食生产情况", "调研", date(year, 6, 14), "否", 3, 2, ""],
        ["县乡村振兴局", "防返贫监测", "督导", date(year, 6, 14), "否", 4, 3, ""],
        ["县应急局", "安委会成员单位安全生产", "检查", date(year, 6, 14), "是", 3, 2.5, ""],
        ["县农业农村局", "粮油站粮食播种面积", "指导", date(year, 4, 19), "否", 2, 2, "粮油站"],
        ["县农业农村局", "经作站果园改造", "指导", date(year, 4, 19), "否", 2, 2, "经作站"],
        ["县乡村振兴局", "迎省检准备", "督导", date(year, 11, 8), "否", 5, 3, ""],
        ["县乡村振兴局", "改厕验收", "验收", date(year, 11, 8), "是", 3, 2, ""],
    ]
    names = ("调研", "指导", "督导", "走访", "检查", "督查")
    for serial, department in enumerate(DEPARTMENTS * 2):
        day = date(year, serial % 11 + 1, 2 + (serial * 7) % 20)
        if (day.month, day.day) not in {(6, 14), (4, 19), (11, 8)}:
            planned, people = random.choice(("是", "否", "否")), random.randint(1, 5)
            topic = department.topics[serial % 8]
            rows.append([department.alias, f"{topic}情况", random.choice(names), day, planned, people, 2, ""])
    return _one_a_day(rows)


def _one_a_day(rows: Rows) -> Rows:
    """At most two ordinary visits a day and one by each organ: the told cases stay the worst."""
    kept: Rows = []
    seen: dict[object, list[object]] = {}
    for row in rows:
        told = len(kept) < 7
        if told or (len(seen.get(row[3], [])) < 2 and row[0] not in seen.get(row[3], [])):
            seen.setdefault(row[3], []).append(row[0])
            kept.append(row)
    return kept


def village_traces() -> Rows:
    """What the focus village has to photograph, patrol and upload."""
    rows: Rows = [
        ["县公安局", "网格员一日一巡查", "一日一巡查", 365, 1, None, "网格员", "网格系统"],
        ["县交通局", "道路交通安全劝导信息上传", "每天上传2条以上", 364, None, 2, "劝导员", "道安小程序"],
        ["县退役军人局", "政务学习应用登录点赞", "每天登录", 250, None, 1, "村干部", "学习应用"],
        ["县水利局", "河林田三长巡护", "每周一次", 52, 1, 1, "三长", "巡护系统"],
    ]
    activities = ("理论宣讲", "市民教育", "健身活动", "文艺活动", "科普宣传")
    return rows + [["县文明中心", f"文明实践{name}", "每月1次以上", 12, 3, None, "实践站", ""] for name in activities]


def subscriptions(count: int, outside: int, total_yuan: int, films: int) -> Rows:
    """`count` titles for `total_yuan`, `outside` of them not party press, `films` of those films."""
    party = count - outside
    names = [f"党报党刊第{n}种" for n in range(1, party + 1)]
    names += [f"行业报刊第{n}种" for n in range(1, outside - films + 1)]
    names += [f"影片《青岚岁月》第{n}部" for n in range(1, films + 1)]
    share = total_yuan // count
    amounts = [share] * (count - 1) + [total_yuan - share * (count - 1)]
    rows: Rows = []
    for index, (name, amount) in enumerate(zip(names, amounts, strict=True)):
        medium = "电影" if "影片" in name else "报纸" if index % 2 else "刊物"
        use = "未拆封" if index % 5 == 0 and medium != "电影" else "正常"
        party_press = "是" if index < party else "否"
        rows.append([DEPARTMENTS[index % 40].alias, name, medium, party_press, 10 + index, amount, use])
    return rows


def facilities() -> Rows:
    """Rooms asked of the focus township, rooms and plaques asked of the focus village."""
    rooms = [(DEPARTMENTS[n % figures.ROOM_DEPARTMENTS], n) for n in range(figures.ROOMS - 1)]
    rows: Rows = []
    for department, n in rooms:
        separate = "是" if n < figures.SEPARATE_ROOMS - 1 else "否"
        name = f"{department.topics[n // figures.ROOM_DEPARTMENTS]}工作站"
        rows.append(
            [
                department.alias,
                name,
                "阵地",
                "乡镇",
                separate,
                None,
                "利用率低" if n % 3 == 0 else "正常",
                FOCUS_TOWNSHIP,
            ]
        )
    # The practice stations are asked for by one of the counted departments, so that 22 departments stay 22.
    station, asker = "新时代文明实践所（站）", "县文旅局"
    rows.append([asker, station, "阵地", "乡镇", "是", figures.STATION_TOWNSHIP_YUAN, "利用率低", FOCUS_TOWNSHIP])
    rows.append([asker, station, "阵地", "村", "否", figures.STATION_VILLAGE_YUAN, "利用率低", FOCUS_VILLAGE])
    military = ("武装部办公室", "民兵应急排办公室", "国防教育室", "器材室", "兵役登记站", "青年民兵之家")
    rows += [["县人武部", name, "阵地", "村", "是", None, "正常", FOCUS_VILLAGE] for name in military]
    for n in range(figures.PLAQUES):
        department = DEPARTMENTS[n % figures.PLAQUE_DEPARTMENTS]
        name = f"{department.topics[n // figures.PLAQUE_DEPARTMENTS]}服务点"
        rows.append([department.alias, name, "牌子", "村", "否", None, "正常", FOCUS_VILLAGE])
    return rows


def tools() -> Rows:
    """Apps pushed to the focus township, and the groups of one of its members."""
    forms = ("APP", "小程序", "系统")
    rows: Rows = []
    for n in range(figures.APPS):
        department = DEPARTMENTS[n]
        ranked, daily = ("是" if n % 3 == 0 else "否"), ("每天" if n % 4 == 0 else "每周一次")
        rows.append([department.alias, f"青岚{department.topics[0]}通", forms[n % 3], "是", ranked, daily, "镇村干部"])
    return rows + groups("党委委员、政法委员", figures.TOWNSHIP_GROUPS)


def groups(holder: str, count: int) -> Rows:
    """The chat groups of one member of staff."""
    return [
        [DEPARTMENTS[n].alias, f"{DEPARTMENTS[n].topics[2]}工作群", "工作群", "", "", "", holder] for n in range(count)
    ]


def delegations() -> Rows:
    """The quota of firms over all townships, and two tasks with fines."""
    day = date(figures.YEAR, 2, 20)
    rows: Rows = [
        ["县市监局", "市场主体培育", township, quota, "家", "排名通报", "是", day]
        for township, quota in zip(TOWNSHIPS, _split_quota(), strict=True)
    ]
    rows += [
        ["县医保局", "城乡居民医保参保", name, 18000, "人", "月排名、纳入考核", "是", day] for name in TOWNSHIPS[:20]
    ]
    return rows + [
        ["县生态环境局", "秸秆禁烧零火点", name, 0, "处", "每处火点扣减经费", "是", day] for name in TOWNSHIPS[:12]
    ]


def _split_quota() -> list[int]:
    """The published total over all townships, up and down around the mean."""
    mean = figures.FIRMS // figures.TOWNSHIP_COUNT
    quotas = [mean + (n % 7 - 3) * 9 for n in range(figures.TOWNSHIP_COUNT)]
    return [quotas[0] + figures.FIRMS - sum(quotas), *quotas[1:]]


def observations() -> Rows:
    """What people stated from memory or by their own count, with totals that do and do not match the registers."""
    year = figures.YEAR
    start, end = date(year, 1, 1), date(year, 11, 30)
    rows: Rows = [
        [FOCUS_VILLAGE, "打印用纸", figures.SHEETS, "张", start, end, "个人回忆",
         f"约{figures.PAPER_BOXES}箱共{figures.PAPER_PACKS}包，平均每个工作日接近100页"],
        [FUEL_ZONE_TOWNSHIP, "划入高污染燃料禁燃区的村（社区）", 6, "个", None, None, "访谈", "全镇7个村（社区）"],
        [FUEL_ZONE_TOWNSHIP, "实际位于禁燃区范围的农户占比不高于", 10, "%", None, None, "访谈", "“一刀切”划入"],
        [FOCUS_TOWNSHIP, "收文", figures.DOCUMENTS, "件", start, end, "台账", ""],
        [FOCUS_TOWNSHIP, "会议通知", figures.MEETINGS, "次", start, end, "工作日志", "约数"],
        ["白石坳镇", "会议通知", 300, "次", start, end, "个人回忆", "约数"],
    ]  # fmt: skip
    visited = [*TOWNSHIPS[:5]]
    return rows + [[name, "“解剖麻雀”式调研走访", 1, "次", None, None, "台账", COUNTY] for name in visited]


def fill_subscriptions() -> tuple[Rows, Rows]:
    """Both townships' subscriptions."""
    first = subscriptions(figures.SUBSCRIPTIONS_A, figures.OUTSIDE_PARTY_PRESS_A, figures.AMOUNT_A_YUAN, 2)
    return first, subscriptions(figures.SUBSCRIPTIONS_B, 20, figures.AMOUNT_B_YUAN, 3)
