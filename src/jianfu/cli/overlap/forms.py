"""`jianfu overlap forms`: report forms and systems that ask the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.ledger_session import LEDGER, open_ledger
from jianfu.cli.terminal.screen import complain, fail, say, say_json

if TYPE_CHECKING:
    from jianfu.overlap.forms.form import Form
    from jianfu.overlap.forms.writing import FormsResult

_SHOWN_PROBLEMS = 10


def compare_forms(
    source: Annotated[
        str,
        typer.Argument(help=f"表格文件或文件夹，表格的 .jsonl，或 {LEDGER} 表示台账", metavar="来源"),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="写出结果的 .xlsx 文件", metavar="文件")],
    as_json: Annotated[bool, typer.Option("--json", help="输出一行 JSON，供程序读取")] = False,
) -> None:
    """比对报表台账：哪些表要的是同样的内容、哪一版改了什么、哪些表可以合成一张。"""
    from jianfu.overlap.forms.writing import UnwritableResult, write_result

    result = _compare(_gather(source))
    try:
        pairs = write_result(output, result)
    except UnwritableResult as problem:
        fail(str(problem))
    if as_json:
        groups = [{"relation": g.relation.value, "forms": [f.form.id for f in g.forms]} for g in result.groups]
        say_json({"forms": len(result.forms), "groups": groups, "plan": len(result.plan)})
        return
    for group in result.groups:
        say(f"{group.relation.label}：{group.words}")
    say(f"共{len(result.forms)}张表，去掉旧版、合并以后{len(result.plan)}张就够。")
    say(f"明细已写入 {output}，各对表格已写入 {pairs}。")


def _compare(forms: "list[Form]") -> "FormsResult":
    from jianfu.overlap.forms.comparing import map_forms
    from jianfu.overlap.forms.elements.loading import BrokenDictionary, load_dictionary
    from jianfu.overlap.forms.finding import find_related, group_repeated
    from jianfu.overlap.forms.merging import plan_merge
    from jianfu.overlap.forms.writing import FormsResult
    from jianfu.vocabulary.packaged import packaged_folder
    from jianfu.web.settings import JIANFU_HOME

    try:
        dictionary = load_dictionary([packaged_folder("elements"), JIANFU_HOME / "elements"])
    except BrokenDictionary as problem:
        fail(str(problem))
    mapped = map_forms(forms, dictionary)
    related = find_related(mapped)
    return FormsResult(mapped, related, group_repeated(related), plan_merge(mapped, related))


def _gather(source: str) -> "list[Form]":
    if source == LEDGER:
        open_ledger()
        from jianfu.overlap.forms.ledger_forms import list_ledger_forms

        return list_ledger_forms()
    from jianfu.overlap.forms.sources import UnusableForms, read_forms

    try:
        found = read_forms(Path(source))
    except UnusableForms as problem:
        fail(str(problem))
    for problem_words in found.problems[:_SHOWN_PROBLEMS]:
        complain(problem_words)
    return found.forms
