"""`jianfu burden`: what a place bears, in hours, paper and money."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jianfu.cli.ledger_session import open_ledger
from jianfu.cli.reports.period import read_period
from jianfu.cli.reports.standards import load_own_norms
from jianfu.cli.terminal.screen import fail, say, say_json, with_progress

if TYPE_CHECKING:
    from jianfu.burden.accounting import Account
    from jianfu.burden.changes import Change
    from jianfu.burden.norms import Norms
    from jianfu.burden.simulating import Estimate, Simulation

_SHOWN = 12


def tell_burden(
    organ: Annotated[str, typer.Option(help="县、乡镇（街道）或村（社区）的名称", metavar="单位")],
    first_day: Annotated[str, typer.Option("--from", help="起始日期，如 2023-01-01", metavar="日期")],
    last_day: Annotated[str, typer.Option("--to", help="截止日期（含当日），如 2023-11-30", metavar="日期")],
    norms: Annotated[
        Path | None,
        typer.Option(help="本县的耗时和单价（缺省为数据文件夹里的 norms.yaml）", metavar="文件"),
    ] = None,
    before: Annotated[
        tuple[str, str] | None,
        typer.Option("--before", help="与另一期间比：起始日期和截止日期，说明增减由什么引起", metavar="日期 日期"),
    ] = None,
    seed: Annotated[int, typer.Option(help="模拟的种子，同一种子得同一结果", metavar="数")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="输出一行 JSON，供程序读取")] = False,
) -> None:
    """把登记的事项折算成每周工时、用纸和开支，各附区间，并说明还缺什么数据。"""
    from jianfu.burden.accounting import make_account, simulate_load

    period = read_period(first_day, last_day)
    open_ledger()
    from jianfu.burden.ledger_work import count_staff, read_load
    from jianfu.ledger.queries import UnknownOrgan

    known = load_own_norms(norms)
    try:
        load = read_load(organ, period, progress=lambda kinds: with_progress(kinds, label="读台账"))
        simulation = simulate_load(load, known, seed)
        account = make_account(load, known, simulation, seed)
        change = _split_change(organ, before, known, seed, simulation, load.weeks) if before else None
    except UnknownOrgan as problem:
        fail(str(problem))
    staff, datum = count_staff(organ)
    if as_json:
        say_json({**_as_json(account, staff), "change": asdict(change) if change else None})
        return
    say(f"{organ}，{first_day}至{last_day}（{account.weeks:.1f}周）")
    _tell_hours(account)
    if staff:
        say(f"人均：每周{_span(account.hours.times(1 / staff))}小时（在编在岗{staff:.0f}人）")
    else:
        say(f"人均：算不出，缺{datum}。")
    _tell_money(account)
    if change and before:
        say(
            f"与{before[0]}至{before[1]}相比：每周{change.total:+,.1f}小时，其中件数{change.volume:+,.1f}、"
            f"每件要求（次数、时长、人数）{change.rule:+,.1f}、折算方法{change.method:+,.1f}。"
        )
    _tell_limits(account)


def _split_change(
    organ: str, before: tuple[str, str], norms: "Norms", seed: int, after: "Simulation", weeks: float
) -> "Change":
    """Why the hours differ from those of the period before."""
    from jianfu.burden.accounting import simulate_load
    from jianfu.burden.changes import split_change, summarise_asks
    from jianfu.burden.ledger_work import read_load

    earlier = read_load(organ, read_period(*before))
    asks = summarise_asks(simulate_load(earlier, norms, seed), earlier.weeks)
    return split_change(asks, summarise_asks(after, weeks))


def _tell_hours(account: "Account") -> None:
    say(f"每周工时：{_span(account.hours)}小时（括号内是九成把握的范围，下同）")
    _tell("按种类", {kind.label: hours for kind, hours in account.by_kind.items()})
    if len(account.by_township) > 1:
        _tell("按乡镇", dict(account.by_township))
    _tell("按来源单位", dict(account.by_issuer))
    _tell("按月", dict(account.by_month))


def _tell(title: str, hours: "dict[str, Estimate]") -> None:
    say(f"{title}：")
    for name, estimate in list(hours.items())[:_SHOWN]:
        say(f"  {name}：{_span(estimate)}小时")
    if len(hours) > _SHOWN:
        say(f"  （其余{len(hours) - _SHOWN}个略，--json 给出全部）")


def _tell_money(account: "Account") -> None:
    if account.sheets:
        paper = f"，约{_span(account.paper_yuan)}元" if account.paper_yuan else ""
        say(f"用纸：登记的{account.sheets:,.0f}张{paper}")
    else:
        say("用纸：没有登记。")
    if account.travel_yuan:
        say(f"赴会路费：约{_span(account.travel_yuan)}元")
    else:
        say("赴会路费：算不出，缺路费。请在“单价”下写“路费”，每人次往返多少元。")
    say(f"订阅和建设：登记的{account.purchases_yuan:,.2f}元")
    if account.labour_yuan:
        say(f"人工：约{_span(account.labour_yuan)}元")
    else:
        say("人工：算不出，缺工价。请在 --norms 的文件里写“单价”下的“工价”，每小时多少元。")


def _tell_limits(account: "Account") -> None:
    if account.width:
        said = "、".join(f"{name} {share:.0%}" for name, share in list(account.width.items())[:5])
        say(f"区间的宽度主要来自：{said}")
    for gap in account.missing:
        say(f"缺数据：{gap.kind.label}有{len(gap.receipts)}行没有{gap.datum}，{gap.instead}。")
    stamp = account.stamp
    say(
        f"方法：{stamp.method}，定额 {stamp.norms}，种子 {stamp.seed}；"
        f"用到的{stamp.used}项耗时里{stamp.assumed}项是假定，实测后请用 --norms 替换。"
    )


def _span(estimate: "Estimate") -> str:
    digits = 0 if estimate.high >= 10 else 1
    return f"{estimate.mean:,.{digits}f}（{estimate.low:,.{digits}f}—{estimate.high:,.{digits}f}）"


def _as_json(account: "Account", staff: float | None) -> dict[str, Any]:
    return {
        "weeks": account.weeks,
        "hours_a_week": asdict(account.hours),
        "hours_a_week_per_person": asdict(account.hours.times(1 / staff)) if staff else None,
        "by_kind": {kind.value: asdict(hours) for kind, hours in account.by_kind.items()},
        "by_month": {month: asdict(hours) for month, hours in account.by_month.items()},
        "by_township": {name: asdict(hours) for name, hours in account.by_township.items()},
        "by_issuer": {name: asdict(hours) for name, hours in account.by_issuer.items()},
        "by_demand": {number: asdict(hours) for number, hours in account.by_demand.items()},
        "sheets": account.sheets,
        "labour_yuan": asdict(account.labour_yuan) if account.labour_yuan else None,
        "paper_yuan": asdict(account.paper_yuan) if account.paper_yuan else None,
        "travel_yuan": asdict(account.travel_yuan) if account.travel_yuan else None,
        "purchases_yuan": account.purchases_yuan,
        "width": dict(account.width),
        "missing": [
            {"kind": gap.kind.value, "datum": gap.datum, "instead": gap.instead, "rows": len(gap.receipts)}
            for gap in account.missing
        ],
        "stamp": asdict(account.stamp),
    }
