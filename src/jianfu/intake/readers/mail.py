"""E-mails kept as files (.eml): body and attachments, like an archive's members. Nothing is fetched or sent."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from jianfu.intake.archives import ArchiveLimits
from jianfu.intake.errors import UnreadableFile

MAIL_BODY = "邮件正文.txt"
"""Under this name stands what the mail itself says."""
_DECORATION_BYTES = 20_000
"""A picture inside the text that is smaller is a logo or a line."""
_DEEPEST_PARTS = 20
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table"})
_SILENT = frozenset({"style", "script", "head", "title"})


def read_mail(data: bytes, limits: ArchiveLimits) -> list[tuple[str, bytes]]:
    """(name, bytes) of the body and of each attachment; a mail inside the mail is one attachment.

    Nothing of it is looked up anywhere. UnreadableFile for more parts or more bytes than `limits` allow.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        leaves = list(_leaves(message, 0))
        pages = [_text(part) for part in leaves if part.get_content_type() == "text/html" and not part.get_filename()]
        files = [_attachment(place, part) for place, part in enumerate(leaves) if _is_attachment(part, pages)]
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # The standard library's reader of foreign mail throws these for heads and parts that break its own rules.
        raise UnreadableFile("邮件不完整或已损坏。", "请在邮箱里另存附件后再导入。") from error
    if len(files) > limits.members or sum(len(content) for _, content in files) > limits.total_bytes:
        raise UnreadableFile("邮件里的附件太多或太大，没有打开。", "请在邮箱里另存附件，分几次导入。")
    body = _body(message, leaves, pages)
    return [(MAIL_BODY, body.encode()), *files] if body else files


def _leaves(part: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """Parts that hold something themselves. Only a bomb is nested deeper than a mail program nests."""
    if depth > _DEEPEST_PARTS:
        raise UnreadableFile("邮件层层嵌套过深，没有打开。", "请在邮箱里另存附件后再导入。")
    if part.get_content_maintype() != "multipart":
        yield part
        return
    for inner in part.iter_parts():
        assert isinstance(inner, EmailMessage)
        yield from _leaves(inner, depth + 1)


def _is_attachment(part: EmailMessage, pages: list[str]) -> bool:
    is_text = part.get_content_maintype() == "text" and not part.get_filename()
    if is_text and part.get_content_disposition() != "attachment":
        return False
    mark = str(part.get("Content-ID", "")).strip("<> ")
    shown_inside = mark and any(f"cid:{mark}" in page for page in pages)
    is_picture = part.get_content_maintype() == "image"
    return not (is_picture and shown_inside and len(part.get_payload(decode=True) or b"") < _DECORATION_BYTES)


def _attachment(place: int, part: EmailMessage) -> tuple[str, bytes]:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_content()
        return f"转发的邮件{place}.eml", inner.as_bytes()
    content = part.get_payload(decode=True)
    return part.get_filename() or f"附件{place}", content if isinstance(content, bytes) else b""


def _body(message: EmailMessage, leaves: list[EmailMessage], pages: list[str]) -> str:
    """The subject and what is written below it, '' where nothing is written."""
    plain = [_text(part) for part in leaves if part.get_content_type() == "text/plain" and not part.get_filename()]
    written = "\n".join(plain).strip() or "\n".join(_words_of(page) for page in pages).strip()
    subject = str(message.get("Subject", "")).strip()
    return written if not written or subject in written else f"{subject}\n{written}"


def _text(part: EmailMessage) -> str:
    """By the stated character set, which Chinese mail programs call GB2312 where they mean GB18030."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    stated = (part.get_content_charset() or "utf-8").lower()
    if stated in {"gb2312", "gbk"}:
        stated = "gb18030"
    try:
        return content.decode(stated)
    except (LookupError, UnicodeDecodeError):
        return content.decode("gb18030", errors="replace")


class _Words(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _words_of(page: str) -> str:
    reader = _Words()
    reader.feed(page)
    return re.sub(r"\n\s*\n+", "\n", "".join(reader.words)).strip()
