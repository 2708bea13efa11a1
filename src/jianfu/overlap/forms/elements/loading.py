"""Reads elements/*.yaml. A mistake stops the run: a wrong word would call different questions the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from jianfu.overlap.forms.elements.dictionary import Dictionary, Element, ElementKind
from jianfu.vocabulary.text import squeeze

_TOP_KEYS = frozenset({"领域", "依据", "用时", "要素", "角色", "特征"})
_ELEMENT_KEYS = frozenset({"类型", "选项", "分钟", "写法", "泛指", "来自", "改指"})
_KINDS = {kind.value: kind for kind in ElementKind}


class BrokenDictionary(Exception):
    """A dictionary file that cannot be used. The message names file, line and remedy in Chinese."""


def load_dictionary(folders: Sequence[Path], *, without: frozenset[str] = frozenset()) -> Dictionary:
    """All elements of the folders, in file order. A later file adds words to an element of the same name.

    `without` leaves out the words that were learned from these forms (来自), to measure what they bring.
    BrokenDictionary for any mistake.
    """
    draft = _Draft(without)
    for path in [path for folder in folders for path in sorted(folder.glob("*.yaml"))]:
        _read_file(draft, path)
    if not draft.elements:
        raise BrokenDictionary("没有找到任何数据元字典文件（elements）。请确认安装完整。")
    return _finish(draft)


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path.name} 第{self.line}行"


@dataclass(slots=True)
class _Draft:
    """The dictionary while its files are read. `terms` and `roles` remember where each word was first given."""

    without: frozenset[str]
    elements: dict[str, tuple[ElementKind, float | None, tuple[str, ...], bool]] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)
    terms: dict[str, tuple[str, _Place]] = field(default_factory=dict)
    roles: dict[str, tuple[str, _Place]] = field(default_factory=dict)
    minutes: dict[ElementKind, float] = field(default_factory=dict)
    contexts: dict[str, dict[str, tuple[list[str], _Place]]] = field(default_factory=dict)

    def add_word(self, words: str, name: str, place: _Place, *, role: bool = False) -> None:
        key = squeeze(words)
        if not key:
            raise BrokenDictionary(f"{place}：“{name}”有一个空的写法。请删去。")
        other = self.terms.get(key) or self.roles.get(key)
        if other is not None and other[0] != name:
            raise BrokenDictionary(f"{place}：“{words}”已在{other[1]}归入“{other[0]}”，又归入“{name}”。请只留一处。")
        (self.roles if role else self.terms).setdefault(key, (name, place))


def _read_file(draft: _Draft, path: Path) -> None:
    top = _mapping(_compose(path), path)
    for key, line, value in top:
        place = _Place(path, line)
        match key:
            case "用时":
                _read_minutes(draft, _mapping(value, path), path)
            case "要素" | "特征":
                for name, at, body in _mapping(value, path):
                    _read_element(draft, name, _Place(path, at), body, attribute=key == "特征")
            case "角色":
                for name, at, words in _mapping(value, path):
                    for word in (name, *_words(words, _Place(path, at))):
                        draft.add_word(word, name, _Place(path, at), role=True)
            case _ if key not in _TOP_KEYS:
                raise BrokenDictionary(f"{place}：不认识的项“{key}”。可用的项：{'、'.join(sorted(_TOP_KEYS))}。")


def _read_element(draft: _Draft, name: str, place: _Place, body: yaml.Node, *, attribute: bool) -> None:
    given = {key: value for key, _, value in _mapping(body, place.path)}
    if unknown := set(given) - _ELEMENT_KEYS:
        raise BrokenDictionary(f"{place}：“{name}”有不认识的项“{'、'.join(sorted(unknown))}”。")
    if name not in draft.elements:
        draft.elements[name] = (
            _kind(given.get("类型"), name, place),
            _minutes(given["分钟"], place) if "分钟" in given else None,
            tuple(_words(given.get("选项"), place)),
            _text(given.get("泛指")) == "是",
        )
    elif set(given) - {"写法", "来自"}:
        raise BrokenDictionary(f"{place}：“{name}”已经有了，这里只能加写法。请删去其余各项，或另起一个名称。")
    if attribute:
        draft.attributes.add(name)
    if "改指" in given:
        draft.contexts[name] = _named_lists(given["改指"], place)
    _add_words(draft, name, place, given)


def _add_words(draft: _Draft, name: str, place: _Place, given: Mapping[str, yaml.Node]) -> None:
    """The element's own name and its other words. A name that was itself learned from forms comes with them."""
    learned = _named_lists(given.get("来自"), place)
    own = [] if any(name in words for words, _ in learned.values()) else [name]
    for word in (*own, *_words(given.get("写法"), place)):
        draft.add_word(word, name, place)
    for form, (words, at) in learned.items():
        for word in words if form not in draft.without else ():
            draft.add_word(word, name, at)


