"""Previews and imports as the worker does them: each file told, stopped, resumed, killed at any point, never half."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bringing import bring, register
from django.test import Client
from PIL import Image
from small_county import County

from jianfu.intake.importing import ImportOrder
from jianfu.intake.read_ahead import FilesAhead
from jianfu.intake.readers.streaming import CHUNK_ROWS
from jianfu.intake.summary import FileSummary
from jianfu.ledger.models import AuditEntry, ImportedFile, Receipt
from jianfu.ledger.viewer import Role
from jianfu.web.deliveries import taking
from jianfu.web.deliveries.forgotten import give_up
from jianfu.web.deliveries.models import Delivery
from jianfu.web.queue.leases import take_up_again

SignIn = Callable[[Role], Client]
Work = Callable[[], int]
THREE = [(f"{name}收文登记.xlsx", register(f"关于{name}的通知")) for name in "甲乙丙"]


class Killed(BaseException):
    """The worker's process dies here: no code of ours hears of it."""


def _outcomes(delivery: Delivery) -> list[str]:
    return [found["outcome"] for found in delivery.looked.order_by("place").values_list("found", flat=True)]


def _taken() -> int:
    return Receipt.objects.filter(demand__title__regex="^关于[甲乙丙]的通知$").count()


def _state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def test_each_file_is_told_and_then_taken(county: County, sign_in: SignIn, work: Work) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, *THREE)
    work()
    page = client.get(f"/import/{delivery.pk}/").content.decode()
    assert (_state(delivery), _outcomes(delivery), _taken()) == ("looked_at", ["可导入"] * 3, 0)
    assert page.count("将这样记入") == 3
    assert "关于乙的通知" in page

    client.post(f"/import/{delivery.pk}/import/")
    work()

    assert (_state(delivery), _outcomes(delivery), _taken()) == ("done", ["已导入"] * 3, 3)
    assert "新增收到 3 次" in client.get(f"/import/{delivery.pk}/").content.decode()


def test_rejected_rows_are_told_with_place_and_remedy_and_stand_in_a_workbook(
    county: County, sign_in: SignIn, work: Work
) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, ("收文登记.xlsx", register("关于甲的通知", "=cmd|' /C calc'!A0", "")))
    work()

    page = client.get(f"/import/{delivery.pk}/").content.decode()
    answer = client.get(f"/import/{delivery.pk}/errors/")

    assert "第 4 行" in page
    assert "没有“标题”" in page
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows())] == [
        "文件", "工作表", "行", "列", "原文", "原因", "怎么办", "是否退回整行",
    ]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@pytest.fixture
def stop_within(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Callable[[], None]], None]:
    """Calls something once, after so many files are recorded and before that is written down."""

    def arrange(files: int, happen: Callable[[], None]) -> None:
        genuine, left = taking.import_each, [happen]

        def until(ahead: FilesAhead, order: ImportOrder, **more: Any) -> Iterator[FileSummary]:
            for number, summary in enumerate(genuine(ahead, order, **more), start=1):
                if number == files and left:
                    left.pop()()
                yield summary

        monkeypatch.setattr(taking, "import_each", until)

    return arrange


def _kill() -> None:
    raise Killed


@pytest.mark.parametrize("after", [1, 2, 3])
def test_killed_after_any_file_it_goes_on_and_tells_the_whole(
    after: int, county: County, sign_in: SignIn, work: Work, stop_within: Any
) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, *THREE)
    work()
    client.post(f"/import/{delivery.pk}/import/")
    stop_within(after, _kill)
    with pytest.raises(Killed):
        work()
    assert _taken() == after
    assert _state(delivery) == "importing"

    take_up_again(give_up, now=delivery.brought_at)
    work()

    assert (_state(delivery), _taken()) == ("done", 3)
    assert _outcomes(delivery) == ["已导入"] * 3
    assert [found["new_receipts"] for found in delivery.looked.values_list("found", flat=True)] == [1, 1, 1]
    assert AuditEntry.objects.filter(body__contains='"action":"import"').count() == 3 + 2  # and two of the small county


def test_stopped_between_files_it_keeps_what_is_in_and_goes_on_when_told(
    county: County, sign_in: SignIn, work: Work, stop_within: Any
) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, *THREE)
    work()
    client.post(f"/import/{delivery.pk}/import/")
    stop_within(1, lambda: client.post(f"/import/{delivery.pk}/cancel/"))
    work()

    assert (_state(delivery), _taken()) == ("stopped", 1)
    assert "前 1 个已导入并保留" in client.get(f"/import/{delivery.pk}/").content.decode()

    client.post(f"/import/{delivery.pk}/import/")
    work()

    assert (_state(delivery), _taken()) == ("done", 3)
    assert _outcomes(delivery) == ["已导入"] * 3


def test_stopped_within_a_file_nothing_of_it_is_kept(
    county: County, sign_in: SignIn, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, rows = sign_in(Role.ANALYST), CHUNK_ROWS * 2 + 1
    titles = [f"关于甲{number}的通知" for number in range(rows)]
    content = "\n".join(
        ["收文日期,来文单位,标题,收文单位", *[f"2023-12-06,县应急局,{title},松溪镇" for title in titles]]
    )
    delivery = bring(client, ("收文登记.csv", content.encode()))
    work()
    client.post(f"/import/{delivery.pk}/import/")
    told: list[int] = []

    def stop_after_the_first_chunk(delivery_id: int, rows_read: int) -> None:
        told.append(rows_read)
        if rows_read:
            client.post(f"/import/{delivery_id}/cancel/")

    monkeypatch.setattr("jianfu.web.deliveries.signals.tell_rows", stop_after_the_first_chunk)
    work()

    assert 0 < max(told) < rows
    assert _state(delivery) == "stopped"
    assert not Receipt.objects.filter(demand__title__startswith="关于甲").exists()


def test_a_no_is_a_no(county: County, sign_in: SignIn, work: Work) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, *THREE)
    work()
    for address in ("cancel", "import", "look"):
        client.post(f"/import/{delivery.pk}/{address}/")
    work()

    assert (_state(delivery), _taken()) == ("cancelled", 0)


