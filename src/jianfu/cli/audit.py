"""`jianfu audit`: checkpoints of the audit log, and the proof that nobody rewrote it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.ledger_session import open_ledger
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import COULD_NOT, DONE, fail, say

app = typer.Typer(cls=ChineseGroup, help="审计记录：签发校验点，核对记录有没有被改过。", no_args_is_help=True)


@app.command("checkpoint", cls=ChineseCommand, help="签发当前审计记录的校验点，供乡镇留存作证。")
def checkpoint(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写入的文件", metavar="文件")] = None,
) -> None:
    """Sign the present state of the audit log."""
    open_ledger()
    from jianfu.ledger.audit.checkpoint import make_checkpoint

    note = make_checkpoint(now=datetime.now()).text  # noqa: DTZ005  # county local time
    if output is None:
        say(note.rstrip("\n"))
        return
    output.write_text(note, encoding="utf-8")
    say(f"校验点已写入 {output}。请交乡镇留存：今后凭它可查出记录有没有被改过。")


@app.command("verify", cls=ChineseCommand, help="核对审计记录；给出以前的校验点，还能查出整本重写。")
def verify(
    checkpoint_file: Annotated[Path | None, typer.Argument(help="以前签发的校验点文件", metavar="校验点")] = None,
) -> int:
    """Recompute the audit tree and say where it was first changed, if it was."""
    open_ledger()
    from jianfu.ledger.audit.verify import verify as verify_log

    verification = verify_log(_read_note(checkpoint_file))
    say(verification.message)
    return DONE if verification.intact else COULD_NOT


def _read_note(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"校验点文件 {path} 读不出来（{error}）。请确认是当时签发的文本文件。")
