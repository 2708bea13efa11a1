"""Near-equal texts: found, exactly measured, the same in any order and in any portions."""

import unicodedata
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.overlap.kernels.near import NearIndex, NearPairs, find_near
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.union_find import find_heads

LETTERS = "县乡镇村关于做好开展切实加强春季森林防火防汛抗旱安全生产工作的通知报送要求落实责任人一二三四五六七八九十"


def _make(length: int, dice: Random) -> str:
    return "".join(chr(0x4E00 + dice.randrange(3000)) for _ in range(length))


def _edit(text: str, share: float, dice: Random) -> str:
    return "".join(chr(0x4E00 + dice.randrange(3000)) if dice.random() < share else char for char in text)


def _kept(text: str) -> str:
    """The characters that count, by the definition in Python."""
    folded = (unicodedata.normalize("NFKC", char).lower() for char in text)
    return "".join(char for char in folded if unicodedata.category(char[0])[0] in "LNM")


def _grams(text: str) -> set[str]:
    kept = _kept(text)
    return {kept[i : i + 4] for i in range(max(len(kept) - 3, 1))} if kept else set()


def _as_set(pairs: NearPairs) -> set[tuple[int, int]]:
    return set(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))


def _renamed(pairs: NearPairs, names: list[int]) -> set[tuple[int, int]]:
    return {(min(names[a], names[b]), max(names[a], names[b])) for a, b in _as_set(pairs)}


def _families(dice: Random, count: int) -> list[str]:
    """Texts of which some are edits, excerpts, wrappers or copies of others."""
    texts = [_make(dice.randrange(20, 600), dice) for _ in range(count)]
    for text in texts[: count // 2]:
        texts.append(_edit(text, 0.01, dice))
        texts.append(_make(30, dice) + text)
        texts.append(text + _make(20, dice))
    return [*texts, *texts[:3]]


def test_ratios_are_those_of_sets_of_grams() -> None:
    strings = _families(Random(1), 20)

    pairs = find_near(Texts.of(strings), min_jaccard=0.3, min_containment=0.5)

    assert len(pairs) > 30
    for a, b, jaccard, containment in zip(pairs.a, pairs.b, pairs.jaccard, pairs.containment, strict=True):
        one, other = _grams(strings[a]), _grams(strings[b])
        assert jaccard == pytest.approx(len(one & other) / len(one | other), abs=1e-6)
        assert containment == pytest.approx(len(one & other) / min(len(one), len(other)), abs=1e-6)


def test_every_pair_of_small_families_is_found() -> None:
    strings = _families(Random(2), 60)
    sets = [_grams(string) for string in strings]
    wanted = {
        (i, j)
        for i in range(len(strings))
        for j in range(i + 1, len(strings))
        if len(sets[i] & sets[j]) >= 0.75 * len(sets[i] | sets[j])
    }

    found = _as_set(find_near(Texts.of(strings)))

    assert len(wanted) > 100
    assert wanted - found == set()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(LETTERS + "，。 ", max_size=60), max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_texts_does_not_matter(strings: list[str], dice: Random) -> None:
    strings = [*strings, *(_edit(string, 0.02, dice) for string in strings)]
    names = list(range(len(strings)))
    dice.shuffle(names)

    straight = find_near(Texts.of(strings))
    shuffled = find_near(Texts.of([strings[name] for name in names]))

    assert _renamed(shuffled, names) == _as_set(straight)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(LETTERS + "，。 ", max_size=60), max_size=30), st.data())
def test_portions_give_what_the_whole_gives(strings: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(strings)))
    whole = find_near(Texts.of(strings))

    index = NearIndex()
    index.extend(Texts.of(strings[:cut]))
    grown = index.extend(Texts.of(strings[cut:]))

    for name in ("a", "b", "jaccard", "containment"):
        assert getattr(grown, name).tolist() == getattr(whole, name).tolist()


