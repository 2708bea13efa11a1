"""Secrecy marks of classified papers: found so that the paper can be refused before anything of it is kept."""

import re

from jianfu.reading.facts import Fact, Span
from jianfu.vocabulary.document import Secrecy
from jianfu.vocabulary.text import normalise_width

_HEAD_LINES = 20
_STARRED = re.compile(r"(绝密|机密|秘密)\s*[★☆*]\s*(?:\d+\s*[年个月天日]+|长期|[一二三四五六七八九十]+年)?")
_ALONE = re.compile(
    r"^[ \t]*(?:\d{6}[ \t]+)?(绝\s*密|机\s*密|秘\s*密)(?:[ \t]*(?:特急|加急|平急|特提))?[ \t]*$", re.MULTILINE
)
_LABELLED = re.compile(r"密\s*级\s*[:：]\s*(绝密|机密|秘密)")


def find_secrecy(text: str) -> Fact[Secrecy] | None:
    """The secrecy mark of a paper, or None.

    A mark stands in the first lines, alone on its line, behind 密级：, or anywhere with a star and a term
    (机密★10年; GB/T 9704-2012 7.2.2). Sentences that speak of secrets (不得泄露国家秘密) are no marks.
    """
    plain = normalise_width(text)
    head = "\n".join(plain.split("\n")[:_HEAD_LINES])
    for pattern, where in ((_STARRED, plain), (_ALONE, head), (_LABELLED, head)):
        if found := pattern.search(where):
            word = re.sub(r"\s", "", found.group(1))
            return Fact(Secrecy(word), Span(*found.span()), 1.0 if pattern is _STARRED else 0.9)
    return None
