"""Rewritten items: what a department gets instead of complaints. The server sees envelopes, signatures and days.

One item may speak for several complaints. Its envelope lies under a content key of its own; the wordings for reporters
lie under those of their complaints, and go with them.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from jianfu.voice.actions.handling import RefusedHandling, checked, complaint_of, content_key_of
from jianfu.voice.record.content import lock_content, make_content_key
from jianfu.voice.record.course import Act, ItemState
from jianfu.voice.record.models import Complaint, Handler, Item, ItemPart, Message
from jianfu.voice.record.tree import append, lock_tree
from jianfu.voice.rules.course import State

_ID_BYTES = 16
_UNDER_WAY = frozenset({State.ACCEPTED, State.VERIFYING, State.REMEDY})
_BEFORE_LEAVING = (ItemState.WRITTEN, ItemState.CHECKED, ItemState.OBJECTED, ItemState.DECLINED)
Random = Callable[[int], bytes]


@transaction.atomic
def write_item(
    proofs: Mapping[str, str], sealed: bytes, signature: str, *, handler: Handler, today: date, random: Random
) -> Item:
    """Keep a wording for another handler to check. Items of the same complaints that did not go out give way to it."""
    lock_tree()
    complaints = _complaints_of(proofs)
    if any(State(one.state) not in _UNDER_WAY for one in complaints):
        raise RefusedHandling("只有已受理、办理中的可以改写转办。")
    Item.objects.filter(parts__complaint__in=complaints, state__in=_BEFORE_LEAVING).delete()
    item_id = random(_ID_BYTES).hex()
    key = make_content_key(item_id, random=random)
    item = Item.objects.create(
        id=item_id,
        author=handler.pk,
        author_signature=signature[:128],
        written_on=today,
        link=random(_ID_BYTES).hex(),
        sealed=lock_content(checked(sealed), key, item_id, random=random),
    )
    for complaint in complaints:
        ItemPart.objects.create(id=random(_ID_BYTES).hex(), item=item, complaint=complaint)
    change = {"item": item.pk, "complaints": sorted(proofs)}
    append({"do": "write_item", "by": handler.pk, **change}, today=today)
    return item


@transaction.atomic
def check_item(
    item_id: str,
    proofs: Mapping[str, str],
    signature: str,
    boxes: Mapping[str, bytes],
    *,
    handler: Handler,
    today: date,
    random: Random,
) -> Item:
    """Sign a wording as the second handler; from now on the reporters see it and may object.

    `boxes`: for each complaint of the item the wording, sealed to that reporter's box.
    """
    lock_tree()
    item = _item_of(item_id, proofs)
    if item.state != ItemState.WRITTEN:
        raise RefusedHandling(f"这一条现在是“{ItemState(item.state).label}”，不用审核。")
    if item.author == handler.pk:
        raise RefusedHandling("这一条是您改写的，须由另一位受理人审核。")
    parts = list(item.parts.select_related("complaint"))
    if {part.complaint_id for part in parts} != set(boxes):
        raise RefusedHandling("每一位反映人都要先看到文字，缺了几位，没有保存。")
    for part in parts:
        key = content_key_of(part.complaint)
        part.sealed_for_box = lock_content(checked(boxes[part.complaint_id]), key, part.pk, random=random)
        part.save(update_fields=["sealed_for_box"])
    item.state, item.checker, item.shown_on = ItemState.CHECKED, handler.pk, today
    item.checker_signature = signature[:128]
    item.save()
    append({"do": "check_item", "by": handler.pk, "item": item.pk}, today=today)
    return item


@transaction.atomic
def decline_item(item_id: str, proofs: Mapping[str, str], *, handler: Handler, today: date) -> Item:
    """Say no to a wording that did not go out yet."""
    lock_tree()
    item = _item_of(item_id, proofs)
    if item.state == ItemState.EXPORTED:
        raise RefusedHandling("这一条已经导出，收不回来。")
    item.state = ItemState.DECLINED
    item.save(update_fields=["state"])
    append({"do": "decline_item", "by": handler.pk, "item": item.pk}, today=today)
    return item


@transaction.atomic
def export_item(item_id: str, proofs: Mapping[str, str], *, handler: Handler, today: date) -> Item:
    """Let an item out. RefusedHandling while its reporters may still object, or where one has."""
    lock_tree()
    item = _item_of(item_id, proofs)
    if item.state not in {ItemState.CHECKED, ItemState.EXPORTED}:
        raise RefusedHandling(f"这一条现在是“{ItemState(item.state).label}”，不能导出。")
    if item.state == ItemState.CHECKED and today < free_on(item):
        raise RefusedHandling(f"反映人可以看到 {free_on(item)} 以前，还不能导出。")
    item.state = ItemState.EXPORTED
    item.save(update_fields=["state"])
    append({"do": "export_item", "by": handler.pk, "item": item.pk}, today=today)
    return item


def free_on(item: Item) -> date:
    """The first day on which a checked item may go out: its reporters had their full days before it."""
    assert item.shown_on is not None  # asked of checked items only
    return item.shown_on + timedelta(days=settings.VOICE.objection_days + 1)


def link_hash(item: Item) -> str:
    """What leaves with the item: from it nobody finds the item, but who holds the item finds it."""
    return sha256(b"jianfu-voice-link\0" + item.link.encode()).hexdigest()


def settle_objections(*, today: date) -> None:
    """At the batch: an objection of any of its reporters stops an item."""
    for item in Item.objects.filter(state=ItemState.CHECKED):
        complaints = [part.complaint_id for part in item.parts.all()]
        objected = Message.objects.filter(
            complaint__in=complaints, act=Act.OBJECT, written_on__gte=item.shown_on, handed_on__isnull=False
        )
        if objected.exists():
            item.state = ItemState.OBJECTED
            item.save(update_fields=["state"])
            append({"do": "objection", "item": item.pk}, today=today)


def _complaints_of(proofs: Mapping[str, str]) -> list[Complaint]:
    if not proofs:
        raise RefusedHandling("没有写明是哪几件。")
    return [complaint_of(complaint_id, proof) for complaint_id, proof in sorted(proofs.items())]


def _item_of(item_id: str, proofs: Mapping[str, str]) -> Item:
    item = Item.objects.filter(pk=item_id).first()
    if item is None or {part.complaint_id for part in item.parts.all()} != set(proofs):
        raise RefusedHandling("没有这一条，或您不是其中某一件的受理人。")
    _complaints_of(proofs)
    return item
