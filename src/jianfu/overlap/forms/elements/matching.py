"""Which data element each field of a form is. What is not sure stays blank: a forced match would accuse wrongly."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jianfu.overlap.forms.elements.dictionary import Dictionary, Element, ElementKind
from jianfu.overlap.forms.elements.heading_words import HeadingWords, read_words, shorten
from jianfu.overlap.forms.elements.values import can_hold, find_by_choices, fits_choices, guess_kind
from jianfu.overlap.forms.form import Form, FormField

SURE_ENOUGH = 0.75
"""Below this confidence a field stays without an element."""
_EXACT, _BARE, _COMPOUND, _SHORTENED, _BY_CHOICES, _OUT_OF_CONTEXT = 1.0, 0.97, 0.95, 0.88, 0.8, 0.6
_CONFIRMED = 0.1
_SHORTEST_ENDING = 3
_NAME, _PHONE = "姓名", "联系电话"
_PAGE_MARK = re.compile(r"^附件\d*$")
"""At the head of a page it numbers the form; elsewhere it may be a field."""
_COUNTED = {"户": "户数", "人": "人口数"}
_COUNTS = frozenset({"数量", "合计"})
_UNIT_KINDS = {
    "元": frozenset({ElementKind.MONEY}),
    "亩": frozenset({ElementKind.NUMBER}),
    "㎡": frozenset({ElementKind.NUMBER}),
    "户": frozenset({ElementKind.COUNT}),
    "人": frozenset({ElementKind.COUNT}),
    "日期": frozenset({ElementKind.DATE, ElementKind.MOMENT}),
}


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """One field and its element, None where nothing is sure enough. `reason` says in Chinese what decided."""

    field: FormField
    element: Element | None
    confidence: float
    reason: str

    @property
    def key(self) -> str:
        """What the field asks: its element's name, or its own words where it is a new element."""
        return self.element.name if self.element else f"新：{self.field.key}"

    @property
    def label(self) -> str:
        """The same in words for the reader."""
        return self.element.name if self.element else self.field.heading


@dataclass(frozen=True, slots=True)
class _Guess:
    element: Element
    confidence: float
    reason: str


def match_form(form: Form, dictionary: Dictionary) -> tuple[FieldMatch, ...]:
    """The element of every field, in the form's order. The same input gives the same answer."""
    matches = [_match_field(field, dictionary) for field in form.fields]
    return tuple(_follow_person(_settle_contexts(matches, dictionary), dictionary))


def _match_field(field: FormField, dictionary: Dictionary) -> FieldMatch:
    parts = [read_words(part) for part in field.path]
    values = parts[-1].choices or field.examples
    guess = None if field.position == 0 and _PAGE_MARK.match(parts[-1].bare) else _read_path(parts, dictionary)
    guess = _doubt(guess, parts[-1].unit, field.examples, values) if guess else None
    if guess is None or guess.confidence < SURE_ENOUGH or (guess.element.generic and not guess.element.choices):
        guess = _read_choices(parts[:-1], values, dictionary) or guess
    if guess is None:
        return FieldMatch(field, None, 0.0, "字典里没有这样的写法")
    sure = guess.confidence >= SURE_ENOUGH
    return FieldMatch(field, guess.element if sure else None, round(guess.confidence, 3), guess.reason)


def _doubt(guess: _Guess, unit: str, examples: Sequence[str], values: Sequence[str]) -> _Guess:
    """The guess in the light of the values printed in the form and of the unit."""
    seen = guess_kind(examples)
    if seen is not None and not can_hold(guess.element.kind, seen):
        return replace(guess, confidence=guess.confidence * 0.6, reason=f"{guess.reason}，但示例像{seen.value}")
    if not _fits_unit(guess.element, unit):
        return replace(guess, confidence=guess.confidence * 0.7, reason=f"{guess.reason}，但单位“{unit}”不合")
    match fits_choices(guess.element, values):
        case True:
            confidence = min(guess.confidence + _CONFIRMED, 1.0)
            return replace(guess, confidence=confidence, reason=f"{guess.reason}，选项相符")
        case False:
            reason = f"{guess.reason}，但选项“{'、'.join(values[:3])}”不是它的"
            return replace(guess, confidence=guess.confidence * 0.7, reason=reason)
    return guess


