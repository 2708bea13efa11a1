"""Passwords that are guessed first are refused. What is left after known words counts, not how many kinds of sign."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.core.exceptions import ValidationError

from jianfu.web.accounts.models import Account

_WORDS = Path(__file__).with_name("weak_words.txt")
_FEWEST_OWN = 5
"""Different signs that must be left when everything well known is taken out."""
_YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d[0-3]\d)?")


class WellKnownWords:
    """A validator of Django's: takes out well-known words, years, rows of keys and one's own names."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """ValidationError where too little is left."""
        if len(set(take_out_known(password, list(_own_words(user))))) < _FEWEST_OWN:
            raise ValidationError(self.get_help_text(), code="well_known")

    def get_help_text(self) -> str:
        """What to do."""
        return "密码里多是常见的词、单位名、年份或连着的键，容易被猜到。可以用几个不相干的词连起来。"


def take_out_known(password: str, own_words: list[str]) -> str:
    """The letters and digits that are left, in one case."""
    left = unicodedata.normalize("NFKC", password).lower()
    for word in sorted([*_load_words(), *own_words], key=len, reverse=True):
        left = left.replace(word, " ")
    left = _YEAR.sub(" ", left)
    return "".join(sign for sign in _take_out_runs(left) if sign.isalnum())


def _own_words(user: Account | None) -> Iterator[str]:
    """Names that anybody knows who knows the account."""
    if user is not None:
        names = [user.username, *([user.organ.name] if user.organ else [])]
        yield from (part for name in names for part in re.split(r"[\W_]+", name.lower()) if len(part) > 1)


def _take_out_runs(words: str) -> str:
    """Without three or more signs in a row that are the same or follow each other: 888, abc, 4321."""
    steps = [ord(after) - ord(before) for before, after in pairwise(words)]
    in_run = [False] * len(words)
    for place in range(len(steps) - 1):
        if steps[place] == steps[place + 1] and steps[place] in {-1, 0, 1}:
            in_run[place : place + 3] = [True] * 3
    return "".join(sign for sign, is_run in zip(words, in_run, strict=True) if not is_run)


@lru_cache(maxsize=1)
def _load_words() -> tuple[str, ...]:
    return tuple(_WORDS.read_text(encoding="utf-8").split())