def _named_lists(node: yaml.Node | None, place: _Place) -> dict[str, tuple[list[str], _Place]]:
    """{a: [x, y], …} as words with their place."""
    given = _mapping(node, place.path) if node else []
    return {name: (_words(words, at), at) for name, line, words in given for at in [_Place(place.path, line)]}


def _read_minutes(draft: _Draft, given: Sequence[tuple[str, int, yaml.Node]], path: Path) -> None:
    for kind, line, value in given:
        if kind not in _KINDS:
            raise BrokenDictionary(f"{_Place(path, line)}：没有“{kind}”这种类型。可用：{'、'.join(_KINDS)}。")
        draft.minutes[_KINDS[kind]] = _minutes(value, _Place(path, line))


def _finish(draft: _Draft) -> Dictionary:
    missing = [kind.value for kind in ElementKind if kind not in draft.minutes]
    if missing:
        raise BrokenDictionary(f"字典没有给出“{'、'.join(missing)}”的用时。请在“用时”里补上。")
    elements = {
        name: Element(name, kind, draft.minutes[kind] if minutes is None else minutes, choices, generic)
        for name, (kind, minutes, choices, generic) in draft.elements.items()
    }
    terms = {word: name for word, (name, _) in draft.terms.items()}
    attributes = {word: name for word, name in terms.items() if name in draft.attributes}
    roles = {word: name for word, (name, _) in draft.roles.items()}
    return Dictionary(elements, terms, roles, attributes, _read_contexts(draft, set(roles.values())))


def _read_contexts(draft: _Draft, roles: set[str]) -> dict[str, dict[str, frozenset[str]]]:
    known = set(draft.elements) | {role + attribute for role in roles for attribute in draft.attributes}
    for changes in draft.contexts.values():
        for meant, (signs, place) in changes.items():
            if unknown := sorted(({meant} - set(draft.elements)) | (set(signs) - known)):
                raise BrokenDictionary(f"{place}：“改指”里的“{'、'.join(unknown)}”不是数据元。请核对名称。")
    return {
        name: {meant: frozenset(signs) for meant, (signs, _) in changes.items()}
        for name, changes in draft.contexts.items()
    }


def _compose(path: Path) -> yaml.Node | None:
    try:
        # Nodes keep their line, and every scalar the words that were written.
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise BrokenDictionary(f"{path.name}：不是 UTF-8 编码。请用记事本另存为 UTF-8。") from error
    except OSError as error:
        raise BrokenDictionary(f"{path.name}：打不开（{error.strerror}）。请核对权限。") from error
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        where = f" 第{mark.line + 1}行" if mark else ""
        raise BrokenDictionary(f"{path.name}{where}：YAML 写法有误。请检查缩进、冒号和括号。") from error


def _mapping(node: yaml.Node | None, path: Path) -> list[tuple[str, int, yaml.Node]]:
    """The keys of a mapping with their line and value. A key given twice is an error: YAML would keep the last."""
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise BrokenDictionary(f"{_Place(path, line)}：这里应为“名称: …”这样的各项。")
    found: list[tuple[str, int, yaml.Node]] = []
    for key, value in node.value:
        line = key.start_mark.line + 1
        if any(key.value == other for other, _, _ in found):
            raise BrokenDictionary(f"{_Place(path, line)}：“{key.value}”写了两次。请合成一处。")
        found.append((str(key.value), line, value))
    return found


def _words(node: yaml.Node | None, place: _Place) -> list[str]:
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode) or not all(isinstance(word, yaml.ScalarNode) for word in node.value):
        raise BrokenDictionary(f"{place}：这里应为列表，如 [写法甲, 写法乙]。")
    return [str(word.value) for word in node.value]


def _text(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _kind(node: yaml.Node | None, name: str, place: _Place) -> ElementKind:
    kind = _KINDS.get(_text(node))
    if kind is None:
        raise BrokenDictionary(f"{place}：“{name}”的类型“{_text(node)}”不认识。可用：{'、'.join(_KINDS)}。")
    return kind


def _minutes(node: yaml.Node, place: _Place) -> float:
    try:
        minutes = float(_text(node))
    except ValueError:
        minutes = -1.0
    if not 0 < minutes < 1000:
        raise BrokenDictionary(f"{place}：分钟数“{_text(node)}”应是大于0的数。")
    return minutes
