"""A year in one file: plan, numbers, result, code version. Whoever has it can compute the result again.

A zip without times, its members in one order: the same year gives the same bytes.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jianfu.assessment.plans.loading import BrokenPlan, read_plan
from jianfu.assessment.plans.plan import Method, Plan
from jianfu.assessment.results.computing import compute
from jianfu.assessment.results.result import write_canonical, write_result
from jianfu.assessment.scoring.data import Cell, YearData
from jianfu.vocabulary.evidence import Grade

PLAN, DATA, RESULT, VERSION = "考核方案.yaml", "数据.json", "结果.json", "版本.txt"
_MEMBERS = (PLAN, DATA, RESULT, VERSION)
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_LARGEST_BYTES = 50 * 2**20
_PLAIN = ("plans", "scoring", "differing", "fairness", "results")


class BrokenArchive(Exception):
    """A file that is no archive of a year; the message says in Chinese what is wrong."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What came out: `is_same` whether all bytes of the result are; `made_by` and `now_by` the code versions."""

    is_same: bool
    archived: bytes
    computed: bytes
    made_by: str
    now_by: str


@lru_cache(maxsize=1)
def code_version() -> str:
    """The version of Jianfu and a digest of the code that computes: one changed line is another version."""
    folder = Path(__file__).parents[1]
    digest = sha256()
    for path in sorted(path for part in _PLAIN for path in (folder / part).glob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\x00" + path.read_bytes())
    try:
        number = version("jianfu")
    except PackageNotFoundError:
        number = "0"
    return f"jianfu {number} 考核计算 {digest.hexdigest()[:16]}"


def write_data(data: YearData) -> bytes:
    """The one text of a year's numbers."""
    cells = [
        {"township": town, "indicator": id, "value": cell.value, "before": cell.before, "grade": cell.grade.value,
         "rows": cell.rows}
        for (town, id), cell in sorted(data.cells.items())
    ]  # fmt: skip
    return write_canonical({"townships": list(data.townships), "cells": cells, "endowments": data.endowments})


def read_data(text: str | bytes) -> YearData:
    """The numbers that a text holds, written by `write_data`."""
    values = json.loads(text)
    cells = {(one["township"], one["indicator"]): _read_cell(one) for one in values["cells"]}
    return YearData(tuple(values["townships"]), cells, values["endowments"])


def _read_cell(values: Mapping[str, Any]) -> Cell:
    return Cell(values["value"], values["before"], Grade(values["grade"]), values["rows"])


def write_archive(plan_text: str, data: YearData, result: bytes, made_by: str) -> bytes:
    """The archive of a year whose result is known."""
    contents = dict(zip(_MEMBERS, (plan_text.encode(), write_data(data), result, made_by.encode()), strict=True))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as target:
        for name, content in contents.items():
            target.writestr(zipfile.ZipInfo(name, _NO_TIME), content)
    return file.getvalue()


def recompute_archive(archive: bytes) -> Recomputed:
    """Compute the year of an archive again and hold the bytes against each other. BrokenArchive."""
    contents = _open(archive)
    try:
        plan, data = read_plan(contents[PLAN].decode()), read_data(contents[DATA])
    except (BrokenPlan, ValueError, KeyError, TypeError) as error:
        raise BrokenArchive(f"归档里的方案或数据读不出来，可能被改过：{error}") from error
    computed = compute_bytes(plan, data)
    made_by = contents[VERSION].decode(errors="replace").strip()
    return Recomputed(computed == contents[RESULT], contents[RESULT], computed, made_by, code_version())


def compute_bytes(plan: Plan, data: YearData) -> bytes:
    """The text of a year's result."""
    return write_result(compute(plan, _through_text(data)))


def _through_text(data: YearData) -> YearData:
    """Numbers as the archive keeps them: what was computed once is computed from the same digits again."""
    return read_data(write_data(data))


def _open(archive: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as source:
            if sum(member.file_size for member in source.infolist()) > _LARGEST_BYTES:
                raise BrokenArchive("归档里的文件过大，没有打开。")
            return {name: source.read(name) for name in _MEMBERS}
    except (zipfile.BadZipFile, KeyError) as error:
        raise BrokenArchive("这不是考核归档，或文件不完整：归档里应有方案、数据、结果、版本四个文件。") from error


def name_method(value: str) -> str:
    """The Chinese name of a method as results keep it."""
    return Method(value).label
