"""Words that a person typed from a picture: they lie beside it as a file and are read like any other."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.web.deliveries.models import DeliveredFile, Delivery
from jianfu.web.deliveries.receiving.storing import RefusedDelivery, write_words

_TYPED = "照片内容.txt"


def typed_folder(delivery: Delivery, digest: str) -> Path:
    """Where the words of the picture with this digest lie."""
    return delivery.folder / f"typed-{digest[:16]}"


@transaction.atomic
def keep_typed_words(file: DeliveredFile, words: str, *, actor: str, now: datetime) -> None:
    """Keep what somebody read on a picture. RefusedDelivery for no words, and where another was quicker."""
    if not words.strip():
        raise RefusedDelivery("还没有录入文字。")
    lock_ledger()
    folder = typed_folder(file.delivery, file.digest)
    if folder.exists() or not file.found.get("needs_eyes"):
        raise RefusedDelivery("这张图片已经有人录入了。")
    append(actor=actor, action="type_picture", now=now, change={"delivery": file.delivery_id, "file": file.digest})
    write_words(folder / _TYPED, words)