def _read_choices(above: Sequence[HeadingWords], values: Sequence[str], dictionary: Dictionary) -> _Guess | None:
    """What only one element's code list offers, whatever the heading calls it."""
    element = find_by_choices(dictionary, values)
    if element is None:
        return None
    role = next((role for part in reversed(above) if (role := _find_role(part, dictionary))), None)
    if role is not None and element.name in dictionary.attributes.values():
        element = dictionary.element_of(role, element.name)
    return _Guess(element, _BY_CHOICES, f"选项“{'、'.join(values[:3])}”只有“{element.name}”有")


def _fits_unit(element: Element, unit: str) -> bool:
    return unit not in _UNIT_KINDS or element.kind in _UNIT_KINDS[unit] or element.kind is ElementKind.TEXT


def _read_path(parts: Sequence[HeadingWords], dictionary: Dictionary) -> _Guess | None:
    """The lowest part in the light of those above it."""
    leaf, above = parts[-1], parts[:-1]
    if above:
        joined = _read_part(_join(above[-1], leaf), dictionary)
        if joined is not None and joined.confidence >= _COMPOUND:
            return replace(joined, reason=f"连同上级表头：{joined.reason}")
    guess = _read_part(leaf, dictionary)
    if guess is None or not above:
        return guess
    role = next((role for part in reversed(above) if (role := _find_role(part, dictionary))), None)
    if role is not None and guess.element.name in dictionary.attributes.values():
        element = dictionary.element_of(role, guess.element.name)
        return _Guess(element, guess.confidence * _BARE, f"上级表头是“{role}”：{guess.reason}")
    if guess.element.generic:
        return _settle_generic(guess, above, dictionary)
    return guess


def _join(above: HeadingWords, leaf: HeadingWords) -> HeadingWords:
    return HeadingWords(above.bare + leaf.whole, above.bare + leaf.bare, leaf.unit)


def _settle_generic(guess: _Guess, above: Sequence[HeadingWords], dictionary: Dictionary) -> _Guess:
    """A generic word below a heading is of that heading: 金额 below 大棚 is not 金额."""
    if guess.element.name in {"备注", "合计"} or all(_is_plain(part) for part in above):
        return guess
    upper = _read_part(above[-1], dictionary)
    if upper is not None and guess.element.name in _COUNTS | {"户数", "人口数"} and upper.element.kind in {
        ElementKind.COUNT, ElementKind.NUMBER,
    }:  # fmt: skip
        return _Guess(upper.element, upper.confidence * _BARE, f"上级表头：{upper.reason}")
    return _Guess(guess.element, _OUT_OF_CONTEXT, f"“{guess.element.name}”在“{above[-1].bare}”之下另有所指")


def _is_plain(part: HeadingWords) -> bool:
    return (
        any(word in part.bare for word in ("基本情况", "基本信息", "项目情况", "其他", "合计", "总体")) or not part.bare
    )


def _find_role(part: HeadingWords, dictionary: Dictionary) -> str | None:
    words = (part.bare, *(word for word, _ in shorten(part.bare)))
    return next((dictionary.roles[word] for word in words if word in dictionary.roles), None)


def _read_part(part: HeadingWords, dictionary: Dictionary) -> _Guess | None:
    """What one heading means by itself: as written, without brackets, as role and attribute, shortened, by its end."""
    for words, confidence in ((part.whole, _EXACT), (part.bare, _BARE), (part.other_name, _COMPOUND)):
        if guess := _look_up(words, part.unit, dictionary, confidence):
            return guess
    if guess := _read_compound(part.bare, dictionary):
        return guess
    for words, same_subject in shorten(part.bare):
        guess = _look_up(words, part.unit, dictionary, _SHORTENED) or _read_compound(words, dictionary)
        if guess is not None and (same_subject or not guess.element.generic):
            return replace(guess, confidence=min(guess.confidence, _SHORTENED))
    return _read_alternatives(part, dictionary) or _read_ending(part.bare, dictionary)