def test_a_township_takes_back_what_it_brought_until_the_county_said_yes(
    county: County, sign_in: SignIn, work: Work
) -> None:
    township, analyst = sign_in(Role.TOWNSHIP), sign_in(Role.ANALYST)
    first, second = bring(township, THREE[0]), bring(township, THREE[1])
    work()
    township.post(f"/import/{first.pk}/cancel/")
    analyst.post(f"/import/{second.pk}/import/")
    township.post(f"/import/{second.pk}/cancel/")
    work()

    assert (_state(first), _state(second), _taken()) == ("cancelled", "done", 1)


def test_a_broken_mapping_says_so_and_can_be_tried_again(
    county: County, sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    (tmp_path / "registers").mkdir()
    broken = tmp_path / "registers" / "坏.yaml"
    broken.write_text("名称: [", encoding="utf-8")
    client = sign_in(Role.ANALYST)
    delivery = bring(client, THREE[0])
    work()
    assert _state(delivery) == "failed"
    assert "坏.yaml" in client.get(f"/import/{delivery.pk}/").content.decode()

    broken.unlink()
    client.post(f"/import/{delivery.pk}/look/")
    work()

    assert _state(delivery) == "looked_at"


def test_a_mistake_in_the_program_leaves_no_delivery_waiting_for_ever(
    county: County, sign_in: SignIn, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jianfu.web.deliveries.tasks.look", lambda *_: 1 / 0)
    client = sign_in(Role.ANALYST)
    delivery = bring(client, THREE[0])
    work()

    assert _state(delivery) == "failed"
    assert "请再试一次" in client.get(f"/import/{delivery.pk}/").content.decode()


def test_the_same_file_again_is_known_and_not_counted_twice(county: County, sign_in: SignIn, work: Work) -> None:
    client = sign_in(Role.ANALYST)
    for _ in range(2):
        delivery = bring(client, THREE[0])
        work()
        client.post(f"/import/{delivery.pk}/import/")
        work()

    assert _outcomes(delivery) == ["此前已导入"]
    assert (_taken(), ImportedFile.objects.filter(name=THREE[0][0]).count()) == (1, 1)


def _photo() -> bytes:
    content = BytesIO()
    Image.new("RGB", (600, 800), "white").save(content, "JPEG")
    return content.getvalue()


PAPER = "关于报送秋冬种进度的通知\n各乡镇：\n请于12月10日17时前报送。\n青岚县农业农村局\n2023年12月6日"


def test_a_villages_photograph_waits_for_the_county_to_type_it(county: County, sign_in: SignIn, work: Work) -> None:
    village, analyst = sign_in(Role.VILLAGE), sign_in(Role.ANALYST)
    delivery = bring(village, ("拍.jpg", _photo()))
    work()
    assert "不用再做什么" in village.get(f"/import/{delivery.pk}/").content.decode()
    assert "待录入" in analyst.get(f"/import/{delivery.pk}/").content.decode()
    picture = analyst.get(f"/import/{delivery.pk}/pictures/0/")
    assert picture["Content-Type"] == "image/jpeg"

    analyst.post(f"/import/{delivery.pk}/typed/0/", {"typed": PAPER})
    work()
    assert "可导入" in _outcomes(delivery)
    analyst.post(f"/import/{delivery.pk}/import/")
    work()

    taken = Receipt.objects.get(demand__title="关于报送秋冬种进度的通知")
    assert taken.receiver.name == "石门村"
    assert _outcomes(delivery) == ["已照着录入", "已导入"]
    assert village.post(f"/import/{delivery.pk}/typed/0/", {"typed": PAPER}).status_code == 403


def test_two_people_type_one_picture_and_the_second_is_told(county: County, sign_in: SignIn, work: Work) -> None:
    analyst = sign_in(Role.ANALYST)
    delivery = bring(analyst, ("拍.jpg", _photo()))
    work()
    analyst.post(f"/import/{delivery.pk}/typed/0/", {"typed": PAPER})
    second = analyst.post(f"/import/{delivery.pk}/typed/0/", {"typed": "别的"}, follow=True)

    assert "已经有人录入" in second.content.decode()


def test_a_classified_paper_goes_with_what_it_came_packed_in_and_the_rest_stays(
    county: County, sign_in: SignIn, work: Work
) -> None:
    client = sign_in(Role.ANALYST)
    secret = "关于某代号工作的通知\n机密★10年\n青岚县应急管理局\n2023年12月6日".encode()
    delivery = bring(client, ("代号.txt", secret), THREE[0])
    work()

    kept = [path.name for path in delivery.uploads()]
    page = client.get(f"/import/{delivery.pk}/").content.decode()
    assert kept == [THREE[0][0]]
    assert "代号" not in page
    client.post(f"/import/{delivery.pk}/import/")
    work()
    assert (_state(delivery), _taken()) == ("done", 1)
    assert sorted(_outcomes(delivery)) == ["已导入", "读不出"]


def test_files_that_vanished_since_the_preview_are_told_and_nothing_is_called_done(
    county: County, sign_in: SignIn, work: Work
) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, *THREE)
    work()
    delivery.uploads()[1].unlink()
    client.post(f"/import/{delivery.pk}/import/")
    work()

    assert (_state(delivery), _taken()) == ("failed", 0)
    assert "与预览时不同" in client.get(f"/import/{delivery.pk}/").content.decode()
