"""Watched folders: complete files only, each once, put away when their fate is known, whatever is killed in between."""

import os
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django_tasks_db.models import DBTaskResult
from PIL import Image
from small_county import County

from jianfu.ledger.models import AuditEntry, Receipt
from jianfu.web.deliveries.actions import cancel, order_import
from jianfu.web.deliveries.forgotten import enqueue_forgotten, give_up
from jianfu.web.deliveries.models import Delivery
from jianfu.web.inbox.watching import WatchedFolder
from jianfu.web.queue.leases import take_up_again

NOW = datetime(2023, 12, 7, 9, 30)
SECRET = "关于某代号工作的通知\n机密★10年\n青岚县应急管理局\n2023年12月6日".encode()


def register(*titles: str, heading: str = "来文单位") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["收文日期", heading, "标题", "收文单位"])
    for title in titles:
        sheet.append(["2023-12-06", "青岚县应急管理局", title, "松溪镇"])
    content = BytesIO()
    made.save(content)
    return content.getvalue()


GOOD = register("关于甲的通知")


class Desk:
    """A watched folder beside a worker: `pass_by` is one turn of the worker's loop, ten seconds later."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seconds = folder, 0.0
        self.start()

    def start(self, origin: str = "folder") -> None:
        """A new worker, who has seen nothing yet."""
        self.watched = WatchedFolder(self.folder, origin, clock=lambda: self.seconds)

    def put(self, name: str, content: bytes = GOOD) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def pass_by(self, times: int = 1) -> None:
        for _ in range(times):
            self.seconds += 10
            enqueue_forgotten()
            self.watched.look(now=NOW)
            self._work()

    def _work(self) -> None:
        while task := DBTaskResult.objects.ready().exclude(task_path__endswith="reckon_again").get_locked():
            task.claim("试验")
            task.task.call(*task.args_kwargs["args"])
            task.set_successful(None)

    def names(self) -> list[str]:
        """All files below the folder."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def desk(county: County, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "收件")


def _taken(title: str = "关于甲的通知") -> int:
    return Receipt.objects.filter(demand__title=title).count()


def test_a_clean_register_is_imported_by_itself_and_put_away_with_the_day(desk: Desk) -> None:
    desk.put("收文登记.xlsx")
    desk.pass_by(3)

    assert (_taken(), desk.names()) == (1, ["已收/2023-12-07/收文登记.xlsx"])
    delivery = Delivery.objects.latest("pk")
    assert (delivery.state, delivery.brought_by, delivery.filed) == ("done", "收件文件夹", True)
    assert AuditEntry.objects.filter(body__contains='"actor":"收件文件夹"').count() == 3  # brought, ordered, imported


def test_a_file_that_still_grows_is_not_touched(desk: Desk) -> None:
    path = desk.put("收文登记.xlsx", GOOD[:1000])
    desk.pass_by()
    path.write_bytes(GOOD)
    desk.pass_by()
    assert not Delivery.objects.filter(origin="folder").exists()

    desk.pass_by(2)

    assert _taken() == 1


@pytest.mark.parametrize("name", ["下载.xlsx.part", "~$收文登记.xlsx", ".隐藏.xlsx", "Thumbs.db", "x.crdownload"])
def test_unfinished_and_system_files_are_left_alone(desk: Desk, name: str) -> None:
    desk.put(name)
    desk.pass_by(3)

    assert (desk.names(), Delivery.objects.filter(origin="folder").count()) == ([name], 0)


def test_links_and_pipes_are_left_alone(desk: Desk, tmp_path: Path) -> None:
    desk.folder.mkdir()
    (tmp_path / "外面.xlsx").write_bytes(GOOD)
    (desk.folder / "链接.xlsx").symlink_to(tmp_path / "外面.xlsx")
    os.mkfifo(desk.folder / "管道.xlsx")
    desk.pass_by(3)

    assert not Delivery.objects.filter(origin="folder").exists()


def test_an_unknown_heading_waits_for_a_person_and_the_file_waits_with_it(desk: Desk) -> None:
    desk.put("收文登记.xlsx", register("关于甲的通知", heading="报送部门"))
    desk.pass_by(3)
    delivery = Delivery.objects.latest("pk")
    assert (delivery.state, _taken(), desk.names()) == ("looked_at", 0, ["收文登记.xlsx"])

    order_import(delivery, actor="测试", now=NOW)
    desk.pass_by(2)

    assert (_taken(), desk.names()) == (1, ["已收/2023-12-07/收文登记.xlsx"])


def test_rejected_rows_wait_for_a_person(desk: Desk) -> None:
    desk.put("收文登记.xlsx", register("关于甲的通知", ""))
    desk.pass_by(3)

    assert (Delivery.objects.latest("pk").state, _taken()) == ("looked_at", 0)


def test_a_photograph_waits_to_be_typed(desk: Desk) -> None:
    content = BytesIO()
    Image.new("RGB", (60, 80), "white").save(content, "PNG")
    desk.put("拍.png", content.getvalue())
    desk.pass_by(3)

    assert Delivery.objects.latest("pk").state == "looked_at"


def test_what_cannot_be_read_comes_back_with_the_reason(desk: Desk) -> None:
    desk.put("程序.docx", b"MZ\x90\0\3\0\0\0" + bytes(range(256)) * 20)
    desk.pass_by(3)

    assert desk.names() == ["退回/2023-12-07/程序.docx", "退回/2023-12-07/程序.docx.txt"]
    assert "不认识这种文件格式" in (desk.folder / "退回/2023-12-07/程序.docx.txt").read_text(encoding="utf-8")


