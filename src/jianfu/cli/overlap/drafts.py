"""`jianfu overlap check` and `jianfu overlap index`: a draft beside all notices already sent."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jianfu.cli.ledger_session import LEDGER, open_ledger
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import COULD_NOT, DONE, complain, fail, say, say_json, with_progress

if TYPE_CHECKING:
    from jianfu.overlap.index.live_check import Match
    from jianfu.overlap.notices.notice import Notice

INDEX_NAME = "overlap_index"
OVERLAP_FOUND = 1
app = typer.Typer(cls=ChineseGroup, help="已发通知的索引，供比对草稿用。", no_args_is_help=True)


def check_draft(
    file: Annotated[Path, typer.Argument(help="草稿，格式不限", metavar="文件")],
    index: Annotated[Path | None, typer.Option(help="索引文件夹；缺省用台账的索引并先更新", metavar="文件夹")] = None,
    day: Annotated[
        str | None, typer.Option("--date", help="打算哪天发，如 2023-12-07；缺省为今天", metavar="日期")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每份文件输出一行 JSON")] = False,
) -> int:
    """发文之前比对草稿：已发过的哪些通知与它重复，各附理由；系列发文另列，不算重复。"""
    from jianfu.overlap.index.errors import IndexProblem
    from jianfu.overlap.index.live_check import check
    from jianfu.overlap.index.snapshot import open_snapshot

    sending = _read_day(day)
    codes = [DONE]
    try:
        snapshot = open_snapshot(index or _follow())
        for name, draft in _read_drafts(file, sending):
            if draft is None:
                codes.append(COULD_NOT)
                continue
            matches = check(snapshot, draft)
            codes.append(OVERLAP_FOUND if any(match.judgement.relation.is_overlap for match in matches) else DONE)
            if as_json:
                say_json(_as_json(name, draft, matches))
            else:
                _show(draft, matches, len(snapshot))
    except IndexProblem as problem:
        fail(str(problem))
    return max(codes)


@app.command("rebuild", cls=ChineseCommand)
def rebuild_index(
    source: Annotated[
        str, typer.Argument(help=f"通知表（.parquet、.jsonl、.csv），缺省为 {LEDGER}，即台账", metavar="来源")
    ] = LEDGER,
    index: Annotated[Path | None, typer.Option(help="索引文件夹，缺省在数据文件夹里", metavar="文件夹")] = None,
) -> None:
    """重建索引。建成之前旧索引照常可用，中途停下不受影响。"""
    from jianfu.overlap.index.errors import IndexProblem
    from jianfu.overlap.index.writing import rebuild
    from jianfu.overlap.notices.matching import RepeatedId
    from jianfu.overlap.notices.tables import UnreadableTable, read_notices

    folder = index or _default_index()
    notices: Iterable[Notice]
    try:
        if source == LEDGER:
            open_ledger()
            from jianfu.overlap.index.following import list_papers

            mark, notices = list_papers()
        else:
            mark, notices = "", read_notices(Path(source))
        count = rebuild(folder, with_progress(notices, label="建索引"), mark)
    except (IndexProblem, RepeatedId, UnreadableTable) as problem:
        fail(str(problem))
    say(f"索引已建好：{count}份通知，在 {folder}。")


def _default_index() -> Path:
    from jianfu.web.settings import JIANFU_HOME

    return JIANFU_HOME / INDEX_NAME


def _follow() -> Path:
    """The index of the ledger, brought up to date."""
    open_ledger()
    from jianfu.overlap.index.following import Followed, follow_ledger

    folder = _default_index()
    if follow_ledger(folder) is Followed.REBUILT:
        complain(f"已按台账建好索引 {folder}。")
    return folder


def _read_drafts(path: Path, sending: date) -> "Iterator[tuple[str, Notice | None]]":
    """Each document at the path as a notice, of that day where it names none; None for one that cannot be read."""
    from jianfu.intake.errors import UnreadableFile
    from jianfu.intake.reading_files import Limits, open_sources, read_file
    from jianfu.overlap.notices.notice import Notice
    from jianfu.overlap.notices.profile import complete
    from jianfu.vocabulary.interval import Period

    for source in open_sources(path):
        name = source.file.inner_path or source.file.name
        try:
            text = read_file(source.file.name, source.read_bytes(), limits=Limits()).text
            if not text.strip():
                raise UnreadableFile("没有读到正文。", "请给出通知的文稿；登记表请先用 jianfu import 导入。")
        except UnreadableFile as problem:
            complain(f"{name}：{problem.reason}{problem.remedy}")
            yield name, None
            continue
        draft = complete(Notice("草稿", body=text))
        yield name, draft if draft.date else replace(draft, date=Period(sending, sending + timedelta(days=1)))


def _read_day(words: str | None) -> date:
    if words is None:
        return date.today()  # noqa: DTZ011  # county local time, as everywhere in the ledger
    try:
        return date.fromisoformat(words)
    except ValueError:
        fail(f"日期“{words}”写法不对，请写成 2023-12-07 这样的形式。")


def _show(draft: "Notice", matches: "tuple[Match, ...]", total: int) -> None:
    from jianfu.overlap.notices.notice import show_issued

    said = "，".join(words for words in (draft.issuer, show_issued(draft.date)) if words)
    say(f"草稿：{draft.title or '（没有读出标题）'}（{said}），与{total}份已发通知比对。")
    overlap = [match for match in matches if match.judgement.relation.is_overlap]
    series = [match for match in matches if not match.judgement.relation.is_overlap]
    say(f"可能重复的有{len(overlap)}份：" if overlap else "没有发现重复。")
    for match in overlap:
        _show_match(match)
    if series:
        say("同一系列或同一模板的（不算重复）：")
    for match in series:
        _show_match(match)


def _show_match(match: "Match") -> None:
    from jianfu.overlap.notices.notice import show_issued

    notice, judgement = match.notice, match.judgement
    facts = (notice.title or "（无标题）", notice.issuer, show_issued(notice.date), f"编号{notice.id}")
    words = "　".join(fact for fact in facts if fact)
    say(f"  【{judgement.relation.label}】{words}（把握 {judgement.confidence:.0%}）")
    for reason in judgement.reasons:
        say(f"      {reason.words}")


def _as_json(name: str, draft: "Notice", matches: "tuple[Match, ...]") -> dict[str, Any]:
    return {"file": name, "draft": _describe(draft), "matches": [_describe_match(match) for match in matches]}


def _describe_match(match: "Match") -> dict[str, Any]:
    return {
        "id": match.notice.id,
        **_describe(match.notice),
        "relation": match.judgement.relation.value,
        "is_overlap": match.judgement.relation.is_overlap,
        "confidence": match.judgement.confidence,
        "title_likeness": match.title_likeness,
        "body_likeness": match.body_likeness,
        "reasons": [reason.words for reason in match.judgement.reasons],
    }


def _describe(notice: "Notice") -> dict[str, Any]:
    from jianfu.overlap.notices.notice import show_issued

    return {"title": notice.title, "issuer": notice.issuer, "date": show_issued(notice.date) or None}
