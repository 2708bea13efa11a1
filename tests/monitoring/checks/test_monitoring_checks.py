"""Unannounced checks: the draw, the way round, photos, clocks."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import pairwise, permutations

import numpy as np
import pytest
from PIL import Image

from jianfu.monitoring.checks.drawing import Candidate, CannotDraw, draw_places, seal
from jianfu.monitoring.checks.photos import UnreadablePhoto, clean_photo
from jianfu.monitoring.checks.routing import find_route, measure_roads
from jianfu.monitoring.checks.sheets import read_clock
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period

CALENDAR = WorkCalendar.china()
WEEK = Period(date(2023, 12, 4), date(2023, 12, 16))
PLACES = [Candidate(n, f"村{n}", f"乡{n % 5}", n % 9) for n in range(60)]


def test_places_and_times_are_drawn_by_strata_and_can_be_drawn_again() -> None:
    drawn = draw_places(PLACES, {0: 2, 1: 3, 2: 4}, WEEK, "三更半夜", CALENDAR)

    assert len(drawn) == 9
    assert drawn == draw_places(PLACES[::-1], {0: 2, 1: 3, 2: 4}, WEEK, " 三更半夜 ", CALENDAR)
    assert drawn != draw_places(PLACES, {0: 2, 1: 3, 2: 4}, WEEK, "另一个", CALENDAR)
    assert all(CALENDAR.is_workday(one.day) and one.day in WEEK for one in drawn)
    by_stratum = {one.stratum: one.chance for one in drawn}
    assert by_stratum["没有问题的"] == pytest.approx(2 / 7)
    assert len(seal("三更半夜")) == 64


def test_every_place_is_drawn_as_often_as_its_chance_says() -> None:
    counts = np.zeros(60)
    for n in range(1000):
        for one in draw_places(PLACES, {0: 2, 1: 0, 2: 10}, WEEK, str(n), CALENDAR):
            counts[one.candidate.organ_id] += 1
    many = [one.organ_id for one in PLACES if one.stratum == 2]

    assert counts[many] / 1000 == pytest.approx(np.full(len(many), 10 / len(many)), abs=0.06)
    assert counts[[one.organ_id for one in PLACES if one.stratum == 1]].sum() == 0


@pytest.mark.parametrize(
    ("wanted", "period", "seed", "words"),
    [
        ({0: 1}, WEEK, " ", "没有种子"),
        ({}, WEEK, "1", "一个点也没有抽到"),
        ({0: 1}, Period(date(2023, 12, 9), date(2023, 12, 11)), "1", "没有工作日"),
    ],
)
def test_what_cannot_be_drawn_is_told(wanted: dict[int, int], period: Period, seed: str, words: str) -> None:
    with pytest.raises(CannotDraw, match=words):
        draw_places(PLACES, wanted, period, seed, CALENDAR)


def test_the_way_is_the_shortest_of_all_orders() -> None:
    dice = np.random.default_rng(2)
    spots = {name: dice.uniform(0, 10, 2) for name in "县abcdef"}

    def hours(one: str, other: str) -> float:
        return float(np.hypot(*(spots[one] - spots[other])))

    order, length = find_route("县", list("abcdef"), hours)
    every = [sum(map(hours, ("县", *way), (*way, "县"))) for way in permutations("abcdef")]

    assert length == pytest.approx(min(every))
    assert sum(map(hours, ("县", *order), (*order, "县"))) == pytest.approx(length)
    assert find_route("县", [], hours) == ([], 0.0)


def test_many_stops_go_to_the_nearest_next_and_villages_of_a_township_stay_together() -> None:
    township_of = {f"村{n}": f"乡{n % 3}" for n in range(12)}
    hours = measure_roads(township_of, {"乡0": 0.5, "乡1": 1.0})
    order, length = find_route("县", sorted(township_of), hours)
    townships = [township_of[name] for name in order]

    assert sum(a != b for a, b in pairwise(townships)) == 2
    assert length == pytest.approx(9 * 0.4 + 2 * (0.5 + 1.0 + 1.0))


def test_a_photo_keeps_its_picture_and_nothing_beside_it() -> None:
    photo, exif = Image.new("RGB", (40, 20), "red"), Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = 6, "某手机", "村委会门口"
    exif.get_ifd(0x8825)[1] = "N"
    raw = BytesIO()
    photo.save(raw, "JPEG", exif=exif, comment=b"secret")
    cleaned = clean_photo(raw.getvalue())

    with Image.open(BytesIO(cleaned)) as kept:
        assert kept.size == (20, 40)
        assert not kept.getexif()
        assert "comment" not in kept.info
    assert "某手机".encode() not in cleaned
    assert b"secret" not in cleaned


@pytest.mark.parametrize("content", [b"", b"not a photo", b"\xff\xd8\xff\xe0broken", b"GIF89a" + bytes(20)])
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePhoto, match="请重拍"):
        clean_photo(content)


NOON = datetime(2023, 12, 7, 12)


@pytest.mark.parametrize(
    ("phone", "at", "note"),
    [
        (NOON, NOON, ""),
        (None, NOON + timedelta(hours=1), ""),
        (NOON + timedelta(days=400), NOON + timedelta(hours=1), "时钟快了"),
        (datetime(1970, 1, 1), NOON + timedelta(hours=1), "时钟慢了"),
    ],
)
def test_a_wrong_clock_is_told_and_nothing_is_refused(phone: datetime | None, at: datetime, note: str) -> None:
    clocked = read_clock(phone, NOON - timedelta(hours=1), NOON + timedelta(hours=1))

    assert clocked.at == at
    assert note in clocked.note
    late = read_clock(NOON, NOON - timedelta(hours=1), NOON + timedelta(days=8))
    assert "一周" in late.note
