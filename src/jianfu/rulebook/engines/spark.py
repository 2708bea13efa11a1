"""Judging tables on a Spark cluster: rows that one card must see together meet in one partition, then the same code.

A card that counts over a group needs all rows of the group; any other card needs all receipts of a demand, for they are
one finding. A card that judges each demand once sees its first receipt alone, so those are chosen before.
"""

import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from jianfu.rulebook.cards.card import GroupComparison, Outcome, RuleCard, Unit
from jianfu.rulebook.engines.local import Judged, join
from jianfu.rulebook.engines.tables import DEMAND, RECEIPT, UnreadableFacts, choose_columns, list_tables, make_facts
from jianfu.rulebook.findings import digest_cards, judge
from jianfu.rulebook.judging.facts import DAY_FACT, LAST_DAY_FACT
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.finding import Finding
from jianfu.vocabulary.interval import Period

pa: Any = import_module("pyarrow")  # it brings no types
Py4JError: Any = import_module("py4j.protocol").Py4JError
Batches = Iterator[Any]


def judge_tables(session: SparkSession, cards: Sequence[RuleCard], folder: Path) -> Judged:
    """As `local.judge_tables`: the same findings in the same order."""
    digest = digest_cards(cards)
    findings: list[Finding] = []
    tallies: dict[str, Counter[Outcome]] = {}
    for kind, path in list_tables(folder):
        rows = _read(session, kind, path)
        observed = _find_observed(rows)
        for (columns, per), together in _bundle(kind, cards).items():
            judged = _first_receipts(rows, kind) if per is Unit.DEMAND and columns != (DEMAND,) else rows
            met = judged.repartition(*columns) if columns else judged.coalesce(1)
            for row in met.mapInArrow(_judge_part(kind, together, observed, digest), "result binary").toLocalIterator():
                found, counted = pickle.loads(row.result)  # noqa: S301  # our own workers wrote it
                findings += found
                for number, counter in counted.items():
                    tallies[number] = tallies.get(number, Counter()) + counter
    return join(cards, findings, tallies)


def _bundle(kind: BurdenKind, cards: Sequence[RuleCard]) -> dict[tuple[tuple[str, ...], Unit], list[RuleCard]]:
    """Cards of a kind by the columns whose equal rows they must see together."""
    bundles: dict[tuple[tuple[str, ...], Unit], list[RuleCard]] = {}
    for card in cards:
        if card.kind is kind:
            grouped = next((one.group for one in card.judged if isinstance(one, GroupComparison)), (DEMAND,))
            bundles.setdefault((grouped, card.per), []).append(card)
    return bundles


def _read(session: SparkSession, kind: BurdenKind, path: Path) -> DataFrame:
    try:
        table = session.read.parquet(str(path))
    except (PySparkException, Py4JError) as error:
        raise UnreadableFacts(f"{path.name} 不是完好的 Parquet 文件，请重新导出。") from error
    return table.select(*choose_columns(kind, table.columns, path))


def _find_observed(rows: DataFrame) -> Period | None:
    """As `ledger_facts.observed_period`, of rows on the cluster."""
    if DAY_FACT not in rows.columns:
        return None
    day = sql.to_date(DAY_FACT)
    last = sql.coalesce(sql.to_date(LAST_DAY_FACT), day) if LAST_DAY_FACT in rows.columns else day
    found = (
        rows.where(day.isNotNull())
        .agg(sql.min(day).alias("first"), sql.date_add(sql.max(last), 1).alias("end"))
        .first()
    )
    return None if found is None or found.first is None else Period(found.first, found.end)


def _first_receipts(rows: DataFrame, kind: BurdenKind) -> DataFrame:
    """One row a demand: its first receipt."""
    firsts = rows.groupBy(DEMAND).agg(sql.min(RECEIPT).alias(RECEIPT)).select(RECEIPT)
    return rows.join(firsts, RECEIPT, "left_semi")


def _judge_part(
    kind: BurdenKind, cards: Sequence[RuleCard], observed: Period | None, digest: str
) -> Callable[[Batches], Batches]:
    def judge_part(batches: Batches) -> Batches:
        parts = [batch for batch in batches if batch.num_rows]
        if not parts:
            return
        facts, rows = make_facts(kind, pa.Table.from_batches(parts))
        results = list(judge(cards, facts, rows, observed, digest))
        findings = [one for result in results for one in result.findings]
        counted = {result.card.number: result.rows for result in results}
        yield pa.record_batch([pa.array([pickle.dumps((findings, counted))], pa.binary())], ["result"])

    return judge_part
