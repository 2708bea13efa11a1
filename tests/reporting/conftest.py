"""Hand-made ledger rows for the report: fictional offices, small enough to count by hand."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from jianfu.burden.ledger_work import count_load
from jianfu.burden.norms import load_norms
from jianfu.ledger.frames import Frame
from jianfu.reporting.material import Material
from jianfu.reporting.rows import OBSERVATIONS, RowSource
from jianfu.reporting.standards import Standards
from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.cards.checking import load_checked
from jianfu.rulebook.findings import Rows, judge
from jianfu.rulebook.judging.facts import observed_period
from jianfu.rulebook.ledger_facts import make_facts
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.fields import ValueKind, fields_of
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel
from jianfu.vocabulary.packaged import packaged_folder

Row = Mapping[str, Any]
ELEVEN_MONTHS = Period(date(2023, 1, 1), date(2023, 12, 1))
_KIND_STEP = 1_000_000
_DAYS = {"received_on", "issued_on"}
_PLACES = {
    "receiver_level": OrganLevel.TOWNSHIP.value,
    "issuer_level": OrganLevel.COUNTY.value,
    "grade": "B",
    "source_name": "收文登记.xlsx",
    "sheet": "Sheet1",
}


def _objects(cells: Sequence[Any]) -> Any:
    column = np.empty(len(cells), dtype=object)
    column[:] = list(cells)
    return column


def make_frame(kind: BurdenKind, rows: Sequence[Row], number: int = 0) -> Frame:
    """A frame as the ledger gives it; what a row does not name is absent. `number` keeps receipts of kinds apart."""
    numbers: dict[str, dict[str, int]] = {"receiver": {}, "issuer": {}, "title": {}}
    full = [{**_PLACES, "receiver_township": row.get("receiver"), **row} for row in rows]
    columns: dict[str, Any] = {}
    for field in fields_of(kind):
        cells = [row.get(field.name) for row in full]
        if field.name in _DAYS:
            columns[field.name] = np.array(cells, dtype="datetime64[D]")
        elif field.value is ValueKind.FLAG:
            columns[field.name] = np.array([-1 if cell is None else int(cell) for cell in cells], dtype=np.int8)
        elif field.value in {ValueKind.COUNT, ValueKind.NUMBER, ValueKind.MONEY}:
            columns[field.name] = np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)
        else:
            columns[field.name] = _objects(cells)
    for name, places in numbers.items():
        ids = [places.setdefault(str(row.get(name)), len(places) + 1) for row in full]
        columns["demand_id" if name == "title" else f"{name}_id"] = np.array(ids, dtype=np.int64)
    columns["evidence_id"] = np.arange(1, len(rows) + 1)
    columns["receipt_id"] = columns["evidence_id"] + number * _KIND_STEP
    columns |= {name: _objects([row.get(name) for row in full]) for name in (*_PLACES, "receiver_township")}
    columns["row"] = np.arange(2, len(rows) + 2)
    columns["page"] = np.zeros(len(rows), dtype=np.int64)
    return Frame(columns)


def make_observations(rows: Sequence[Row]) -> Frame:
    """Stated numbers as the ledger gives them."""
    full = [
        {"unit": "件", "note": "", "grade": "C", "source_name": "情况统计.xlsx", "sheet": "Sheet1", **row}
        for row in rows
    ]
    columns: dict[str, Any] = {
        name: _objects([row.get(name) for row in full])
        for name in ("organ", "measure", "unit", "note", "grade", "source_name", "sheet")
    }
    columns["quantity"] = np.array([row["quantity"] for row in full], dtype=np.float64)
    for name in ("period_start", "period_end"):
        columns[name] = np.array([row.get(name) for row in full], dtype="datetime64[D]")
    columns["observation_id"] = columns["evidence_id"] = columns["row"] = np.arange(1, len(rows) + 1)
    columns["page"] = np.zeros(len(rows), dtype=np.int64)
    return Frame(columns)


def read_words(evidence_ids: Sequence[int]) -> list[str]:
    """The words of each row: what a register might say, and what a hostile one might."""
    return [f"=第{number}行\t\t7.0\t<b>关于做好工作的通知</b>" for number in evidence_ids]


@lru_cache(maxsize=1)
def _load_cards() -> tuple[RuleCard, ...]:
    """The same for every test: loading checks each card by its examples."""
    return load_checked([packaged_folder("rulebook")])


def make_material(
    rows: Mapping[BurdenKind, Sequence[Row]],
    observations: Sequence[Row] = (),
    *,
    organ: str = "青禾县",
    level: OrganLevel = OrganLevel.COUNTY,
    period: Period = ELEVEN_MONTHS,
    organs: Sequence[Row] = (),
    regions: Collection[str] = (),
) -> Material:
    """A report's material from rows by kind, judged by the cards of the whole country and of these regions."""
    frames = {kind: make_frame(kind, rows.get(kind, ()), number) for number, kind in enumerate(BurdenKind)}
    sources = {kind.value: RowSource(kind.value, kind.label, frame, read_words) for kind, frame in frames.items()}
    sources[OBSERVATIONS] = RowSource(OBSERVATIONS, "情况统计", make_observations(observations), read_words)
    directory = Frame(
        {
            "organ_id": np.arange(1, len(organs) + 1),
            "name": _objects([row["name"] for row in organs]),
            "level": _objects([row.get("level", OrganLevel.TOWNSHIP.value) for row in organs]),
            "kind": _objects([row.get("kind", "unknown") for row in organs]),
            "hours_to_county": np.array([row.get("hours_to_county", np.nan) for row in organs], dtype=np.float64),
            "staff": np.array([row.get("staff", np.nan) for row in organs], dtype=np.float64),
        }
    )
    cards = _load_cards()
    facts = {kind: make_facts(kind, frame, directory) for kind, frame in frames.items()}
    results = [
        result
        for kind, frame in frames.items()
        for result in judge(
            [card for card in cards if card.region in {"", *regions}],
            facts[kind],
            Rows(frame["receipt_id"], frame["demand_id"]),
            observed_period(facts[kind], period),
            "",
        )
    ]
    load = count_load(frames.items(), directory, period)
    standards = Standards(WorkCalendar.china(), cards, load_norms())
    return Material(organ, level, period, standards, sources, directory, tuple(results), load)


