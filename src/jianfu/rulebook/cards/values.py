"""Reads values of a card strictly and remembers every mistake with its line."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from jianfu.rulebook.cards.tree import Item, Mistake

E = TypeVar("E", bound=StrEnum)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_TRUTHS = {"是": True, "否": False}


class ItemReader:
    """Reads the items of one file. A value that cannot be read is replaced by one that can, and told."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[Mistake] = []

    def tell(self, line: int, key: str, what: str, remedy: str) -> None:
        """Remember a mistake."""
        self.mistakes.append(Mistake(self.path, line, key, what, remedy))

    def as_table(self, item: Item, key: str) -> Mapping[str, Item]:
        """The keys and what stands behind each; {} and a mistake where it is none."""
        if isinstance(item.value, Mapping):
            return item.value
        self.tell(item.line, key, "下面应为“…: …”这样的各项。", "请照已有的规则卡改写。")
        return {}

    def as_record(self, item: Item, key: str, allowed: Sequence[str]) -> Mapping[str, Item]:
        """The same with no other keys than `allowed`."""
        table = self.as_table(item, key)
        for name in sorted(set(table) - set(allowed)):
            self.tell(table[name].line, name, f"“{key}”里没有这一项。", f"可用的项：{'、'.join(allowed)}。")
        return {name: table[name] for name in table if name in allowed}

    def as_list(self, item: Item | None, key: str) -> Sequence[Item]:
        """The entries; none and a mistake where it is no list, none where nothing is there."""
        if item is None:
            return ()
        if isinstance(item.value, tuple):
            return item.value
        self.tell(item.line, key, "应为一列，每行以“- ”开头。", "请改写。")
        return ()

    def as_word(self, item: Item, key: str) -> str:
        """The words; '' and a mistake where there are none."""
        if isinstance(item.value, str) and item.value:
            return item.value
        self.tell(item.line, key, "应为一句话或一个词。", "请补上。")
        return ""

    def as_number(self, item: Item, key: str) -> float:
        """The number; 0 and a mistake for anything else, 010 and 1:30 among it."""
        words = self.as_word(item, key)
        if _NUMBER.match(words):
            return float(words)
        remedy = "请写成 10 这样，前面不带零。" if words.lstrip("-0").isdigit() else "请只写数字，如 10 或 0.5。"
        self.tell(item.line, key, f"“{words}”不是数字。", remedy)
        return 0.0

    def as_day(self, item: Item, key: str) -> date:
        """The day; the last of all days and a mistake for anything else."""
        words = self.as_word(item, key)
        try:
            if _DAY.match(words):
                return date.fromisoformat(words)
        except ValueError:
            pass
        self.tell(item.line, key, f"“{words}”不是日期。", "请写成 2024-08-06 这样。")
        return date.max

    def as_truth(self, item: Item, key: str) -> bool:
        """是 or 否; no and a mistake for anything else, yes and on among it."""
        words = self.as_word(item, key)
        if words not in _TRUTHS:
            self.tell(item.line, key, f"“{words}”不是“是”或“否”。", "请写 是 或 否，不写 yes、no、on、off。")
        return _TRUTHS.get(words, False)

    def as_choice(self, item: Item | None, key: str, choices: Mapping[str, E], default: E, line: int = 0) -> E:
        """One of the choices; `default` and a mistake for anything else."""
        words = item.value if item is not None and isinstance(item.value, str) else ""
        if words not in choices:
            place = item.line if item is not None else line
            self.tell(place, key, f"“{words}”不在可选之列。", f"可选：{'、'.join(choices)}。")
        return choices.get(words, default)
