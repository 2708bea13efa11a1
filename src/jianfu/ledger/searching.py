"""Finds demands by words, two letters of Chinese being enough, alike on SQLite and PostgreSQL.

An ordinary table holds every pair of neighbouring letters of a demand's words. A word is looked for by its pairs, and
what has them all is held against the words themselves. See docs/decisions/0051-search-by-pairs-of-letters.md.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from django.db.models import QuerySet

from jianfu.ledger.bulk import in_chunks, insert_rows
from jianfu.ledger.models import Demand, Organ, OrganAlias, SearchedPair, SearchedWords
from jianfu.vocabulary.text import normalise_width

LONGEST_WORD, MOST_WORDS = 40, 8
_BITS = 21  # a code point has no more
_BRACKETS = str.maketrans("〔［【〖﹝[{｛（〕］】〗﹞]}｝）", "(" * 9 + ")" * 9)


def fold(words: str) -> str:
    """The form in which words are held against each other: narrow, small letters, one sort of bracket, no blanks.

    Line ends are blanks, too: scanned papers break them anywhere.
    """
    return "".join(normalise_width(words).lower().translate(_BRACKETS).split()).replace("\0", "")


_fold_name = lru_cache(maxsize=10_000)(fold)  # the same few hundred names with every search


def number_pairs(folded: str) -> set[int]:
    """Every pair of neighbours in a line as a number, and its last letter alone: each letter begins some pair."""
    pairs: set[int] = set()
    for line in folded.split("\n"):
        pairs.update(ord(first) << _BITS | ord(second) for first, second in pairwise(line))
        if line:
            pairs.add(ord(line[-1]) << _BITS)
    return pairs


def split_words(words: str) -> list[str]:
    """What is looked for: the words parted by blanks, folded, each once; of too many the first."""
    return list(dict.fromkeys(filter(None, (fold(word)[:LONGEST_WORD] for word in words.split()))))[:MOST_WORDS]


def find_demands(word: str) -> QuerySet[Demand]:
    """Demands in whose words the folded `word` stands."""
    found = Demand.objects.all()
    if len(word) == 1:
        first = ord(word) << _BITS
        pairs = SearchedPair.objects.filter(pair__gte=first, pair__lt=first + (1 << _BITS))
        return found.filter(pk__in=pairs.values("demand_id"))
    for pair in sorted(ord(one) << _BITS | ord(other) for one, other in set(pairwise(word))):
        found = found.filter(pk__in=SearchedPair.objects.filter(pair=pair).values("demand_id"))
    is_one_pair = len(word) == 2
    return found if is_one_pair else found.filter(searched_words__words__contains=word)


def find_organs(word: str) -> list[int]:
    """Ids of organs whose name, or another of whose names, holds the folded `word`."""
    named = ((pk, name) for pk, name in Organ.objects.values_list("pk", "name"))
    known_as = ((pk, name) for pk, name in OrganAlias.objects.values_list("organ_id", "name"))
    return sorted({pk for names in (named, known_as) for pk, name in names if word in _fold_name(name)})


def index_demands(ids: Sequence[int]) -> None:
    """Bring the index up to what these demands say now. Call inside an action; what says the same is left alone."""
    for chunk in in_chunks(sorted(set(ids))):
        known = dict(SearchedWords.objects.filter(pk__in=chunk).values_list("pk", "words"))
        said = dict(_read(chunk))
        changed = [pk for pk, words in said.items() if known.get(pk) != words]
        stale = [pk for pk in changed if pk in known]
        SearchedPair.objects.filter(demand_id__in=stale).delete()
        SearchedWords.objects.filter(pk__in=stale).delete()
        insert_rows(SearchedWords, ("demand_id", "words"), [(pk, said[pk]) for pk in changed])
        insert_rows(
            SearchedPair,
            ("pair", "demand_id"),
            [(pair, pk) for pk in changed for pair in sorted(number_pairs(said[pk]))],
        )


def _read(ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    columns = ("pk", "title", "doc_number", "topic", "document_text__text")
    for pk, *parts in Demand.objects.filter(pk__in=ids).values_list(*columns):
        yield pk, "\n".join(fold(part) for part in parts if part)
