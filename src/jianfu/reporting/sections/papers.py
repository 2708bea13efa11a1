"""（一）文山会海 and （二）资料台账."""

from datetime import datetime

from jianfu.reporting.document import Heading, Node, Sentence, Table, gather_told, join, paragraph, sentence
from jianfu.reporting.figures import data_requests, documents_meetings
from jianfu.reporting.figures.documents_meetings import ForwardedDocument, Load, RepeatedDocument
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_day, say_list, say_period, say_title

_SEVERAL_FORMS = 2


def tell_documents_meetings(material: Material) -> list[Node]:
    """Documents and meetings."""
    return [
        Heading(2, "（一）文山会海"),
        *gather_told(_tell_documents(material), _tell_repetition(material), _tell_meetings(material)),
    ]


def _tell_documents(material: Material) -> Node:
    receipts, different = documents_meetings.count_documents(material)
    load = documents_meetings.measure_documents(material)
    known, plain, share = documents_meetings.count_without_red_header(material)
    due, tied = documents_meetings.count_due_today(material)
    return paragraph(
        sentence(f"{material.bearers}共登记收文", receipts, "件，"),
        sentence("涉及", different, "份不同文件。"),
        _say_load(material, load, "收文", "件", "需书记阅示的"),
        sentence("在注明文头类别的", known, "件收文中，"),
        sentence("以便函、白头、电子通知、群消息等形式下发的", plain, "件，占", share, "。") or _no_plain(known),
        sentence("收文当日即须报送、给予时间不足一个工作日的", due, "件。"),
        sentence("其中注明与考核挂钩的", tied, "件。"),
        lead="文件方面。",
    )


def _no_plain(known: object) -> Sentence:
    return ("未见以便函、白头等形式下发的登记。",) if known else ()


def _say_load(material: Material, load: Load, noun: str, unit: str, secretary_words: str) -> Sentence:
    each = "平均每个" + material.body_word if material.covers_townships else "平均"
    bodies = sentence("有登记的", load.bodies, f"个{material.body_word}本级") if material.covers_townships else ()
    if load.count is None:
        return ()
    return join(
        bodies or sentence(f"{material.body_word}本级"),
        sentence(f"{noun}", load.count, f"{unit}，"),
        sentence(f"{each}每个工作日", load.average, f"{unit}；"),
        sentence(f"其中{secretary_words}", load.secretary, f"{unit}，"),
        sentence(f"{each}每个工作日", load.secretary_average, f"{unit}。"),
    )


def _tell_repetition(material: Material) -> Node:
    repeated, worst = documents_meetings.find_repeated_documents(material)
    forwarded, example = documents_meetings.find_forwarded_documents(material)
    return paragraph(
        sentence("同一单位同一天向同一单位重复下发同题文件的有", repeated, "份。"),
        _say_repeated(worst),
        sentence("同一天又由其他单位印发或转发同题文件的有", forwarded, "份。"),
        _say_forwarded(example),
        lead="重复发文方面。",
    )


def _say_repeated(worst: RepeatedDocument | None) -> Sentence:
    if worst is None:
        return ()
    head = f"如{say_day(worst.day)}，{printable(worst.issuer)}先后"
    said = sentence(head, worst.times, f"次下发{say_title(worst.title)}")
    marked = sentence("，其中", worst.superseding, "次注明“以此份为准”一类字样")
    return (*said, *marked, "。")


def _say_forwarded(example: ForwardedDocument | None) -> Sentence:
    if example is None:
        return ()
    names = (
        f"{say_list(example.names)}等" if example.issuers.value > len(example.names[:6]) else say_list(example.names)
    )
    head = f"如{say_day(example.day)}，同一单位收到{names}"
    return sentence(head, example.issuers, f"个单位印发的{say_title(example.title)}。")


def _tell_meetings(material: Material) -> Node:
    load = documents_meetings.measure_meetings(material)
    most, receiver, day = documents_meetings.find_fullest_meeting_day(material)
    hours = documents_meetings.sum_meeting_hours(material)
    when = f"{say_day(day)}，" if day is not None else ""
    return paragraph(
        _say_load(material, load, "收到会议通知", "次", "需书记参加的"),
        sentence(f"会议最集中的一天是{when}{printable(receiver)}当日登记会议", most, "次。"),
        sentence("登记了会议时长的会议合计", hours, "小时。"),
        lead="会议方面。",
    )


def tell_data_requests(material: Material) -> list[Node]:
    """Ledgers, forms and paper."""
    return [
        Heading(2, "（二）资料台账"),
        *gather_told(
            _tell_requests(material), _tell_forms(material), *_tabulate_topics(material), *_tell_paper(material)
        ),
    ]