def document_row(day: date, title: str = "关于做好当前工作的通知", **others: Any) -> dict[str, Any]:
    """One line of a receiving register."""
    return {"title": title, "issuer": "青禾县林业局", "receiver": "溪口镇", "received_on": day, **others}


@pytest.fixture
def small_county() -> Material:
    """Two townships with a few rows of every kind."""
    return make_material(
        _small_rows(), _OBSERVED, organs=[{"name": "溪口镇", "staff": 5}, {"name": "石桥镇", "staff": 4}]
    )


_OBSERVED = (
    {
        "organ": "溪口镇柳树村",
        "measure": "打印用纸",
        "quantity": 20_000,
        "unit": "页",
        "note": "平均每个工作日接近100页",
        "grade": "D",
        "period_start": date(2023, 1, 1),
        "period_end": date(2023, 12, 1),
    },
    {"organ": "溪口镇", "measure": "收文数", "quantity": 8},
    {"organ": "石桥镇", "measure": "划入禁燃区的村", "quantity": 6, "unit": "个"},
)


def _small_rows() -> dict[BurdenKind, list[Row]]:
    special = "关于开展特种设备排查的通知"
    documents = [
        document_row(date(2023, month, 7), header_class="红头", for_secretary=month % 2) for month in range(1, 5)
    ]
    documents += [
        document_row(
            date(2023, 11, 7), special, issuer="青禾县市监局", remark=remark, header_class="便函", for_secretary=0
        )
        for remark in (None, "以此份为准", "以此份为准")
    ]
    documents += [
        document_row(
            date(2023, 11, 7), "转发特种设备文件", issuer="青禾县文旅局", forwards=f"《{special}》", grade="D"
        ),
        document_row(date(2023, 5, 8), receiver="石桥镇", tied_to_assessment=1),
    ]
    meeting = {"title": "安全生产调度会", "issuer": "青禾县应急局", "receiver": "溪口镇", "duration_minutes": 90}
    inspection = {"receiver": "溪口镇", "received_on": date(2023, 6, 1), "inspected_on": date(2023, 6, 2)}
    return {
        BurdenKind.DOCUMENT: documents,
        BurdenKind.MEETING: [
            {
                **meeting,
                "received_on": date(2023, 3, 1),
                "starts_at": datetime.fromisoformat("2023-03-02T09:00"),
                "for_secretary": 1,
            },
            {
                **meeting,
                "received_on": date(2023, 3, 1),
                "starts_at": datetime.fromisoformat("2023-03-02T15:00"),
                "for_secretary": 0,
            },
        ],
        BurdenKind.DATA_REQUEST: _small_requests(),
        BurdenKind.INSPECTION: [
            {**inspection, "title": "调研粮油", "issuer": "青禾县农业局", "in_plan": 0, "name_used": "调研"},
            {
                **inspection,
                "title": "指导经作",
                "issuer": "青禾县农业局",
                "in_plan": 1,
                "companions": 2,
                "companion_hours": 3.0,
            },
            {**inspection, "title": "督导消防", "issuer": "青禾县应急局"},
            {**inspection, "title": "检查改厕", "issuer": "青禾县住建局"},
        ],
        BurdenKind.TRACE: [
            {
                "title": "每日巡查",
                "issuer": "省道安办",
                "receiver": "溪口镇",
                "issuer_level": "province",
                "times_per_year": 365,
                "photos_per_time": 1,
                "frequency": "一日一次",
                "received_on": date(2023, 1, 5),
            },
        ],
        BurdenKind.SUBSCRIPTION: [
            {
                "title": "《安全报》",
                "issuer": "青禾县应急局",
                "receiver": "溪口镇",
                "amount_fen": 123_456,
                "party_press": 0,
            },
            {
                "title": "党报",
                "issuer": "（未注明单位）",
                "receiver": "溪口镇",
                "amount_fen": 1_000_000,
                "party_press": 1,
            },
        ],
        BurdenKind.FACILITY: [
            {
                "title": f"{name}室",
                "issuer": issuer,
                "receiver": town,
                "facility_form": "阵地",
                "facility_level": "乡镇",
                "separate_room": name != "甲",
            }
            for town in ("溪口镇", "石桥镇")
            for name, issuer in (("甲", "青禾县武装部"), ("乙", "青禾县武装部"), ("丙", "青禾县司法局"))
        ],
        BurdenKind.DIGITAL_TOOL: [
            {
                "title": f"第{n}群",
                "issuer": "青禾县政法委",
                "receiver": "溪口镇",
                "tool_form": "工作群",
                "holder": "政法委员",
            }
            for n in range(3)
        ]
        + [
            {
                "title": "护林通",
                "issuer": "省林业局",
                "issuer_level": "province",
                "receiver": "溪口镇",
                "tool_form": "APP",
                "compulsory": 1,
                "login_frequency": "每天",
            }
        ],
        BurdenKind.DELEGATION: [
            {
                "title": "市场主体培育",
                "issuer": "青禾县市监局",
                "receiver": town,
                "quota": quota,
                "quota_unit": "家",
                "tied_to_assessment": 1,
                "received_on": date(2023, 2, 1),
            }
            for town, quota in (("溪口镇", 250.0), ("石桥镇", 253.0))
        ],
    }


def _small_requests() -> list[Row]:
    ledgers: list[Row] = [
        {
            "title": f"防溺水台账{issuer}",
            "issuer": issuer,
            "receiver": "溪口镇",
            "topic": "防溺水",
            "received_on": date(2023, 7, 3),
            "electronic": 1,
            "signed_paper": 1,
        }
        for issuer in ("青禾县教育局", "青禾县妇联", "团青禾县委")
    ]
    ledgers += [
        {
            "title": "户厕台账",
            "issuer": "青禾县振兴局",
            "receiver": "溪口镇",
            "topic": "户厕",
            "template_version": f"第{n}版",
            "received_on": date(2023, 8, n),
            "electronic": 1,
            "signed_paper": 0,
        }
        for n in range(1, 5)
    ]
    ledgers.append(
        {
            "title": "消防资料",
            "issuer": "青禾县消防大队",
            "receiver": "溪口镇",
            "topic": "消防",
            "tied_to_assessment": 1,
            "received_on": date(2023, 11, 7),
            "received_at": datetime.fromisoformat("2023-11-07T09:00"),
            "due_at": datetime.fromisoformat("2023-11-07T16:00"),
        }
    )
    return ledgers
