"""Norms: how many minutes an activity takes, what things cost, how wrong a register can be. Read from YAML.

`norms/*.yaml` come with Jianfu; a county's own file is read behind them and replaces what it names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import isnan
from pathlib import Path
from typing import Any, NoReturn

import yaml

from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.packaged import packaged_folder

ASSUMED = "假定"
_KINDS = {kind.label: kind for kind in BurdenKind}
_SECTIONS = frozenset({"适用", "活动", "单价", "误差", "件间"})


class BrokenNorms(Exception):
    """Norms that cannot be used; the message says in Chinese where, what and what to do."""


@dataclass(frozen=True, slots=True)
class Norm:
    """A quantity that is not known exactly: the least, the usual and the most it is on average in a county.

    `unit` says for what (件, 次, 人次 …), `source` where it is from; `share_anyway` 0–1 would be done without being
    asked.
    """

    low: float
    usual: float
    high: float
    unit: str
    source: str
    share_anyway: float = 0.0

    @property
    def is_assumed(self) -> bool:
        """Whether nobody measured it."""
        return self.source.startswith(ASSUMED)


@dataclass(frozen=True, slots=True)
class GradeError:
    """What a number of this grade is off: the logarithm of stated over true has this mean (`bias`) and this `spread`
    over counties; `row_spread` is what single rows are off besides."""

    bias: float
    spread: float
    row_spread: float
    source: str


@dataclass(frozen=True, slots=True)
class Norms:
    """All norms. `minutes` by kind of demand and activity; `prices` in yuan by name; `item_spread` of the logarithm of
    what single items of one activity take; `digest` of their content."""

    minutes: Mapping[tuple[BurdenKind, str], Norm]
    prices: Mapping[str, Norm]
    errors: Mapping[Grade, GradeError]
    item_spread: float
    digest: str = field(compare=False)


def load_norms(own: Path | None = None) -> Norms:
    """The norms that come with Jianfu, with what the county's own file replaces. BrokenNorms where one is wrong."""
    paths = [*sorted(packaged_folder("norms").glob("*.yaml")), *([own] if own else [])]
    minutes: dict[tuple[BurdenKind, str], Norm] = {}
    prices: dict[str, Norm] = {}
    errors: dict[Grade, GradeError] = {}
    item_spread = 0.0
    for path in paths:
        for document in _read(path):
            reader = _Reader(path, document)
            minutes |= reader.read_minutes()
            prices |= reader.read_prices()
            errors |= reader.read_errors()
            item_spread = reader.read_item_spread(item_spread)
    content = repr((sorted(minutes.items()), sorted(prices.items()), sorted(errors.items()), item_spread))
    return Norms(minutes, prices, errors, item_spread, sha256(content.encode()).hexdigest()[:12])


def _read(path: Path) -> Sequence[Any]:
    """The documents of a file: a county's file may hold several, divided by ---, each for one kind of demand."""
    try:
        return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BrokenNorms(f"打不开 {path}：{error.strerror}。请核对路径。") from error
    except UnicodeDecodeError as error:
        raise BrokenNorms(f"{path} 不是 UTF-8 编码。请用记事本另存为 UTF-8。") from error
    except yaml.YAMLError as error:
        raise BrokenNorms(f"{path} 的写法有误：请检查缩进、冒号后的空格和引号。") from error


class _Reader:
    """Reads one document of one file; messages name the file and the item."""

    def __init__(self, path: Path, document: Any) -> None:
        self._path = path
        self._document = self._mapping(document, "全文")
        unknown = [str(key) for key in self._document if key not in _SECTIONS]
        if unknown:
            self._fail(unknown[0], f"不认识这一项。可以写的是：{'、'.join(sorted(_SECTIONS))}。")

    def read_minutes(self) -> dict[tuple[BurdenKind, str], Norm]:
        activities = self._mapping(self._document.get("活动", {}), "活动")
        if not activities:
            return {}
        kind = _KINDS.get(str(self._document.get("适用", "")))
        if kind is None:
            self._fail("适用", f"应写要求的种类之一：{'、'.join(_KINDS)}。")
        return {(kind, str(name)): self._norm(str(name), item, "分钟") for name, item in activities.items()}

    def read_prices(self) -> dict[str, Norm]:
        prices = self._mapping(self._document.get("单价", {}), "单价")
        return {str(name): self._norm(str(name), item, "元") for name, item in prices.items()}

    def read_errors(self) -> dict[Grade, GradeError]:
        found = {}
        for name, item in self._mapping(self._document.get("误差", {}), "误差").items():
            if name not in set(Grade):
                self._fail(str(name), "凭据等级只有 A、B、C、D。")
            values = self._mapping(item, str(name))
            bias = self._number(str(name), values.get("偏差"))
            spread, row_spread = (self._spread(str(name), values, key) for key in ("离散", "每行离散"))
            found[Grade(name)] = GradeError(bias, spread, row_spread, self._source(str(name), values))
        return found

    def read_item_spread(self, known: float) -> float:
        """What single items of one activity differ by; what was known before where the document does not say."""
        if "件间" not in self._document:
            return known
        values = self._mapping(self._document["件间"], "件间")
        self._source("件间", values)
        return self._spread("件间", values, "离散")

    def _spread(self, name: str, values: Mapping[Any, Any], key: str) -> float:
        spread = self._number(name, values.get(key))
        if spread < 0:
            self._fail(name, f"“{key}”不能小于 0。")
        return spread

    def _norm(self, name: str, item: Any, quantity: str) -> Norm:
        values = self._mapping(item, name)
        numbers = values.get(quantity)
        if isinstance(numbers, (int, float)) and not isinstance(numbers, bool):
            numbers = [numbers] * 3  # measured exactly
        if not isinstance(numbers, list) or len(numbers) != 3:
            self._fail(name, f"“{quantity}”要写三个数：最省、常见、最费，如 [3, 5, 60]；确知的写一个数。")
        low, usual, high = (self._number(name, number) for number in numbers)
        if not 0 <= low <= usual <= high:
            self._fail(name, f"“{quantity}”的三个数要从小到大，且不小于 0。")
        anyway = self._number(name, values.get("照常比例", 0))
        if not 0 <= anyway <= 1:
            self._fail(name, "“照常比例”应在 0 和 1 之间。")
        return Norm(low, usual, high, str(values.get("每", "次")), self._source(name, values), anyway)

    def _source(self, name: str, values: Mapping[Any, Any]) -> str:
        source = values.get("来源")
        if not isinstance(source, str) or not source.strip():
            self._fail(name, f"没有写“来源”。请写出处；没有出处的写“{ASSUMED}”。")
        return source.strip()

    def _number(self, name: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or isnan(value):
            self._fail(name, f"“{value}”应是一个数。")
        return float(value)

    def _mapping(self, value: Any, name: str) -> Mapping[Any, Any]:
        if not isinstance(value, dict):
            self._fail(name, "应是“名称: …”这样的各项。")
        return value

    def _fail(self, name: str, what: str) -> NoReturn:
        raise BrokenNorms(f"{self._path}：“{name}”：{what}")
