"""What a preview shows: the first rows as they would be recorded, unknown headings with an example, unplaced sheets."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from bad_inputs import GOOD_ROWS, HEADINGS, good_workbook, workbook
from PIL import Image

from jianfu.intake.errors import UnreadableFile
from jianfu.intake.readers.photo import draw_picture
from jianfu.intake.samples import show_cell
from jianfu.intake.sandbox import Limits, run_confined
from jianfu.intake.summary import FileSummary, Outcome
from jianfu.vocabulary.burden_kind import BurdenKind

pytestmark = pytest.mark.django_db


def _preview(desk, tmp_path: Path, content: bytes, name: str = "表.xlsx") -> FileSummary:
    (tmp_path / name).write_bytes(content)
    [file] = desk.bring_in(tmp_path / name, dry_run=True).files
    return file


def test_rows_stand_under_the_names_of_their_fields(desk, tmp_path: Path) -> None:
    [sample] = _preview(desk, tmp_path, good_workbook()).samples

    row = dict(zip(sample.columns, sample.rows[0], strict=True))
    assert sample.register == "收文登记"
    assert row["标题"] == "关于做好秋收工作的通知"
    assert "行" in row["出处"]
    assert all(len(row) == len(sample.columns) for row in sample.rows)


def test_only_the_first_rows_are_shown(desk, tmp_path: Path) -> None:
    [sample] = _preview(desk, tmp_path, workbook(HEADINGS, [GOOD_ROWS[0]] * 50)).samples

    assert len(sample.rows) == 3


def test_an_import_keeps_no_samples(desk, tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(good_workbook())

    assert desk.bring_in(tmp_path / "表.xlsx").files[0].samples == []


def test_below_an_unknown_heading_stands_an_example(desk, tmp_path: Path) -> None:
    headings, rows = (*HEADINGS, "转办二维码"), [(*row, "QR7") for row in GOOD_ROWS]

    file = _preview(desk, tmp_path, workbook(headings, rows))

    assert file.unknown_headings == {"收文登记": ["转办二维码"]}
    assert file.examples == {"转办二维码": "QR7"}


def test_a_sheet_that_is_no_register_shows_what_looks_like_its_header(desk, tmp_path: Path) -> None:
    content = workbook(("材料名", "谁发的", "哪天到的"), [("专项表", "县统计局", "2023-12-01")] * 4, title="材料一览")

    file = _preview(desk, tmp_path, content)

    assert file.outcome is Outcome.NOT_RECOGNISED
    [table] = file.unplaced
    assert table.headings == ("材料名", "谁发的", "哪天到的")
    assert table.examples == ("专项表", "县统计局", "2023-12-01")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (date(2023, 12, 1), "2023-12-01"),
        (datetime(2023, 12, 1, 9, 30), "2023-12-01 09:30"),
        (datetime(2023, 12, 1), "2023-12-01"),
        (("甲", "乙"), "甲、乙"),
        (2.0, "2"),
        (BurdenKind.MEETING, BurdenKind.MEETING.label),
        ("字" * 100, "字" * 60 + "…"),
    ],
)
def test_values_in_words(value: object, words: str) -> None:
    assert show_cell(value) == words


def _photo(size: tuple[int, int] = (3000, 2000), **more: object) -> bytes:
    content = BytesIO()
    Image.new("RGB", size, "white").save(content, "JPEG", **more)
    return content.getvalue()


def test_a_photograph_that_nobody_could_read_waits_for_eyes(desk, tmp_path: Path) -> None:
    assert _preview(desk, tmp_path, _photo(), "照片.jpg").needs_eyes


def test_a_broken_photograph_does_not_wait(desk, tmp_path: Path) -> None:
    file = _preview(desk, tmp_path, _photo()[:60], "照片.jpg")

    assert file.outcome is Outcome.UNREADABLE
    assert not file.needs_eyes


def test_a_picture_is_drawn_anew_without_place_and_passengers() -> None:
    place = Image.Exif()
    place[0x010E] = "青禾县溪口镇某村"
    drawn = run_confined(lambda: draw_picture(_photo(exif=place) + b"PK\x03\x04<script>alert(1)</script>"), Limits())

    with Image.open(BytesIO(drawn)) as image:
        assert (image.format, max(image.size), len(image.getexif())) == ("JPEG", 1600, 0)
    assert b"script" not in drawn
    assert "某村".encode() not in drawn


def test_a_flood_of_pixels_is_refused() -> None:
    content = BytesIO()
    Image.new("1", (30_000, 30_000)).save(content, "PNG")

    with pytest.raises(UnreadableFile):
        run_confined(lambda: draw_picture(content.getvalue()), Limits())
