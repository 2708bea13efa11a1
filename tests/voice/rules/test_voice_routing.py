"""Routing: a named unit never reads, at least two always do."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.voice.rules.routing import (
    FEWEST_READERS,
    MOST_READERS,
    Body,
    Reader,
    TooFewReaders,
    choose_readers,
    is_same_unit,
)

UNITS = (
    ("县委办公室减负专班", Body.HANDLING_OFFICE),
    ("县纪委监委", Body.DISCIPLINE),
    ("县委巡察办", Body.DISCIPLINE),
    ("市减负办", Body.UPPER_LEVEL),
    ("市纪委监委", Body.UPPER_LEVEL),
    ("县委督查室", Body.SUPERVISION),
    ("县政府督查室", Body.SUPERVISION),
    ("县人大办公室", Body.SUPERVISION),
)


def reader(number: int, unit: str, body: Body, key: str = "") -> Reader:
    return Reader(id=f"r{number:02d}", unit=unit, body=body, public_key=key or f"age1key{number}")


def test_ten_thousand_random_complaints() -> None:
    """No named or ticked unit's key is among the readers, and there are two to six of them or a refusal."""
    chance = random.Random(20_231_207)
    chosen_count = refused = 0
    for _ in range(10_000):
        people = _draw_readers(chance)
        names = [unit for unit, _ in UNITS]
        concerned = chance.sample(names, chance.choice((0, 0, 1, 1, 2, 4)))
        hidden = chance.sample(names, chance.choice((0, 0, 1, 2)))
        office, leaders = chance.random() < 0.2, chance.random() < 0.15
        forbidden = {p.public_key for p in people if p.unit in concerned or p.unit in hidden}
        if office or leaders:
            allowed = {p.public_key for p in people if p.body in (Body.UPPER_LEVEL, Body.DISCIPLINE)}
        else:
            allowed = {p.public_key for p in people}
        try:
            chosen = choose_readers(
                people,
                concerned_units=concerned,
                hidden_from=hidden,
                about_handling_office=office,
                about_leaders=leaders,
            )
        except TooFewReaders:
            refused += 1
            continue
        keys = [one.public_key for one in chosen]
        chosen_count += 1
        assert not forbidden & set(keys)
        assert set(keys) <= allowed
        assert len(set(keys)) == len(keys)
        assert FEWEST_READERS <= len(keys) <= MOST_READERS

    assert chosen_count > 5000
    assert refused > 500


def _draw_readers(chance: random.Random) -> list[Reader]:
    """Two to twelve handlers; now and then one key is registered for two units."""
    people = [reader(n, *chance.choice(UNITS)) for n in range(chance.randrange(2, 13))]
    if chance.random() < 0.3:
        unit, body = chance.choice(UNITS)
        people.append(reader(20, unit, body, key=people[0].public_key))
    return people


ALL = [reader(n, unit, body) for n, (unit, body) in enumerate(UNITS)]


def choose(
    *, concerned: tuple[str, ...] = (), hidden: tuple[str, ...] = (), office: bool = False, leaders: bool = False
):
    return {
        one.unit
        for one in choose_readers(
            ALL, concerned_units=concerned, hidden_from=hidden, about_handling_office=office, about_leaders=leaders
        )
    }


def test_what_concerns_the_office_goes_only_above_and_to_discipline_inspection() -> None:
    independent = {unit for unit, body in UNITS if body in (Body.DISCIPLINE, Body.UPPER_LEVEL)}

    assert choose(office=True) == independent
    assert choose(leaders=True) == independent


@pytest.mark.parametrize("name", ["县委督查室", "县委督查室综合科", " 县委督查室 ", "县委督查", "县委督查室　"])
def test_a_unit_is_left_out_under_its_sections_and_short_names(name: str) -> None:
    assert "县委督查室" not in choose(hidden=(name,))


def test_listed_other_names_count() -> None:
    people = [
        Reader("a", "中共青禾县纪律检查委员会", Body.DISCIPLINE, "age1a", aliases=("县纪委", "县纪委监委")),
        Reader("b", "市减负办", Body.UPPER_LEVEL, "age1b"),
        Reader("c", "县委督查室", Body.SUPERVISION, "age1c"),
    ]
    chosen = choose_readers(
        people, concerned_units=["县纪委"], hidden_from=[], about_handling_office=False, about_leaders=False
    )

    assert [one.id for one in chosen] == ["b", "c"]


def test_one_person_with_two_keys_registered_alike_is_one_reader() -> None:
    people = [reader(1, "县纪委监委", Body.DISCIPLINE, "age1x"), reader(2, "市减负办", Body.UPPER_LEVEL, "age1x")]

    with pytest.raises(TooFewReaders, match="书面地址"):
        choose_readers(people, concerned_units=[], hidden_from=[], about_handling_office=False, about_leaders=False)


def test_every_body_has_its_turn_where_places_are_few() -> None:
    people = [reader(n, f"县委督查室{n}组", Body.SUPERVISION) for n in range(20)] + [reader(90, *UNITS[1])]
    chosen = choose_readers(
        people, concerned_units=[], hidden_from=[], about_handling_office=False, about_leaders=False
    )

    assert len(chosen) == MOST_READERS
    assert Body.DISCIPLINE in {one.body for one in chosen}


@given(st.text(max_size=12), st.text(max_size=12))
def test_sameness_goes_both_ways(one: str, other: str) -> None:
    assert is_same_unit(one, other) == is_same_unit(other, one)


def test_different_units_that_begin_alike_are_different() -> None:
    assert not is_same_unit("县委督查室", "县委巡察办")
    assert not is_same_unit("县", "县纪委")
    assert not is_same_unit("", "县纪委")
    assert not is_same_unit("", "")
