"""`jianfu voice reply` and `step`: an answer to the reporter, a step on the way, a yes or no to another's."""

from typing import Annotated

import typer

from jianfu.cli.terminal.screen import fail, say
from jianfu.cli.voice.handlers.desk_session import (
    CertificateOption,
    KeyOption,
    ServerOption,
    find_complaint,
    open_desk,
    read_words,
    words_of_failures,
)

_Complaint = Annotated[str, typer.Argument(help="编号，写前几位即可", metavar="编号")]
_Text = Annotated[str, typer.Option(help="写给反映人的话；写 - 从标准输入读", metavar="文字")]


def reply(
    complaint: _Complaint, key: KeyOption, server: ServerOption, text: _Text, certificate: CertificateOption = None
) -> None:
    """给反映人留言。"""
    from jianfu.voice.desk import acting

    desk = open_desk(key, server, certificate)
    with words_of_failures():
        overview = desk.look()
        acting.reply(desk, overview, find_complaint(overview, complaint), read_words(text))
    say("已发送。")


def step(
    complaint: _Complaint,
    to: Annotated[
        str,
        typer.Argument(help="已受理、不予受理、核查中、整治中、已答复、已办结；延期；同意、不同意", metavar="步骤"),
    ],
    key: KeyOption,
    server: ServerOption,
    text: _Text = "",
    reason: Annotated[str, typer.Option(help="理由，不予受理和不经整治直接答复时必写", metavar="理由")] = "",
    certificate: CertificateOption = None,
) -> None:
    """办理一步。需要第二人的，先提出，另一位受理人用“同意”生效。"""
    from jianfu.voice.desk import acting
    from jianfu.voice.rules.course import Reason, State

    chosen = next((one for one in Reason if one.label.startswith(reason)), None) if reason else None
    if reason and chosen is None:
        fail(f"没有这个理由。可以写：{'、'.join(one.label for one in Reason)}。")
    desk = open_desk(key, server, certificate)
    with words_of_failures():
        overview = desk.look()
        one = find_complaint(overview, complaint)
        if to in ("同意", "不同意"):
            for proposal in overview.proposals_of(one):
                acting.answer_proposal(desk, one, proposal, agrees=to == "同意")
            say(f"已{to}。")
        elif to == "延期":
            acting.ask_extension(desk, overview, one, read_words(text))
            say("已提出，等另一位受理人同意。")
        else:
            state = next((state for state in State if state.label == to), None)
            if state is None:
                fail(f"没有“{to}”这一步。可以写：{'、'.join(state.label for state in State)}。")
            done = acting.take_step(desk, overview, one, state, reason=chosen, text=read_words(text))
            say(f"已到“{to}”。" if done else "已提出，等另一位受理人同意。")
