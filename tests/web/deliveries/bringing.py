"""Registers made in code, and a browser that uploads them."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jianfu.web.deliveries.models import Delivery

HEADINGS = ("收文日期", "来文单位", "标题", "收文单位")


def book(*rows: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A workbook with one sheet of these rows."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(row)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def register(*titles: str, day: str = "2023-12-06") -> bytes:
    """A register of documents with these titles."""
    return book(*[(day, "青岚县应急管理局", title, "松溪镇") for title in titles])


def bring(client: Client, *files: tuple[str, bytes], words: str = "") -> Delivery:
    """What an upload of these files becomes."""
    uploads = [SimpleUploadedFile(name, content, content_type="text/html") for name, content in files]
    client.post("/import/bring/", {"files": uploads, "words": words})
    return Delivery.objects.latest("pk")
