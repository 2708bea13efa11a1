"""What the worker does with deliveries. Each may run again after a kill: a delivery's state says what is left to do."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django_tasks import task

from jianfu.intake.importing import ImportOrder
from jianfu.intake.registers.mappings import BrokenRegister
from jianfu.monitoring.evaluating import NoCounty
from jianfu.web.clock import now
from jianfu.web.deliveries import signals
from jianfu.web.deliveries.looking import look
from jianfu.web.deliveries.mapping import load_county_registers
from jianfu.web.deliveries.models import BUSY, Delivery
from jianfu.web.deliveries.signals import StoppedByHand
from jianfu.web.deliveries.taking import FilesChanged, take
from jianfu.web.schedule.tasks import reckon
from jianfu.web.standards import desk_rules

_BROKE = "程序出错，没有完成；交来的文件都在。请再试一次，仍不行请告诉管理员。"


@task(priority=20)
def look_at_delivery(delivery_id: int) -> None:
    """Read the files and tell what they are and what would be taken; nothing is written to the ledger."""
    delivery = Delivery.objects.filter(pk=delivery_id, state="waiting").first()
    if delivery is not None:
        with _telling_failures(delivery):
            if look(delivery, _make_order(delivery, dry_run=True)):
                import_delivery.enqueue(delivery_id)


@task(priority=10)
def import_delivery(delivery_id: int) -> None:
    """Import the files, one after the other, each whole or not at all; then reckon the county's figures again."""
    begun = Delivery.objects.filter(pk=delivery_id, state__in=["ordered", "importing"]).update(state="importing")
    if begun:
        delivery = Delivery.objects.get(pk=delivery_id)
        with _telling_failures(delivery):
            take(delivery, _make_order(delivery, dry_run=False))
        reckon_again.enqueue()


@contextmanager
def _telling_failures(delivery: Delivery) -> Iterator[None]:
    """A delivery whose task broke says so on its page and can be tried again; nothing waits for ever."""
    try:
        yield
    except StoppedByHand:
        pass  # whoever asked has set the state
    except (BrokenRegister, FilesChanged) as problem:
        fail_delivery(delivery.pk, str(problem))
    except Exception:
        fail_delivery(delivery.pk, _BROKE)
        raise
    finally:
        signals.clear(delivery.pk)


def fail_delivery(delivery_id: int, words: str) -> None:
    """Say that the worker could not finish, and why."""
    Delivery.objects.filter(pk=delivery_id, state__in=BUSY).update(state="failed", failure=words)


def _make_order(delivery: Delivery, *, dry_run: bool) -> ImportOrder:
    return ImportOrder(
        actor=delivery.brought_by,
        now=now(),
        registers=load_county_registers(),
        calendar=desk_rules().calendar,
        received_by=delivery.organ.name if delivery.organ else "",
        dry_run=dry_run,
    )


@task()
def reckon_again() -> None:
    """Evaluate the ledger where it went on, hold cases to it, and bring the index of sent notices up to date."""
    with suppress(NoCounty):  # the directory of organs may come with the next delivery
        reckon(now())