def _tell_requests(material: Material) -> Node:
    receipts, kinds = data_requests.count_requests(material)
    topics, by_issuers = data_requests.find_topics_of_many(material)
    in_systems, by_systems = data_requests.find_topics_in_systems(material)
    typed: Sentence = ()
    if by_systems:
        worst = by_systems[0]
        names = "、".join(say_title(name) for name in worst.names[:4])
        typed = sentence(f"如{printable(worst.subject)}须分别录入{names}", worst.count, "个系统。")
    asked: Sentence = ()
    if by_issuers:
        most = by_issuers[0]
        asked = sentence(
            f"如{printable(most.subject)}，{_say_askers(most.names)}共", most.count, "个单位分别索要资料。"
        )
    return paragraph(
        sentence(f"{material.bearers}共收到资料报送要求", receipts, "件次，"),
        sentence("涉及", kinds, "种资料、台账、报表。"),
        sentence("同一工作事项由三个以上单位分别索要的有", topics, "项。"),
        asked,
        sentence("同一工作事项须录入两个以上系统的有", in_systems, "项。"),
        typed,
        lead="多头报送方面。",
    )


def _say_askers(names: tuple[str, ...]) -> str:
    return say_list(names) if len(names) <= 6 else "、".join(printable(name) for name in names[:6]) + "等"


def _tell_forms(material: Material) -> Node:
    known, both, share = data_requests.count_double_filings(material)
    due, tied, example = data_requests.find_requests_due_today(material)
    changing, ledgers = data_requests.find_changing_templates(material)
    changed: Sentence = ()
    if ledgers:
        worst = ledgers[0]
        issuer = printable(worst.names[0])
        changed = sentence(f"如{issuer}{say_title(worst.subject)}先后有", worst.count, "个模板版本。")
    return paragraph(
        sentence("在注明报送形式的", known, "件次中，"),
        sentence("电子档、签字盖章纸质档都要的", both, "件次，占", share, "。")
        or (("没有电子档、纸质档都要的登记。",) if known else ()),
        sentence("当日下达、当日报送且给予时限不足8个工作小时的", due, "件次。"),
        sentence("其中注明与考核挂钩的", tied, "件次。"),
        _say_due_today(example),
        sentence("模板有三个以上版本的台账", changing, "种。"),
        changed,
        lead="报送要求方面。",
    )


def _say_due_today(example: data_requests.DueToday | None) -> Sentence:
    if example is None or not isinstance(example.due_at, datetime):
        return ()
    due = f"{example.due_at:%H:%M}"
    received = f"{example.received_at:%H:%M}" if isinstance(example.received_at, datetime) else "当日"
    day = say_day(example.due_at.date())
    tied = "，并注明与考核挂钩" if example.tied else ""
    head = f"如{day}{received}收到{printable(example.issuer)}{say_title(example.title)}，要求当日{due}前报送，给予时间"
    off = "（收到时已非工作时间）" if not example.hours.value else ""
    return sentence(head, example.hours, f"个工作小时{off}{tied}。")


def _tabulate_topics(material: Material) -> list[Node]:
    _, topics = data_requests.find_topics_of_many(material)
    _, ledgers = data_requests.find_changing_templates(material)
    nodes: list[Node] = []
    if len(topics) >= _SEVERAL_FORMS:
        rows = tuple((printable(t.subject), t.count, _say_askers(t.names)) for t in topics)
        nodes.append(Table("索要单位较多的工作事项", ("工作事项", "索要单位（个）", "单位名称"), rows))
    if len(ledgers) >= _SEVERAL_FORMS:
        rows = tuple((say_title(one.subject), one.count, printable(one.names[0])) for one in ledgers)
        nodes.append(Table("模板版本较多的台账", ("台账", "模板版本（个）", "下发单位"), rows))
    return nodes


def _tell_paper(material: Material) -> list[Node]:
    uses = data_requests.list_paper_use(material)[:5]
    if not uses:
        return []
    said: list[Sentence] = []
    for use in uses:
        when = f"{say_period(use.period)}" if use.period else "（未注明期间）"
        said.append(sentence(f"{printable(use.organ)}{when}用纸", use.sheets, "张，" if use.average else "张。"))
        said.append(sentence("平均每个工作日", use.average, "张。"))
        said.append((f"原说明中{printable(use.loose)}，以复算数为准。",) if use.loose else ())
    return [paragraph(*said, lead="打印用纸方面。")]
