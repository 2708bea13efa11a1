"""What only one kind of demand has: one table a kind, its columns taken from the field catalogue."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import KIND_FIELDS, Bearer, Field, ValueKind

COLUMN_TYPES: Mapping[ValueKind, Callable[..., "models.Field[Any, Any]"]] = {
    ValueKind.TEXT: models.TextField,
    ValueKind.DATE: models.DateField,
    ValueKind.MOMENT: models.DateTimeField,
    ValueKind.COUNT: models.BigIntegerField,
    ValueKind.NUMBER: models.FloatField,
    ValueKind.MONEY: models.BigIntegerField,
    ValueKind.FLAG: models.BooleanField,
    ValueKind.NAMES: models.JSONField,
}


class Detail(models.Model):
    """Ties a detail row to its demand."""

    demand = models.OneToOneField("ledger.Demand", models.CASCADE, primary_key=True, related_name="%(class)s")

    class Meta:
        """Each kind has a table of its own."""

        abstract = True


def detail_fields(kind: BurdenKind) -> tuple[Field, ...]:
    """The kind's own fields that belong to the demand rather than to one receipt of it."""
    return tuple(field for field in KIND_FIELDS[kind] if field.bearer is Bearer.DEMAND)


def _make_detail(kind: BurdenKind) -> type[Detail]:
    name = "".join(part.capitalize() for part in kind.value.split("_")) + "Detail"
    columns = {field.name: COLUMN_TYPES[field.value](field.label, null=True) for field in detail_fields(kind)}
    return type(name, (Detail,), {"__module__": __name__, "__doc__": f"{kind.label} detail.", **columns})


DETAIL_MODELS: Mapping[BurdenKind, type[Detail]] = {kind: _make_detail(kind) for kind in BurdenKind}
"""The detail table of each kind: the catalogue in vocabulary/fields.py is the one place that names its columns."""
