"""Rewritten items of the anonymous channel, brought by supervision as signed files."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jianfu.casework.actions import RefusedStep, open_reported_case
from jianfu.casework.reported_items import LARGEST_BYTES, READERS_FILE, RefusedItem, read_item, read_signing_keys
from jianfu.ledger.queries import UnknownOrgan, get_organ
from jianfu.web.clock import now
from jianfu.web.pages.asking import viewer_of
from jianfu.web.standards import desk_rules


@require_http_methods(["GET", "HEAD", "POST"])
def item_import(request: HttpRequest) -> HttpResponse:
    """Bring a file; the case is opened, or the words say why not."""
    upload = request.FILES.get("file")
    if request.method != "POST" or upload is None:
        return render(request, "item_import.html", {"has_keys": _keys_path().is_file()})
    try:
        item = read_item(upload.read(LARGEST_BYTES + 1), read_signing_keys(_keys_path().read_text(encoding="utf-8")))
        case, is_new = open_reported_case(
            item, get_organ(item.organ), calendar=desk_rules().calendar, actor=viewer_of(request).actor, now=now()
        )
    except OSError:
        messages.error(request, f"数据文件夹里没有“{READERS_FILE}”，核对不了签名。请先从匿名渠道取来。")
    except (RefusedItem, RefusedStep, UnknownOrgan) as problem:
        messages.error(request, str(problem))
    else:
        messages.info(request, "已立案。" if is_new else "这份改写件已经导入过。")
        return redirect("case", case.pk)
    return render(request, "item_import.html", {"has_keys": _keys_path().is_file()}, status=422)


def _keys_path() -> Path:
    return Path(settings.JIANFU_HOME) / READERS_FILE
