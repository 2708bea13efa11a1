"""Prints the figures table: what the published report said, what the demonstration county's report holds.

Run after `jianfu import` of the demonstration county's files into JIANFU_HOME: `python -m bench.figures_table`.
"""

import os
from collections.abc import Iterator
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianfu.web.settings")
import django

django.setup()

from county.figures import FIGURES, Expected  # noqa: E402
from jianfu.burden.norms import load_norms  # noqa: E402
from jianfu.reporting.composing import compose  # noqa: E402
from jianfu.reporting.gathering import gather  # noqa: E402
from jianfu.reporting.standards import Standards  # noqa: E402
from jianfu.rulebook.cards.checking import load_checked  # noqa: E402
from jianfu.vocabulary.calendar import WorkCalendar  # noqa: E402
from jianfu.vocabulary.interval import Period  # noqa: E402
from jianfu.vocabulary.packaged import packaged_folder  # noqa: E402


def compare_figures() -> Iterator[tuple[Expected, float | None]]:
    """Each expected figure with the value in the report of its organ and period; None where the report lacks it."""
    standards = Standards(WorkCalendar.china(), load_checked([packaged_folder("rulebook")]), load_norms())
    found: dict[tuple[str, tuple[date, date]], dict[str, float]] = {}
    for expected in FIGURES:
        place = (expected.organ, expected.period)
        if place not in found:
            material = gather(expected.organ, Period(*expected.period), standards)
            document = compose(material, made_on=date(2024, 1, 2), checkpoint="")
            found[place] = {figure.id: figure.value for figure in document.figures()}
        yield expected, found[place].get(expected.figure)


def main() -> None:
    """Print the table."""
    print("| 编号 | 事项 | 报告中的数 | 应为 | 复算 | 原文的话 | 一致 |\n|---|---|---|---:|---:|---|---|")
    for expected, value in compare_figures():
        agrees = value is not None and abs(value - expected.value) <= expected.tolerance
        shown = "—" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")
        print(
            f"| {expected.id} | {expected.matter}（{expected.organ}） | {expected.figure} "
            f"| {expected.value:,} | {shown} | {expected.words} | {'是' if agrees else '否'} |"
        )


if __name__ == "__main__":
    main()
