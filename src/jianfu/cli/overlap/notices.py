"""`jianfu overlap notices`: relations among notices of a table or of the ledger."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.ledger_session import LEDGER, open_ledger
from jianfu.cli.overlap import drafts, forms, visits
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say, say_json, show_steps

if TYPE_CHECKING:
    from jianfu.overlap.engines.findings import Findings
    from jianfu.overlap.notices.notice import Notice

LOCAL, SPARK = "local", "spark"
_STEPS = {"read": "读通知", "signed": "比正文", "dealt": "取相近的正文", "judged": "判断各对"}
app = typer.Typer(cls=ChineseGroup, help="找出重复要求：同一件事被要求了两次。", no_args_is_help=True)
app.command("check", cls=ChineseCommand)(drafts.check_draft)
app.add_typer(drafts.app, name="index")
app.command("forms", cls=ChineseCommand)(forms.compare_forms)
app.command("visits", cls=ChineseCommand)(visits.compare_visits)


@app.command("notices", cls=ChineseCommand)
def compare_notices(
    source: Annotated[
        str, typer.Argument(help=f"通知表（.parquet、.jsonl、.csv），或 {LEDGER} 表示台账", metavar="来源")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="写出各对关系的文件", metavar="文件")],
    groups: Annotated[Path | None, typer.Option(help="另写出分组的文件", metavar="文件")] = None,
    engine: Annotated[
        str, typer.Option(help=f"在哪里比对：{LOCAL} 为本机，{SPARK} 为 Spark 集群，结果相同", metavar="引擎")
    ] = LOCAL,
    master: Annotated[str, typer.Option(help="Spark 主节点的地址", metavar="地址")] = "local[*]",
    scratch: Annotated[Path | None, typer.Option(help="在本机暂存中间结果的文件夹，用完即删", metavar="文件夹")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出一行 JSON，供程序读取")] = False,
) -> None:
    """比对通知：重复发文、更正替代、转发、多头要求，以及不算重复的系列发文，各附理由。"""
    from jianfu.overlap.engines.spark.installed import NoSpark
    from jianfu.overlap.engines.spill import NoRoom
    from jianfu.overlap.engines.workers import WorkerLost
    from jianfu.overlap.notices.grouping import group, summarise
    from jianfu.overlap.notices.matching import RepeatedId
    from jianfu.overlap.notices.tables import UnreadableTable, write_groups, write_relations

    if engine not in (LOCAL, SPARK):
        fail(f"没有名为“{engine}”的引擎。可用的是：{LOCAL}、{SPARK}。")
    scratch_folder = scratch or Path(tempfile.gettempdir())
    finding = _find_on_spark(source, master, scratch_folder) if engine == SPARK else _find_here(source, scratch_folder)
    try:
        with finding as findings:
            found = group(findings.dated, findings.related)
            summary = summarise(findings.count, findings.related, found)
            write_relations(output, findings.related)
            if groups is not None:
                write_groups(groups, found)
    except (UnreadableTable, RepeatedId, NoRoom, WorkerLost, NoSpark) as problem:
        fail(str(problem))
    if as_json:
        pairs = {relation.value: count for relation, count in summary.pairs.items()}
        say_json({"notices": summary.notices, "matters": summary.matters, "pairs": pairs})
        return
    say(summary.words)
    say(f"各对关系已写入 {output}。" + (f"分组已写入 {groups}。" if groups else ""))


@contextmanager
def _find_here(source: str, scratch: Path) -> "Iterator[Findings]":
    from jianfu.overlap.engines.relations import find_relations_in

    with (
        show_steps(_STEPS) as progress,
        find_relations_in(_gather(source), scratch_folder=scratch, progress=progress) as findings,
    ):
        yield findings


@contextmanager
def _find_on_spark(source: str, master: str, scratch: Path) -> "Iterator[Findings]":
    """A Parquet table, or a folder of them, is read by the cluster; other notices are read here and sent to it."""
    from jianfu.overlap.engines.spark.installed import check_installed

    check_installed()
    from jianfu.overlap.engines.spark.relations import find_relations
    from jianfu.overlap.engines.spark.session import open_spark

    path = Path(source)
    is_on_cluster = path.is_dir() or (path.suffix.lower() == ".parquet" and path.is_file())
    notices = path if source != LEDGER and is_on_cluster else list(_gather(source))
    with open_spark(master, scratch) as session:
        yield find_relations(session, notices)


def _gather(source: str) -> "Iterable[Notice]":
    if source == LEDGER:
        open_ledger()
        from jianfu.overlap.notices.ledger_notices import list_ledger_notices

        return list_ledger_notices()
    from jianfu.overlap.notices.tables import read_notices

    return read_notices(Path(source))