def test_what_the_county_does_not_want_comes_back_with_the_reason(desk: Desk) -> None:
    desk.put("收文登记.xlsx", register("关于甲的通知", heading="报送部门"))
    desk.pass_by(2)
    cancel(Delivery.objects.latest("pk"), actor="测试", now=NOW)
    desk.pass_by(1)

    assert desk.names() == ["退回/2023-12-07/收文登记.xlsx", "退回/2023-12-07/收文登记.xlsx.txt"]


def test_a_classified_paper_is_deleted_and_that_is_said_without_its_name(desk: Desk, tmp_path: Path) -> None:
    desk.put("代号八一.txt", SECRET)
    desk.pass_by(3)

    delivery = Delivery.objects.latest("pk")
    [note] = desk.names()
    assert note == f"退回/2023-12-07/涉密文件已删除-{delivery.pk}.txt"
    assert "已经删除" in (desk.folder / note).read_text(encoding="utf-8")
    assert [path for path in tmp_path.rglob("*") if path.is_file() and SECRET in path.read_bytes()] == []
    assert [path for path in tmp_path.rglob("*") if "八一" in path.name] == []
    assert not AuditEntry.objects.filter(body__contains="八一").exists()


def test_the_same_file_again_is_put_away_and_counted_once(desk: Desk) -> None:
    for _ in range(2):
        desk.put("收文登记.xlsx")
        desk.pass_by(3)

    assert _taken() == 1
    assert desk.names() == ["已收/2023-12-07/收文登记.xlsx", "已收/2023-12-07/收文登记（2）.xlsx"]


def test_folders_inside_are_looked_through_and_names_of_old_disks_stand(desk: Desk) -> None:
    desk.put("松溪镇/收文登记.xlsx")
    strange = Path(os.fsdecode(os.fsencode(desk.folder) + b"/" + "登记.xlsx".encode("gbk")))
    strange.write_bytes(register("关于乙的通知"))
    desk.pass_by(3)

    assert (_taken(), _taken("关于乙的通知")) == (1, 1)
    assert len(desk.names()) == 2


def test_a_mail_brings_its_attachments(desk: Desk) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "bureau@county.example", "十二月登记"
    message["Date"] = "Wed, 06 Dec 2023 09:00:00 +0800"
    message.set_content("请查收附件。")
    message.add_attachment(GOOD, maintype="application", subtype="octet-stream", filename="收文登记.xlsx")
    desk.start("mail")
    desk.put("new/1701826200.M1.host:2,S", message.as_bytes())
    desk.put("tmp/没写完", message.as_bytes())
    desk.pass_by(3)

    delivery = Delivery.objects.latest("pk")
    assert (_taken(), delivery.origin, delivery.brought_by) == (1, "mail", "邮件文件夹")
    assert [path.split("/")[0] for path in desk.names()] == ["tmp", "已收"]


def test_a_file_taken_away_by_hand_leaves_its_delivery_closed_when_decided(desk: Desk) -> None:
    path = desk.put("收文登记.xlsx", register("关于甲的通知", heading="报送部门"))
    desk.pass_by(2)
    path.unlink()
    delivery = Delivery.objects.latest("pk")
    cancel(delivery, actor="测试", now=NOW)
    desk.pass_by(1)

    delivery.refresh_from_db()
    assert (delivery.filed, desk.names()) == (True, [])


class Killed(BaseException):
    """The worker's process dies here: no code of ours hears of it."""


STEPS = [
    "jianfu.web.inbox.watching.bring_dropped",
    "jianfu.web.deliveries.actions.adopt",
    "jianfu.web.deliveries.actions.append",
    "jianfu.web.deliveries.tasks.look",
    "jianfu.web.deliveries.looking._finish",
    "jianfu.web.deliveries.looking._remove_classified",
    "jianfu.web.deliveries.tasks.take",
    "jianfu.web.deliveries.taking._keep",
    "jianfu.web.deliveries.taking._finish",
    "jianfu.web.inbox.watching.file_away",
    "jianfu.web.inbox.filing._move",
    "jianfu.web.inbox.filing.close_delivery",
    "jianfu.web.inbox.filing.replace_file",
    "jianfu.web.inbox.filing._delete_classified",
]


def _kill_once(monkeypatch: pytest.MonkeyPatch, step: str, when: str) -> list[str]:
    """Die at the first call of a step, before it or after it."""
    module, name = step.rsplit(".", 1)
    genuine: Callable[..., Any] = getattr(__import__(module, fromlist=[name]), name)
    died: list[str] = []

    def die(*given: Any, **more: Any) -> Any:
        if died:
            return genuine(*given, **more)
        if when == "before":
            died.append(step)
            raise Killed
        genuine(*given, **more)
        died.append(step)
        raise Killed

    monkeypatch.setattr(step, die)
    return died


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_every_file_comes_to_its_end_once(
    step: str, when: str, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path / "收件")
    desk.put("收文登记.xlsx")
    desk.put("坏.docx", b"MZ\x90\0\3\0\0\0" + bytes(range(256)) * 20)
    desk.put("代号八一.txt", SECRET)
    died = _kill_once(monkeypatch, step, when)
    try:
        desk.pass_by(6)
    except Killed:
        take_up_again(give_up, now=NOW)
        desk.start()
        desk.pass_by(6)

    assert died == [step]
    assert _taken() == 1
    assert AuditEntry.objects.filter(body__contains='"action":"import"').count() == 2 + 1
    secret = f"退回/2023-12-07/涉密文件已删除-{Delivery.objects.get(looked__found__classified=True).pk}.txt"
    expected = ["已收/2023-12-07/收文登记.xlsx", "退回/2023-12-07/坏.docx", "退回/2023-12-07/坏.docx.txt", secret]
    assert desk.names() == sorted(expected)
    assert not Delivery.objects.filter(filed=False).exists()