def _look_up(words: str, unit: str, dictionary: Dictionary, confidence: float) -> _Guess | None:
    if words in dictionary.terms:
        element = dictionary.elements[dictionary.terms[words]]
        if element.name in _COUNTS and unit in _COUNTED:
            element = dictionary.elements[_COUNTED[unit]]
        return _Guess(element, confidence, f"写法“{words}”")
    if words in dictionary.roles:
        return _Guess(dictionary.element_of(dictionary.roles[words], _NAME), confidence * _BARE, f"“{words}”填的是姓名")
    return None


def _read_compound(words: str, dictionary: Dictionary) -> _Guess | None:
    """户主身份证号 = 户主 + 身份证号; the longest role that leaves an attribute."""
    for end in range(len(words) - 1, 0, -1):
        role = dictionary.roles.get(words[:end])
        attribute = dictionary.attributes.get(words[end:].removeprefix("的")) if role else None
        if role and attribute:
            return _Guess(dictionary.element_of(role, attribute), _COMPOUND, f"“{role}”的“{attribute}”")
    return None


def _read_alternatives(part: HeadingWords, dictionary: Dictionary) -> _Guess | None:
    """姓名/名称, 单位或住址: the first of the alternatives, if all that are known agree."""
    words = [word for word in part.bare.replace("、", "/").replace("或", "/").replace("及", "/").split("/") if word]
    guesses = [guess for word in words if (guess := _look_up(word, part.unit, dictionary, _SHORTENED))]
    agree = len(words) > 1 and len(guesses) == len(words) and len({guess.element.name for guess in guesses}) == 1
    return guesses[0] if agree else None


def _read_ending(words: str, dictionary: Dictionary) -> _Guess | None:
    """The longest known word at the end of the heading, where it is most of it: the head of a noun."""
    for start in range(1, len(words) - _SHORTEST_ENDING + 1):
        name = dictionary.terms.get(words[start:])
        if name is not None and not _is_narrowed(dictionary.elements[name]):
            share = (len(words) - start) / len(words)
            return _Guess(dictionary.elements[name], 0.6 + 0.3 * share, f"以“{words[start:]}”结尾")
    return None


def _is_narrowed(element: Element) -> bool:
    """Whether a word before it makes it another element: 受灾人数 is not 人数, 林地面积 is not 面积."""
    return element.generic or element.kind in {ElementKind.COUNT, ElementKind.NUMBER}


def _settle_contexts(matches: Sequence[FieldMatch], dictionary: Dictionary) -> list[FieldMatch]:
    """What a bare word means in this form: 人数 beside 与户主关系 is the household's."""
    present = {match.element.name for match in matches if match.element}
    return [_settle_context(match, present, dictionary) for match in matches]


def _settle_context(match: FieldMatch, present: set[str], dictionary: Dictionary) -> FieldMatch:
    changes = dictionary.contexts.get(match.element.name, {}) if match.element else {}
    for meant, signs in changes.items():
        if meant not in present and (sign := min(signs & present, default=None)):
            reason = f"{match.reason}；同表有“{sign}”"
            return replace(match, element=dictionary.elements[meant], reason=reason)
    return match


def _follow_person(matches: Sequence[FieldMatch], dictionary: Dictionary) -> list[FieldMatch]:
    """A bare telephone right behind a person is that person's; so is any attribute that stands twice in the form."""
    counts = Counter(match.element.name for match in matches if match.element)
    roles: Mapping[str, str] = {f"{name}{_NAME}": name for name in dictionary.roles.values()}
    attributes = frozenset(dictionary.attributes.values())
    followed: list[FieldMatch] = []
    role, behind = None, False
    for match in matches:
        name = match.element.name if match.element else ""
        if (
            name in attributes
            and role is not None
            and name != _NAME
            and (counts[name] > 1 or (behind and name == _PHONE))
        ):
            element = dictionary.element_of(role, name)
            followed.append(replace(match, element=element, reason=f"{match.reason}；紧随“{role}”"))
        else:
            followed.append(match)
        behind = name in roles
        role = roles.get(name, None if name == _NAME else role)
    return followed