def test_a_family_beyond_all_limits_hangs_together_and_stays_linear() -> None:
    dice = Random(3)
    text = _make(400, dice)
    strings = [_edit(text, 0.01, dice) for _ in range(3000)]

    pairs = find_near(Texts.of(strings))

    assert set(find_heads(len(strings), pairs.a, pairs.b).tolist()) == {0}
    assert len(pairs) < 500 * len(strings)


def test_copies_of_one_text_are_a_star() -> None:
    pairs = find_near(Texts.of(["关于报送防汛值班表的通知"] * 1000))

    assert pairs.a.tolist() == [0] * 999
    assert pairs.b.tolist() == list(range(1, 1000))
    assert set(pairs.jaccard.tolist()) == {1.0}


def test_an_excerpt_is_found_in_its_long_text() -> None:
    dice = Random(4)
    strings = [_make(3000, dice) for _ in range(200)]
    excerpts = [string[1000:1300] for string in strings]

    pairs = find_near(Texts.of([*strings, *excerpts]))

    found = {(a, b) for (a, b), c in zip(zip(pairs.a, pairs.b, strict=True), pairs.containment, strict=True) if c == 1}
    assert len({(i, i + 200) for i in range(200)} & found) >= 198


@pytest.mark.parametrize(
    "strings",
    [[], [""], ["", "", "。！", " "], ["短"], ["1"], ["a\ud800b"]],
    ids=["nothing", "empty", "only punctuation", "one character", "one digit", "surrogate"],
)
def test_texts_with_little_in_them(strings: list[str]) -> None:
    assert len(find_near(Texts.of(strings))) == 0


def test_short_and_odd_texts_meet_their_likes() -> None:
    strings = ["短", "短。", "２０２６", "2026", "Ａｂ c", "abC", "20271", "😀好", "😀 好"]

    assert _as_set(find_near(Texts.of(strings))) == {(0, 1), (2, 3), (4, 5), (7, 8)}


def test_a_text_of_a_million_characters() -> None:
    dice = Random(5)
    text = _make(1_000_000, dice)

    pairs = find_near(Texts.of([text, _make(500, dice), _edit(text, 0.01, dice), text[500_000:500_900]]))

    assert _as_set(pairs) == {(0, 2), (0, 3), (2, 3)}


def test_near_texts_on_either_side_of_a_length_limit_meet() -> None:
    dice = Random(7)
    strings = [_make(length, dice) for length in range(310, 490, 2) for _ in range(3)]
    longer = [string + _make(30, dice) for string in strings]

    pairs = _as_set(find_near(Texts.of([*strings, *longer])))

    assert {(i, i + len(strings)) for i in range(len(strings))} <= pairs


def test_texts_of_one_repeated_phrase_meet_whatever_is_sampled() -> None:
    phrases = [_make(length, Random(length)) for length in range(1, 40)]

    pairs = _as_set(find_near(Texts.of([*(phrase * 100 for phrase in phrases), *(phrase * 90 for phrase in phrases)])))

    assert pairs == {(i, i + len(phrases)) for i in range(len(phrases))}


def test_digits_only() -> None:
    dice = Random(6)
    strings = ["".join(dice.choices("0123456789", k=400)) for _ in range(300)]
    edited = [string[:200] + "7" + string[201:] for string in strings]

    pairs = _as_set(find_near(Texts.of([*strings, *edited])))

    assert {(i, i + 300) for i in range(300) if strings[i] != edited[i]} <= pairs


def test_bytes_that_are_no_utf_8_are_passed_over() -> None:
    good = "关于报送防汛值班表的通知".encode()
    broken = good[:12] + b"\xff\xe5\x80\xc0" + good[12:] + b"\xe5\x85"
    offsets = np.array([0, len(good), len(good) + len(broken)], np.int64)

    pairs = find_near(Texts(np.frombuffer(good + broken, np.uint8), offsets))

    assert pairs.jaccard.tolist() == [1.0]
