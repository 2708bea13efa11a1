"""Senders: one organ under several names, houses, other places."""

import pytest

from jianfu.overlap.notices.words.organs import (
    PROVINCES,
    Kinship,
    compare_senders,
    find_place,
    find_province,
    read_sender,
)

CASES = [
    ("青岚县市场监督管理局", "县市监局", Kinship.SAME),
    ("青岚县人民政府", "县政府", Kinship.SAME),
    ("中国银行业监督管理委员会云南监管局", "云南银监局", Kinship.SAME),
    ("中共青岚县应急管理局党组", "青岚县应急管理局", Kinship.SAME),
    ("青岚县人民政府", "青岚县人民政府办公室", Kinship.KIN),
    ("青岚县教育局、青岚县公安局", "青岚县公安局", Kinship.KIN),
    ("青岚县教育局", "青岚县体育局", Kinship.OTHER),
    ("县委", "县卫生健康委员会", Kinship.OTHER),
    ("国务院办公厅", "云岫省人民政府", Kinship.OTHER),
    ("泽陵市水利局", "青岚县水利局", Kinship.OTHER),
    ("青岚县人民政府", "枫溪县人民政府", Kinship.PARALLEL),
    ("湖北省水利厅", "长沙市水利局", Kinship.PARALLEL),
    ("湖南省水利厅", "长沙市水利局", Kinship.OTHER),
    ("松溪镇人民政府", "竹沅镇人民政府", Kinship.PARALLEL),
    ("", "青岚县人民政府", Kinship.UNKNOWN),
]


@pytest.mark.parametrize(("one", "other", "kinship"), CASES)
def test_how_two_senders_belong_together(one: str, other: str, kinship: Kinship) -> None:
    senders = [read_sender(name) for name in (one, other)]

    assert compare_senders(*senders) is kinship
    assert compare_senders(*reversed(senders)) is kinship


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("青岚县应急局", "青岚县"),
        ("云岫省泽陵市水利局", "云岫省泽陵市"),
        ("国务院办公厅", ""),
        ("四川银监局", "四川"),
        ("松溪镇政府", "松溪镇"),
        ("农业农村局", ""),
        ("全县各乡镇", ""),
    ],
)
def test_the_place_stands_at_the_head_of_the_name(words: str, place: str) -> None:
    assert find_place(words) == place


@pytest.mark.parametrize(
    ("place", "province"),
    [
        ("湖南省", "湖南"),
        ("长沙市", "湖南"),
        ("恩施土家族苗族自治州", "湖北"),
        ("湖南省长沙市", "湖南"),
        ("青岚县", ""),
        ("", ""),
    ],
)
def test_the_province_of_a_place(place: str, province: str) -> None:
    assert find_province(place) == province


def test_every_prefecture_lies_in_a_province_of_the_list() -> None:
    provinces = PROVINCES.split("|")
    assert {find_province(f"{name}市") for name in ("石家庄", "吐鲁番", "三沙", "果洛", "大庆")} <= set(provinces)
