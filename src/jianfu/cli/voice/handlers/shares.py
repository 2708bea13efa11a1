"""`jianfu voice shares`: the recovery key in five parts, held by people of different organisations."""

import os
from typing import Annotated

import typer

from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import complain, fail, say

app = typer.Typer(
    cls=ChineseGroup, help="恢复钥匙：拆成五份，任意三份可以合成。请在断网的电脑上做。", no_args_is_help=True
)
_WORDS_A_LINE = 6
_CLEAR_SCREEN = "\x1b[2J\x1b[3J\x1b[H"
"""With the lines that were scrolled away."""


@app.command("make", cls=ChineseCommand)
def make() -> None:
    """做一把恢复钥匙并拆成五份，逐份显示、逐份抄写。屏幕以外哪里都不留。"""
    from jianfu.voice.sealing.boxes import SEED_BYTES, make_box
    from jianfu.voice.sealing.shares import SHARES, spell_out, split

    secret = os.urandom(SEED_BYTES)
    say("请确认：电脑已断网；五位保管人来自不同单位，都在场；屏幕别人看不到。")
    for number, part in enumerate(split(secret), start=1):
        typer.prompt(f"请第 {number} 位保管人单独上前，按回车显示第 {number} 份", default="", show_default=False)
        _show_part(part)
        while spell_out(typer.prompt("抄好后照着纸念一遍、输入一遍（每个词输前四个字母即可）")) != part:
            complain("与屏幕上的不一致，请核对后再输一遍。")
        say(_CLEAR_SCREEN)
    say(f"{SHARES} 份都抄好了。恢复公钥（登记到服务器，并抄进仪式纪要，不是秘密）：")
    say(make_box(secret).public)


@app.command("combine", cls=ChineseCommand)
def combine(
    reveal: Annotated[bool, typer.Option("--reveal", help="显示恢复私钥本身，供用 age 打开；一般不要")] = False,
) -> None:
    """输入三份，检查能不能合成；显示它的公钥，与登记的核对。"""
    from jianfu.voice.sealing.boxes import make_box

    box = make_box(ask_shares())
    say(f"合成了。公钥：{box.public}")
    if reveal:
        say(box.secret)


def ask_shares() -> bytes:
    """The recovery secret from three parts that are typed one after the other, each checked at once."""
    from jianfu.voice.sealing.shares import THRESHOLD, CannotCombine, check_part, combine

    parts: list[str] = []
    while len(parts) < THRESHOLD:
        typed = str(typer.prompt(f"第 {len(parts) + 1} 份（33 个词，每词前四个字母即可，不显示）", hide_input=True))
        if check_part(typed):
            parts.append(typed)
        else:
            complain("这一份有误，请逐词核对后重输。")
    try:
        return combine(parts)
    except CannotCombine as problem:
        fail(str(problem))


def _show_part(part: str) -> None:
    words = part.split()
    for start in range(0, len(words), _WORDS_A_LINE):
        line = words[start : start + _WORDS_A_LINE]
        say("　".join(f"{start + place:>2}. {word}" for place, word in enumerate(line, start=1)))
