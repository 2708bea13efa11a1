"""Fields of the two kinds of row that are no demands: organs and observations."""

from jianfu.vocabulary.fields import Field, ValueKind

ORGAN_FIELDS: tuple[Field, ...] = (
    Field("name", "单位名称", ValueKind.TEXT),
    Field("level", "层级", ValueKind.TEXT),
    Field("kind", "单位类别", ValueKind.TEXT),
    Field("parent", "上级单位", ValueKind.TEXT),
    Field("aliases", "别名", ValueKind.NAMES),
    Field("code", "代码", ValueKind.TEXT),
    Field("area_km2", "面积", ValueKind.NUMBER, unit="平方公里"),
    Field("population", "人口", ValueKind.COUNT, unit="人"),
    Field("households", "户数", ValueKind.COUNT, unit="户"),
    Field("staff", "工作人员数", ValueKind.COUNT, unit="人"),
    Field("village_count", "村(社区)数", ValueKind.COUNT, unit="个"),
    Field("fiscal_revenue_fen", "财政收入", ValueKind.MONEY, unit="元"),
    Field("hours_to_county", "到县城时间", ValueKind.NUMBER, unit="小时"),
    Field("members", "所指单位", ValueKind.NAMES),
)
OBSERVATION_FIELDS: tuple[Field, ...] = (
    Field("organ", "单位", ValueKind.TEXT),
    Field("measure", "指标", ValueKind.TEXT),
    Field("quantity", "数值", ValueKind.NUMBER),
    Field("unit", "计量单位", ValueKind.TEXT),
    Field("period_start", "起始日期", ValueKind.DATE),
    Field("period_end", "截止日期", ValueKind.DATE),
    Field("note", "说明", ValueKind.TEXT),
)
MARK_FIELDS: tuple[Field, ...] = (
    Field("secrecy", "密级", ValueKind.TEXT),
    Field("grade", "来源", ValueKind.TEXT),
)
"""Columns that say something about the row itself: its secrecy, and how its writer knew."""
