"""The demonstration county's assessment year: files, bytes, and efforts that no file tells."""

from pathlib import Path

from county.assessing import make_assessment_year, planted_efforts
from county.endowments import draw_endowments
from county.names import TOWNSHIPS


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        make_assessment_year(tmp_path / name, seed=3)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(names) > 10
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_efforts_are_centred_and_differ_by_seed() -> None:
    efforts = planted_efforts(1)
    assert set(efforts) == set(TOWNSHIPS)
    assert abs(sum(efforts.values())) < 1e-9
    assert efforts != planted_efforts(2)


def test_endowments_are_those_of_the_organ_directory() -> None:
    assert draw_endowments(1, 0, "松溪镇") == draw_endowments(1, 0, "松溪镇")
    assert draw_endowments(1, 0, "松溪镇") != draw_endowments(1, 0, "竹沅镇")
