"""Reads of the ledger."""

import pytest

from jianfu.ledger.models import Organ
from jianfu.ledger.queries import list_grassroots
from jianfu.vocabulary.organ import OrganLevel


@pytest.mark.django_db
def test_townships_come_in_the_order_of_the_directory_and_no_collective_name_among_them() -> None:
    for name in ("望月乡", "各乡镇（街道）", "白石坳镇"):
        Organ.objects.create(name=name, level=OrganLevel.TOWNSHIP, known=True)
    Organ.objects.create(name="没有名录的镇", level=OrganLevel.TOWNSHIP, known=False)
    for name in ("各村（社区）", "各东村"):
        Organ.objects.create(name=name, level=OrganLevel.VILLAGE, known=True)

    assert [organ.name for organ in list_grassroots(OrganLevel.TOWNSHIP)] == ["望月乡", "白石坳镇"]
    assert [organ.name for organ in list_grassroots()] == ["望月乡", "白石坳镇", "各东村"]
