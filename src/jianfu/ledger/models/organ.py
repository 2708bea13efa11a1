"""Organs 机关、单位 and the names that they go by."""

from django.db import models

from jianfu.vocabulary.organ import OrganKind, OrganLevel

_LEVELS = [(level.value, level.label) for level in OrganLevel]
_KINDS = [(kind.value, kind.label) for kind in OrganKind]


class Organ(models.Model):
    """Anyone who issues or receives demands. `known` is False while only registers, no directory, name it."""

    name = models.CharField("名称", max_length=200, unique=True)
    level = models.CharField("层级", max_length=10, choices=_LEVELS, default=OrganLevel.UNKNOWN)
    kind = models.CharField("类别", max_length=12, choices=_KINDS, default=OrganKind.UNKNOWN)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级")
    known = models.BooleanField("已认出", default=False)
    code = models.CharField("代码", max_length=20, blank=True, default="")
    area_km2 = models.FloatField("面积(平方公里)", null=True)
    population = models.BigIntegerField("人口", null=True)
    households = models.BigIntegerField("户数", null=True)
    staff = models.IntegerField("工作人员数", null=True)
    village_count = models.IntegerField("村(社区)数", null=True)
    fiscal_revenue_fen = models.BigIntegerField("财政收入(分)", null=True)
    hours_to_county = models.FloatField("到县城时间(小时)", null=True)
    members = models.ManyToManyField("self", symmetrical=False, related_name="collectives", verbose_name="所指单位")

    def __str__(self) -> str:
        return self.name


class OrganAlias(models.Model):
    """Another name of an organ, in squeezed form; the organ's own name is not repeated here."""

    name = models.CharField("别名", max_length=200, unique=True)
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="aliases")

    def __str__(self) -> str:
        return self.name
