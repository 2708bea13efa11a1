"""`jianfu rules check|stale|render|coverage`: the cards themselves."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.terminal.screen import fail, say, say_json

if TYPE_CHECKING:
    from jianfu.rulebook.cards.card import RuleCard

Folders = Annotated[
    list[Path] | None, typer.Option("--rulebook", help="规则卡文件夹（缺省为自带的和数据文件夹里的）", metavar="文件夹")
]


def check(rulebook: Folders = None) -> None:
    """检查全部规则卡：写法、日期、处理轻重、算例；有一处错误就不能使用。"""
    from jianfu.rulebook.cards.checking import count_mutants

    cards = load_cards(rulebook)
    examples = sum(len(card.examples) for card in cards)
    mutants = sum(count_mutants(card) for card in cards)
    say(f"{len(cards)} 张规则卡，{examples} 个算例全部相符；改动一步共 {mutants} 种，算例都能看出来。")


def stale(
    days: Annotated[int, typer.Option(help="签署超过这么多天的也列出", metavar="天数")] = 365,
    rulebook: Folders = None,
) -> None:
    """列出没有签署的、签署以后改动过的、签署已久的规则卡。"""
    from jianfu.rulebook.cards.card import Signature

    today = date.today()  # noqa: DTZ011  # the county's own day
    waiting = 0
    for card in load_cards(rulebook):
        signed_on = card.review.signed_on
        is_old = signed_on is not None and (today - signed_on).days > days
        if card.signature is not Signature.VALID or is_old:
            waiting += 1
            say(f"{card.number} {card.name}：{'签署已久' if is_old else card.signature.value}  摘要 {card.digest}")
    say(f"共 {waiting} 张要看。签署：在卡里写“审核: {{人: …, 日期: …, 摘要: …}}”，摘要照抄上面的。")


def render(
    output: Annotated[Path, typer.Option("-o", "--output", help="放签署册的文件夹", metavar="文件夹")],
    organ: Annotated[str, typer.Option(help="签署册是哪个单位的", metavar="单位")] = "",
    signed: Annotated[
        Path | None, typer.Option(help="上次签署时的规则卡文件夹，签署册开头列出改动", metavar="文件夹")
    ] = None,
    rulebook: Folders = None,
) -> None:
    """写出签署册（docx 和 html）：左边条文要点，右边怎样判断，下面列算例，供审核人逐张签署。"""
    from jianfu.reporting.booklet import write_booklet

    before = load_cards([signed]) if signed else None
    today = date.today()  # noqa: DTZ011  # the county's own day
    paths = write_booklet(load_cards(rulebook), output, organ=organ, made_on=today, signed=before)
    say(f"签署册已写入 {'、'.join(map(str, paths))}。")


def coverage(
    as_json: Annotated[bool, typer.Option("--json", help="每条输出一行 JSON")] = False,
) -> None:
    """列出各项政策的每一条：已编成卡、要人工判断、不适用，还是没有编、为什么。"""
    from jianfu.rulebook.cards.coverage import load_coverage
    from jianfu.rulebook.cards.tree import BrokenCards
    from jianfu.vocabulary.packaged import packaged_folder

    try:
        clauses = load_coverage(packaged_folder("rulebook"), load_cards([packaged_folder("rulebook")]))
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


def load_cards(folders: list[Path] | None) -> "tuple[RuleCard, ...]":
    """All cards of the folders; of those that come with Jianfu and the county's own where none is named."""
    from jianfu.rulebook.cards.checking import load_checked
    from jianfu.rulebook.cards.tree import BrokenCards
    from jianfu.vocabulary.packaged import packaged_folder
    from jianfu.web.settings import JIANFU_HOME

    try:
        cards = load_checked(folders or [packaged_folder("rulebook"), JIANFU_HOME / "rulebook"])
    except BrokenCards as broken:
        fail(str(broken))
    return cards or fail("没有找到规则卡。请核对文件夹：下面按政策分文件夹，每条一个 .yaml 文件。")
