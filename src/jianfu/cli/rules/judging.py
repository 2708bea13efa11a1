"""`jianfu rules evaluate|verify`: what the cards say of the ledger, kept and derived again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.ledger_session import open_ledger
from jianfu.cli.reports.period import read_period
from jianfu.cli.rules.cards import Folders, load_cards
from jianfu.cli.terminal.screen import fail, say, say_json, with_progress

if TYPE_CHECKING:
    from jianfu.rulebook.cards.card import RuleCard
    from jianfu.rulebook.engines.local import Judged
    from jianfu.rulebook.findings import CardResult
    from jianfu.vocabulary.finding import Finding
    from jianfu.vocabulary.interval import Period


_SCRATCH = Path(gettempdir())


def evaluate(
    organ: Annotated[str | None, typer.Option(help="只核对这个单位及其下级收到的", metavar="单位")] = None,
    first_day: Annotated[str | None, typer.Option("--from", help="起始日期", metavar="日期")] = None,
    last_day: Annotated[str | None, typer.Option("--to", help="截止日期（含当日）", metavar="日期")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每个问题输出一行 JSON")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="把问题存入文件，备查", metavar="文件")] = None,
    rulebook: Folders = None,
) -> None:
    """按规则卡核对台账：触发了哪一条、谁发的、依据哪些行；缺数据的如实说不能判断。"""
    cards = load_cards(rulebook)
    period = _read_optional_period(first_day, last_day)
    here, results = _evaluate(cards, organ, period)
    if output is not None:
        from jianfu.rulebook.findings import digest_cards
        from jianfu.rulebook.storing import Scope, write_findings

        written = write_findings(output, Scope(organ, period, digest_cards(here)), _list_findings(results))
        say(f"{written} 个问题已写入 {output}。今后用 jianfu rules verify 可以重新推出核对。")
        return
    if as_json:
        for finding in _list_findings(results):
            say_json(asdict(finding))
        return
    _show(results)
    if len(here) < len(cards):
        say(f"另有 {len(cards) - len(here)} 张是别处的规定，没有用于本地。")


def judge_table(
    folder: Annotated[Path, typer.Argument(help="放 Parquet 表的文件夹", metavar="文件夹")],
    output: Annotated[Path, typer.Option("-o", "--output", help="把问题存入这个文件", metavar="文件")],
    regions: Annotated[
        list[str] | None, typer.Option("--region", help="也用这个地方的规定，可写多次", metavar="地方")
    ] = None,
    engine: Annotated[str, typer.Option(help="local（本机）或 spark（集群）", metavar="引擎")] = "local",
    master: Annotated[str, typer.Option(help="Spark 的地址", metavar="地址")] = "local[*]",
    scratch: Annotated[Path, typer.Option(help="Spark 暂存中间结果的文件夹", metavar="文件夹")] = _SCRATCH,
    rulebook: Folders = None,
) -> None:
    """按规则卡核对全市、全省的大表，不经台账；本机和集群核对的结果相同。"""
    if engine not in {"local", "spark"}:
        fail(f"没有名为“{engine}”的引擎。可以写 local 或 spark。")
    cards = [card for card in load_cards(rulebook) if card.region in {"", *(regions or [])}]
    judged = _judge_on_spark(cards, folder, master, scratch) if engine == "spark" else _judge_here(cards, folder)
    from jianfu.rulebook.findings import digest_cards
    from jianfu.rulebook.storing import Scope, write_findings

    for number, counts in judged.rows.items():
        said = "，".join(f"{outcome.value} {count} 行" for outcome, count in sorted(counts.items()))
        say(f"{number}：{said}")
    written = write_findings(output, Scope(None, None, digest_cards(cards)), judged.findings)
    say(f"{written} 个问题已写入 {output}。")


def _judge_here(cards: "list[RuleCard]", folder: Path) -> "Judged":
    try:
        from jianfu.rulebook.engines.local import judge_tables
        from jianfu.rulebook.engines.tables import UnreadableFacts
    except ModuleNotFoundError:
        fail("读 Parquet 表要用 pyarrow，这里没有装。请执行 pip install 'jianfu[spark]'。")
    try:
        return judge_tables(cards, folder)
    except UnreadableFacts as problem:
        fail(str(problem))


def _judge_on_spark(cards: "list[RuleCard]", folder: Path, master: str, scratch: Path) -> "Judged":
    from jianfu.overlap.engines.spark.installed import NoSpark, check_installed

    try:
        check_installed()
    except NoSpark as problem:
        fail(str(problem))
    from jianfu.overlap.engines.spark.session import open_spark
    from jianfu.rulebook.engines.spark import judge_tables
    from jianfu.rulebook.engines.tables import UnreadableFacts

    try:
        with open_spark(master, scratch) as session:
            return judge_tables(session, cards, folder)
    except (UnreadableFacts, NoSpark) as problem:
        fail(str(problem))


def verify(
    stored: Annotated[Path, typer.Argument(help="jianfu rules evaluate -o 写出的文件", metavar="文件")],
    rulebook: Folders = None,
) -> None:
    """把存下的问题从台账重新推一遍，逐字核对；规则卡或台账改动过的，说明哪些不同。"""
    from jianfu.rulebook.findings import digest_cards
    from jianfu.rulebook.storing import BrokenFindings, Scope, read_lines, say_lines

    try:
        scope, lines = read_lines(stored)
    except BrokenFindings as broken:
        fail(str(broken))
    here, results = _evaluate(load_cards(rulebook), scope.organ, scope.period)
    now = Scope(scope.organ, scope.period, digest_cards(here))
    again = list(say_lines(now, _list_findings(results)))
    if again == lines:
        say(f"逐字相符：{len(lines) - 1} 个问题。")
        return
    if now.rulebook_digest != scope.rulebook_digest:
        say("规则卡与当时不同。要按当时的规则卡核对，请用 --rulebook 指明当时的文件夹。")
    gone, new = _differ(lines[1:], again[1:]), _differ(again[1:], lines[1:])
    fail(f"不相符：当时有而现在推不出的 {gone} 个，现在推出而当时没有的 {new} 个。")


def _differ(lines: "Sequence[str]", others: "Sequence[str]") -> int:
    known = set(others)
    return sum(line not in known for line in lines)


def _evaluate(
    cards: "tuple[RuleCard, ...]", organ: str | None, period: "Period | None"
) -> "tuple[list[RuleCard], list[CardResult]]":
    """The cards that bind here, and what they say."""
    open_ledger()
    from jianfu.ledger.queries import UnknownOrgan
    from jianfu.rulebook.ledger_facts import choose_cards, judge_ledger

    try:
        results = list(judge_ledger(cards, organ, period, lambda kinds: with_progress(kinds, label="核对")))
    except UnknownOrgan as error:
        fail(str(error))
    return choose_cards(cards), results


def _list_findings(results: "list[CardResult]") -> "list[Finding]":
    return [finding for result in results for finding in result.findings]


def _read_optional_period(first_day: str | None, last_day: str | None) -> "Period | None":
    if first_day is None and last_day is None:
        return None
    if first_day is None or last_day is None:
        fail("请同时给出 --from 和 --to。")
    return read_period(first_day, last_day)


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
