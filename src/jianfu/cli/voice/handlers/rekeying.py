"""`jianfu voice rekey`: everything sealed anew, for handlers who came, without handlers who left, after a loss."""

from typing import Annotated

import typer

from jianfu.cli.terminal.screen import COULD_NOT, DONE, complain, say, with_progress
from jianfu.cli.voice.handlers.desk_session import (
    CertificateOption,
    KeyOption,
    ServerOption,
    open_desk,
    warn_of_new_keys,
    words_of_failures,
)
from jianfu.cli.voice.handlers.shares import ask_shares


def rekey(
    key: KeyOption,
    server: ServerOption,
    recovery: Annotated[bool, typer.Option("--recovery", help="钥匙都丢了：输入五份里的三份，用恢复钥匙打开")] = False,
    certificate: CertificateOption = None,
) -> int:
    """把打得开的反映按现在核对过的受理人重新加密。每一件原来不让谁看，仍然不让谁看。"""
    from jianfu.voice.desk import acting
    from jianfu.voice.sealing.boxes import encode_identity

    secret = encode_identity(ask_shares()) if recovery else ""
    desk = open_desk(key, server, certificate, recovery=secret)
    with words_of_failures():
        overview = desk.look()
        warn_of_new_keys(overview)
        done, problems = 0, []
        for complaint in with_progress(overview.complaints, label="重新加密"):
            count, problem = acting.rekey_complaint(desk, overview, complaint)
            done += count
            problems += [problem] if problem else []
    for problem in problems:
        complain(problem)
    say(f"重新加密了 {done} 份；另有 {overview.unreadable} 件打不开，请其他受理人也做一遍。")
    return COULD_NOT if problems else DONE
