"""Containers are checked before any parser sees them."""

import io
import zipfile

import pytest
from bad_inputs import (
    encrypted_zip,
    entity_bomb_docx,
    good_workbook,
    lying_workbook,
    nested_zip,
    outside_entity_workbook,
    zip_bomb,
    zip_of,
)

from jianfu.intake.archives import (
    ArchiveLimits,
    UnpackBudget,
    check_container,
    iterate_members,
    refuse_entities,
)
from jianfu.intake.errors import UnreadableFile
from jianfu.intake.reading_files import Limits, open_sources

SMALL = ArchiveLimits(total_bytes=50_000, member_bytes=40_000, members=10, free_bytes=1000)


@pytest.mark.parametrize(
    ("data", "limits", "words"),
    [
        (good_workbook()[:2000], ArchiveLimits(), "损坏"),
        (encrypted_zip(), ArchiveLimits(), "有密码"),
        (zip_bomb(20 * 2**20), ArchiveLimits(), "压缩炸弹"),
        (lying_workbook(), ArchiveLimits(), "大小不符"),
        (zip_of([("a", bytes(45_000))]), SMALL, "压缩炸弹"),
        (zip_of([("a", bytes(30_000)), ("b", bytes(30_000))]), SMALL, "压缩炸弹"),
        (zip_of((str(number), b"") for number in range(11)), SMALL, "压缩炸弹"),
    ],
)
def test_dangerous_containers_are_refused(data: bytes, limits: ArchiveLimits, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        check_container(data, limits)


def test_an_ordinary_workbook_passes() -> None:
    archive = check_container(good_workbook(), ArchiveLimits())

    refuse_entities(archive)
    assert "xl/workbook.xml" in archive.namelist()


@pytest.mark.parametrize("make", [entity_bomb_docx, outside_entity_workbook])
def test_parts_that_define_entities_are_refused(make) -> None:
    with pytest.raises(UnreadableFile, match="实体定义"):
        refuse_entities(check_container(make(), ArchiveLimits()))


def test_entities_are_seen_in_utf16_too() -> None:
    part = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")

    with pytest.raises(UnreadableFile, match="实体定义"):
        refuse_entities(check_container(zip_of([("word/document.xml", part)]), ArchiveLimits()))


def test_names_in_gbk_are_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("PLACE", b"x")
    data = target.getvalue().replace(b"PLACE", "收文1".encode("gbk"))

    assert [name for name, _ in iterate_members(check_container(data, ArchiveLimits()))] == ["收文1"]


@pytest.mark.parametrize("name", ["../逃.txt", "甲/../../逃.txt", "/etc/逃.txt", "C:\\逃.txt", "..\\逃.txt"])
def test_paths_that_lead_out_are_left_out(name: str) -> None:
    members = list(iterate_members(check_container(zip_of([(name, b"x"), ("好.txt", b"y")]), ArchiveLimits())))

    assert isinstance(members[0][1], UnreadableFile)
    assert members[0][0] == "逃.txt"
    assert members[1] == ("好.txt", b"y")


def test_a_damaged_member_does_not_hide_the_others() -> None:
    data = bytearray(zip_of([("坏.txt", b"abcdefgh" * 40), ("好.txt", b"y")]))
    data[50] ^= 0xFF

    members = dict(iterate_members(check_container(bytes(data), ArchiveLimits())))

    assert isinstance(members["坏.txt"], UnreadableFile)
    assert members["好.txt"] == b"y"


def test_archives_inside_one_archive_share_a_budget(tmp_path) -> None:
    inner = zip_of([("内.txt", "关于做好工作的通知".encode() * 800)])
    path = tmp_path / "外.zip"
    path.write_bytes(zip_of((f"{number}.zip", inner) for number in range(4)))
    limits = Limits(archive=ArchiveLimits(total_bytes=60_000))

    errors = [source.error.reason for source in open_sources(path, limits=limits) if source.error]

    assert len(errors) == 2
    assert all("压缩炸弹" in reason for reason in errors)


def test_a_budget_counts_every_level() -> None:
    budget = UnpackBudget(100)
    budget.spend(60)

    with pytest.raises(UnreadableFile):
        budget.spend(60)


def test_nesting_ends_somewhere(tmp_path) -> None:
    deep, shallow = tmp_path / "深.zip", tmp_path / "浅.zip"
    deep.write_bytes(nested_zip(6, good_workbook()))
    shallow.write_bytes(nested_zip(2, good_workbook()))

    (refused,), (taken,) = open_sources(deep), open_sources(shallow)

    assert refused.error is not None
    assert "嵌套过深" in refused.error.reason
    assert taken.file.inner_path == "第0层.zip/收文登记.xlsx"
    assert taken.read_bytes() == good_workbook()


def test_names_that_would_play_with_the_screen_are_cleaned(tmp_path) -> None:
    path = tmp_path / "包.zip"
    path.write_bytes(zip_of([("甲\x1b[2J\u202e乙\r\n丙.txt", "正文".encode())]))

    [source] = open_sources(path)
    assert source.file.inner_path == "甲[2J乙丙.txt"
