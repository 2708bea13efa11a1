"""YAML with the line of every key, and every scalar as the clerk wrote it: 010, no and 2024-08-06 stay words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a card: where, what, and what to do. `key` is '' where it is the file as a whole."""

    path: Path
    line: int
    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"第{self.line}行" + (f"“{self.key}”" if self.key else "")
        return f"{self.path}：{place}：{self.what}{self.remedy}"


class BrokenCards(Exception):
    """Cards that cannot be used. They stop the run: no finding ever comes from a broken card."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Item:
    """One place of the tree: a word, a list or a mapping, and the line where it begins, from 1."""

    value: "str | tuple[Item, ...] | Mapping[str, Item]"
    line: int


def read_tree(path: Path) -> Item:
    """The file as a mapping. BrokenCards for what is no YAML, no UTF-8, no mapping, or says a key twice."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _broken(path, 1, "不是 UTF-8 编码。", "请用记事本另存为 UTF-8。") from error
    except OSError as error:
        raise _broken(path, 1, f"打不开（{error.strerror}）。", "请核对权限。") from error
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _broken(path, line, "YAML 写法有误。", "请检查缩进、冒号后的空格和引号。") from error
    except yaml.YAMLError as error:
        raise _broken(path, 1, "含有不能用的字符。", "请用记事本另存为 UTF-8。") from error
    if not isinstance(node, yaml.MappingNode):
        raise _broken(path, 1, "应为“名称: …”这样的各项。", "请照已有的规则卡改写。")
    return _convert(path, node)


def _convert(path: Path, node: yaml.Node) -> Item:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Item(tuple(_convert(path, child) for child in node.value), line)
    if not isinstance(node, yaml.MappingNode):
        return Item(str(node.value).strip(), line)
    entries: dict[str, Item] = {}
    for key, child in node.value:
        if key.value in entries:
            raise BrokenCards([Mistake(path, key.start_mark.line + 1, key.value, "写了两次。", "请只留一处。")])
        converted = _convert(path, child)
        entries[key.value] = Item(converted.value, key.start_mark.line + 1)
    return Item(entries, line)


def _broken(path: Path, line: int, what: str, remedy: str) -> BrokenCards:
    return BrokenCards([Mistake(path, line, "", what, remedy)])
