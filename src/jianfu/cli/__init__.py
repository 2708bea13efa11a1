"""The command line: one command a verb; it parses, calls an action, prints."""

import gc
import sys

import typer
from typer.exceptions import TyperException

from jianfu.cli import audit, cases, county, files, organs, rules
from jianfu.cli.assessing import app as assess_app
from jianfu.cli.demo import demo
from jianfu.cli.importing import import_files
from jianfu.cli.monitoring import app as monitor_app
from jianfu.cli.overlap.notices import app as overlap_app
from jianfu.cli.reading import read_documents
from jianfu.cli.reports.burden import tell_burden
from jianfu.cli.reports.recompute import recompute
from jianfu.cli.reports.report import report
from jianfu.cli.server.accounts import app as accounts_app
from jianfu.cli.server.backing_up import backup, restore
from jianfu.cli.server.evaluating import evaluate
from jianfu.cli.server.serving import serve
from jianfu.cli.server.sweeping import sweep
from jianfu.cli.server.working import work
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup, explain
from jianfu.cli.terminal.screen import COULD_NOT, CommandFailed, complain
from jianfu.cli.voice import app as voice_app

app = typer.Typer(
    cls=ChineseGroup,
    help="减负：把县里已有的文件变成有据可查的基层负担报告。",
    epilog="数据放在 JIANFU_HOME 指定的文件夹；数据库由 JIANFU_DATABASE_URL 指定，缺省为其中的 SQLite。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("import", cls=ChineseCommand)(import_files)
app.command("report", cls=ChineseCommand)(report)
app.command("burden", cls=ChineseCommand)(tell_burden)
app.command("recompute", cls=ChineseCommand)(recompute)
app.command("read", cls=ChineseCommand)(read_documents)
app.command("demo", cls=ChineseCommand)(demo)
app.command("serve", cls=ChineseCommand)(serve)
app.command("work", cls=ChineseCommand)(work)
app.command("evaluate", cls=ChineseCommand)(evaluate)
app.command("sweep", cls=ChineseCommand)(sweep)
app.command("backup", cls=ChineseCommand)(backup)
app.command("restore", cls=ChineseCommand)(restore)
app.add_typer(accounts_app, name="accounts")
app.add_typer(assess_app, name="assess")
app.add_typer(cases.app, name="cases")
app.add_typer(county.app, name="county")
app.add_typer(audit.app, name="audit")
app.add_typer(files.app, name="files")
app.add_typer(organs.app, name="organs")
app.add_typer(rules.app, name="rules")
app.add_typer(overlap_app, name="overlap")
app.add_typer(monitor_app, name="monitor")
app.add_typer(voice_app, name="voice")


_OBJECTS_BETWEEN_COLLECTIONS = 100_000


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Python looks for cycles every 700 new objects, and once more through all modules before it ends: a third of a
    # second of every command, and nothing is found.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        code = run(sys.argv[1:])
    finally:
        gc.freeze()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command. Returns 0 done, 1 done with rejected rows, 2 could not."""
    try:
        code = app(arguments, standalone_mode=False)
    except CommandFailed as failure:
        complain(failure.message)
        return COULD_NOT
    except TyperException as mistake:
        complain(explain(mistake))
        return COULD_NOT
    except typer.Exit as leaving:
        return leaving.exit_code
    except (typer.Abort, KeyboardInterrupt):
        complain("已停止。未完成的文件没有写入，可以重新执行同一命令。")
        return COULD_NOT
    return int(code or 0)
