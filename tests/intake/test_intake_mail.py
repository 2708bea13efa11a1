"""E-mails kept as files: body and attachments like an archive's members, within the same limits."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from bad_inputs import classified_docx, good_workbook, zip_of

from jianfu.intake.archives import ArchiveLimits
from jianfu.intake.errors import UnreadableFile
from jianfu.intake.formats import Format, sniff
from jianfu.intake.readers.mail import MAIL_BODY, read_mail
from jianfu.intake.reading_files import Limits, open_sources
from jianfu.intake.summary import Outcome
from jianfu.ledger.models import Receipt

BOUNDS = ArchiveLimits()


def letter(body: str = "请查收附件。", *, html: str = "", **files: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "bureau@county.example", "office@county.example", "十二月登记"
    message["Date"] = "Wed, 06 Dec 2023 09:00:00 +0800"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in files.items():
        attach(message, name.replace("_", "."), content)
    return message


def attach(message: EmailMessage, name: str, content: bytes) -> None:
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)


def test_a_mail_is_told_from_its_head_and_not_from_its_name() -> None:
    assert sniff(letter().as_bytes()) is Format.EML
    assert sniff(b"From: a\nnothing else\n\n") is Format.TEXT
    assert sniff("收文日期,来文单位\n2023-12-01,县应急局\n".encode()) is Format.TEXT


def test_body_and_attachments_become_members() -> None:
    message = letter("请于12月10日前报送。", 登记_xlsx=b"PK", 说明_txt="甲".encode())

    members = dict(read_mail(message.as_bytes(), BOUNDS))

    assert members[MAIL_BODY].decode() == "十二月登记\n请于12月10日前报送。"
    assert (members["登记.xlsx"], members["说明.txt"]) == (b"PK", "甲".encode())


def test_a_body_of_markup_gives_its_words_and_no_markup() -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "a@b.example", "通知", "Wed, 06 Dec 2023 09:00:00 +0800"
    message.set_content("<style>p{}</style><p>第一行</p><script>alert(1)</script><p>第二行</p>", subtype="html")

    body = dict(read_mail(message.as_bytes(), BOUNDS))[MAIL_BODY].decode()

    assert body.split("\n") == ["通知", "第一行", "第二行"]


def test_words_in_the_character_set_of_old_mail_programs() -> None:
    raw = b"From: a\nTo: b\nSubject: x\nContent-Type: text/plain; charset=gb2312\n\n" + "镕基同志的喆".encode("gb18030")

    assert "镕基同志的喆" in dict(read_mail(raw, BOUNDS))[MAIL_BODY].decode()


def test_a_logo_inside_the_text_is_no_attachment_and_a_photograph_is() -> None:
    message = letter(html='<img src="cid:logo"><img src="cid:photo">')
    for mark, size in (("logo", 900), ("photo", 50_000)):
        message.add_attachment(
            bytes(size), maintype="image", subtype="png", filename=f"{mark}.png", cid=f"<{mark}>", disposition="inline"
        )

    assert [name for name, _ in read_mail(message.as_bytes(), BOUNDS)] == [MAIL_BODY, "photo.png"]


@pytest.mark.parametrize(
    "limits", [ArchiveLimits(members=1), ArchiveLimits(total_bytes=10)], ids=["too many", "too large"]
)
def test_limits_hold(limits: ArchiveLimits) -> None:
    with pytest.raises(UnreadableFile, match="太多或太大"):
        read_mail(letter(甲_txt=b"x" * 20, 乙_txt=b"y" * 20).as_bytes(), limits)


def test_parts_nested_like_a_bomb_are_refused() -> None:
    raw = b"From: a\nTo: b\nSubject: x\n"
    for level in range(2000):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)

    with pytest.raises(UnreadableFile):
        read_mail(raw, BOUNDS)


def test_mails_inside_mails_end_somewhere(tmp_path: Path) -> None:
    message = letter("最里面")
    for _ in range(5):
        outer = letter("外面")
        outer.add_attachment(message)
        message = outer
    (tmp_path / "层层.eml").write_bytes(message.as_bytes())

    sources = list(open_sources(tmp_path / "层层.eml"))

    assert sum(source.full_name.endswith(MAIL_BODY) for source in sources) == Limits().archive.depth
    assert [source.error.reason for source in sources if source.error] == ["压缩包或邮件层层嵌套过深，没有继续打开。"]


@pytest.mark.django_db
def test_the_register_of_a_mail_is_imported_and_its_cover_note_is_no_fault(desk, tmp_path: Path) -> None:
    (tmp_path / "来信.eml").write_bytes(letter(登记_xlsx=good_workbook()).as_bytes())

    summary = desk.bring_in(tmp_path / "来信.eml")

    assert summary.exit_code == 0
    assert {file.outcome for file in summary.files} == {Outcome.COVER_NOTE, Outcome.RECORDED}
    assert Receipt.objects.count() == 2


def test_an_archive_in_a_mail_shares_its_budget(tmp_path: Path) -> None:
    inner = zip_of([("内.txt", "关于做好工作的通知".encode() * 800)])
    (tmp_path / "包.eml").write_bytes(letter(一_zip=inner, 二_zip=inner, 三_zip=inner).as_bytes())
    limits = Limits(archive=ArchiveLimits(total_bytes=50_000))

    errors = [source.error.reason for source in open_sources(tmp_path / "包.eml", limits=limits) if source.error]

    assert len(errors) == 1
    assert "压缩炸弹" in errors[0]


@pytest.mark.django_db
def test_a_secrecy_mark_in_an_attachment_is_found(desk, tmp_path: Path) -> None:
    (tmp_path / "密.eml").write_bytes(letter(通知_docx=classified_docx()).as_bytes())

    assert [file.classified for file in desk.bring_in(tmp_path / "密.eml").files].count(True) == 1
