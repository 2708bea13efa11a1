"""Where a dropped file goes: 已收 with the day, 退回 with a note that says why, nowhere where it was classified."""

from datetime import datetime
from pathlib import Path

from jianfu.overlap.index.durable import replace_file, sync_folder
from jianfu.web.deliveries.models import Delivery

RECEIVED, RETURNED = "已收", "退回"
_CLASSIFIED = "放入的一份文件带有密级标志，不得导入，已经删除，内容和名称都没有留存。请按保密规定处理这份文件。\n"
_CANCELLED = "县里看过以后没有导入。如有疑问，请与减负专班联系。"


def file_away(folder: Path, path: Path, delivery: Delivery, *, now: datetime) -> None:
    """Put the file where its delivery's fate belongs; leave it where that is not decided."""
    if delivery.state not in {"done", "refused", "cancelled"}:
        return
    if any(found.get("classified") for found in delivery.looked.values_list("found", flat=True)):
        _delete_classified(folder, path, delivery, now=now)
    elif delivery.state == "done":
        _move(path, _free_place(folder / RECEIVED / f"{now:%Y-%m-%d}", path.name))
    else:
        return_file(folder, path, _CANCELLED if delivery.state == "cancelled" else _reasons(delivery), now=now)
    close_delivery(delivery)


def return_file(folder: Path, path: Path, words: str, *, now: datetime) -> None:
    """Move the file into 退回, its note first: a kill between the two leaves a note too many, never one too few."""
    target = _free_place(folder / RETURNED / f"{now:%Y-%m-%d}", path.name)
    replace_file(target.with_name(f"{target.name}.txt"), f"{words}\n".encode())
    _move(path, target)


def close_delivery(delivery: Delivery) -> None:
    """The folder holds nothing of it any more."""
    Delivery.objects.filter(pk=delivery.pk).update(filed=True)


def _delete_classified(folder: Path, path: Path, delivery: Delivery, *, now: datetime) -> None:
    target = folder / RETURNED / f"{now:%Y-%m-%d}" / f"涉密文件已删除-{delivery.pk}.txt"
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, _CLASSIFIED.encode())
    path.unlink()
    sync_folder(path.parent)


def _reasons(delivery: Delivery) -> str:
    lines = [
        f"{file.name}：{file.found.get('reason', '')}{file.found.get('remedy', '')}"
        for file in delivery.looked.order_by("place")
        if file.found.get("reason")
    ]
    return "\n".join(lines) or "里面没有可导入的内容。"


def _free_place(folder: Path, name: str) -> Path:
    """A path in the folder that no file has yet."""
    folder.mkdir(parents=True, exist_ok=True)
    place, number = folder / name, 2
    while place.exists():
        place, number = folder / f"{Path(name).stem}（{number}）{Path(name).suffix}", number + 1
    return place


def _move(path: Path, target: Path) -> None:
    path.rename(target)
    sync_folder(target.parent)
    sync_folder(path.parent)
