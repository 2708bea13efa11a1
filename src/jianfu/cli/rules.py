"""`jianfu rules`: the cards, and what they say of the ledger."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.ledger_session import open_ledger
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say, say_json, with_progress

if TYPE_CHECKING:
    from jianfu.rulebook.cards.card import RuleCard
    from jianfu.rulebook.findings import CardResult
    from jianfu.vocabulary.interval import Period

app = typer.Typer(
    cls=ChineseGroup, help="规则卡：把减负规定逐条写成可核对的卡片，并据以核对台账。", no_args_is_help=True
)
Folders = Annotated[
    list[Path] | None, typer.Option("--rulebook", help="规则卡文件夹（缺省为自带的和数据文件夹里的）", metavar="文件夹")
]


@app.command("check", cls=ChineseCommand)
def check(rulebook: Folders = None) -> None:
    """检查全部规则卡：写法、日期、处理轻重、算例；有一处错误就不能使用。"""
    from jianfu.rulebook.cards.checking import count_mutants

    cards = _load(rulebook)
    examples = sum(len(card.examples) for card in cards)
    mutants = sum(count_mutants(card) for card in cards)
    say(f"{len(cards)} 张规则卡，{examples} 个算例全部相符；改动一步共 {mutants} 种，算例都能看出来。")


@app.command("stale", cls=ChineseCommand)
def stale(
    days: Annotated[int, typer.Option(help="签署超过这么多天的也列出", metavar="天数")] = 365,
    rulebook: Folders = None,
) -> None:
    """列出没有签署的、签署以后改动过的、签署已久的规则卡。"""
    from jianfu.rulebook.cards.card import Signature

    today = date.today()  # noqa: DTZ011  # the county's own day
    waiting = 0
    for card in _load(rulebook):
        signed_on = card.review.signed_on
        is_old = signed_on is not None and (today - signed_on).days > days
        if card.signature is not Signature.VALID or is_old:
            waiting += 1
            say(f"{card.number} {card.name}：{'签署已久' if is_old else card.signature.value}  摘要 {card.digest}")
    say(f"共 {waiting} 张要看。签署：在卡里写“审核: {{人: …, 日期: …, 摘要: …}}”，摘要照抄上面的。")


@app.command("render", cls=ChineseCommand)
def render(
    output: Annotated[Path, typer.Option("-o", "--output", help="放签署册的文件夹", metavar="文件夹")],
    organ: Annotated[str, typer.Option(help="签署册是哪个单位的", metavar="单位")] = "",
    rulebook: Folders = None,
) -> None:
    """写出签署册（docx 和 html）：左边条文要点，右边怎样判断，下面列算例，供审核人逐张签署。"""
    from jianfu.reporting.booklet import write_booklet

    paths = write_booklet(_load(rulebook), output, organ=organ, made_on=date.today())  # noqa: DTZ011
    say(f"签署册已写入 {'、'.join(map(str, paths))}。")


@app.command("coverage", cls=ChineseCommand)
def coverage(
    as_json: Annotated[bool, typer.Option("--json", help="每条输出一行 JSON")] = False,
) -> None:
    """列出各项政策的每一条：已编成卡、要人工判断、不适用，还是没有编、为什么。"""
    from jianfu.rulebook.cards.coverage import load_coverage
    from jianfu.rulebook.cards.tree import BrokenCards
    from jianfu.vocabulary.packaged import packaged_folder

    try:
        clauses = load_coverage(packaged_folder("rulebook"), _load([packaged_folder("rulebook")]))
    except BrokenCards as broken:
        fail(str(broken))
    if as_json:
        for clause in clauses:
            say_json(asdict(clause))
        return
    for policy in dict.fromkeys(clause.policy for clause in clauses):
        say(policy)
        for clause in (clause for clause in clauses if clause.policy == policy):
            remark = f"（{clause.remark}）" if clause.remark else ""
            say(f"  {clause.state.value}  {clause.name}  {'、'.join(clause.cards)}{remark}")
    states = Counter(clause.state for clause in clauses)
    say(f"共 {len(clauses)} 条：" + "，".join(f"{state.value} {count} 条" for state, count in states.items()))


@app.command("evaluate", cls=ChineseCommand)
def evaluate(
    organ: Annotated[str | None, typer.Option(help="只核对这个单位及其下级收到的", metavar="单位")] = None,
    start: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="起始日期", metavar="日期")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="截止日期（含）", metavar="日期")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每个问题输出一行 JSON")] = False,
    rulebook: Folders = None,
) -> None:
    """按规则卡核对台账：触发了哪一条、谁发的、依据哪些行；缺数据的如实说不能判断。"""
    cards = _load(rulebook)
    open_ledger()
    from jianfu.ledger.queries import UnknownOrgan, list_regions

    here = [card for card in cards if card.region in {"", *list_regions()}]
    try:
        results = list(_judge(here, organ, _period(start, last)))
    except UnknownOrgan as error:
        fail(str(error))
    if as_json:
        for finding in (finding for result in results for finding in result.findings):
            say_json(asdict(finding))
        return
    _show(results)
    if len(here) < len(cards):
        say(f"另有 {len(cards) - len(here)} 张是别处的规定，没有用于本地。")


def _period(start: datetime | None, last: datetime | None) -> "Period | None":
    from datetime import timedelta

    from jianfu.vocabulary.interval import Period

    if start is None and last is None:
        return None
    if start is None or last is None or last < start:
        fail("请同时给出 --from 和 --to，且起始不晚于截止。")
    return Period(start.date(), last.date() + timedelta(days=1))


def _judge(cards: "list[RuleCard]", organ: str | None, period: "Period | None") -> "Iterator[CardResult]":
    from jianfu.rulebook.findings import Rows, judge
    from jianfu.rulebook.ledger_facts import load_facts, observed_period

    kinds = list(dict.fromkeys(card.kind for card in cards))
    for kind in with_progress(kinds, label="核对"):
        facts, frame = load_facts(kind, organ=organ, period=period)
        rows = Rows(frame["receipt_id"], frame["demand_id"])
        yield from judge(cards, facts, rows, observed_period(facts, period))


def _load(folders: list[Path] | None) -> "tuple[RuleCard, ...]":
    from jianfu.rulebook.cards.checking import load_checked
    from jianfu.rulebook.cards.tree import BrokenCards
    from jianfu.vocabulary.packaged import packaged_folder
    from jianfu.web.settings import JIANFU_HOME

    try:
        cards = load_checked(folders or [packaged_folder("rulebook"), JIANFU_HOME / "rulebook"])
    except BrokenCards as broken:
        fail(str(broken))
    return cards or fail("没有找到规则卡。请核对文件夹：下面按政策分文件夹，每条一个 .yaml 文件。")


def _show(results: "list[CardResult]") -> None:
    from jianfu.rulebook.cards.card import Outcome

    total: Counter[Outcome] = Counter()
    for result in results:
        total += result.rows
        counts = "，".join(f"{outcome.value} {result.rows[outcome]} 行" for outcome in Outcome if result.rows[outcome])
        say(f"{result.card.number} {result.card.name}：问题 {len(result.findings)} 个（{counts or '没有可核对的行'}）")
        if result.rows[Outcome.CANNOT_JUDGE]:
            say(f"    不能判断的：{result.card.if_missing}")
    say("合计：" + "，".join(f"{outcome.value} {total[outcome]} 行" for outcome in Outcome))
