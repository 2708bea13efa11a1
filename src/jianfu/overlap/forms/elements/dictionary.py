"""The dictionary of data elements 数据元: what one field of a form can mean, and the words that say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ElementKind(StrEnum):
    """What is written into a field. The value is the dictionary's word."""

    TEXT = "文字"
    LONG_TEXT = "长文"
    CHOICE = "选项"
    COUNT = "整数"
    NUMBER = "数值"
    MONEY = "金额"
    SHARE = "比例"
    DATE = "日期"
    MOMENT = "时刻"
    IDENTIFIER = "证件号"
    PHONE = "电话"
    ADDRESS = "地址"
    PHOTO = "照片"
    SIGNATURE = "签名"


@dataclass(frozen=True, slots=True)
class Element:
    """One data element. `minutes` to fill it in once (defaults are unmeasured, grade D).

    `choices` is its code list, () if open. A `generic` element (金额, 数量) means something only by the heading above
    it: under a heading that the dictionary does not know it is another, new element.
    """

    name: str
    kind: ElementKind
    minutes: float
    choices: tuple[str, ...] = ()
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All elements and the words for them, squeezed.

    `terms` maps a whole heading to an element's name. `roles` maps a word for a person to that role's name;
    `attributes` maps what is asked of a person to its name: role + attribute (户主 + 姓名) is an element of its own.
    """

    elements: Mapping[str, Element]
    terms: Mapping[str, str]
    roles: Mapping[str, str]
    attributes: Mapping[str, str]
    contexts: Mapping[str, Mapping[str, frozenset[str]]]
    """Element → the element that it means instead → the elements of which one must stand in the same form for that."""

    def element_of(self, role: str, attribute: str) -> Element:
        """The element of one attribute of one role, such as 户主姓名; both by their names."""
        asked = self.elements[attribute]
        return Element(f"{role}{attribute}", asked.kind, asked.minutes, asked.choices)
