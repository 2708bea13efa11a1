"""What the demonstration county must give back: the figures of the published report that it is calibrated to.

One number lives here once: the generator is built from these values, the golden test compares the report with them.
Ids F1 … F27 are those of the figures table that the project was started from; see docs/how-to/demonstration-county.md.
"""

from dataclasses import dataclass
from datetime import date

from county.names import CITY, COUNTY, FOCUS_TOWNSHIP, FOCUS_VILLAGE, SECOND_TOWNSHIP

COUNTY_NAME = COUNTY
YEAR = 2023
ELEVEN_MONTHS = (date(YEAR, 1, 1), date(YEAR, 12, 1))
WHOLE_YEAR = (date(YEAR, 1, 1), date(YEAR + 1, 1, 1))

DOCUMENTS, DOCUMENTS_FOR_SECRETARY = 2615, 858
MEETINGS, MEETINGS_FOR_SECRETARY = 470, 180
VERSIONS, SHEETS, PAPER_BOXES, PAPER_PACKS = 6, 20_000, 5, 40
SUBSCRIPTIONS_A, AMOUNT_A_YUAN, OUTSIDE_PARTY_PRESS_A = 28, 552_800, 17
SUBSCRIPTIONS_B, AMOUNT_B_YUAN = 33, 270_000
ROOMS, ROOM_DEPARTMENTS, SEPARATE_ROOMS = 75, 22, 66
PLAQUES, PLAQUE_DEPARTMENTS, VILLAGE_ROOMS = 27, 12, 6
STATION_TOWNSHIP_YUAN, STATION_VILLAGE_YUAN = 10_000, 5_000
APPS, TOWNSHIP_GROUPS, VILLAGE_GROUPS = 23, 26, 29
FIRMS, TOWNSHIP_COUNT = 7038, 28


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the figures table: the report of `organ` over `period` must hold `value` under `figure`.

    `words` are how the published report said it, '' where it gave the bare number; `tolerance` is absolute.
    """

    id: str
    matter: str
    figure: str
    organ: str
    period: tuple[date, date]
    value: float
    words: str = ""
    tolerance: float = 0.005


_A, _Y = ELEVEN_MONTHS, WHOLE_YEAR
_T = FOCUS_TOWNSHIP

FIGURES: tuple[Expected, ...] = (
    Expected("F1", "乡镇十一个月收文", "WH02", _T, _A, DOCUMENTS),
    Expected("F1", "平均每个工作日收文", "WH04", _T, _A, 11.47),
    Expected("F2", "其中需书记阅示", "WH05", _T, _A, DOCUMENTS_FOR_SECRETARY),
    Expected("F2", "平均每个工作日需书记阅示", "WH06", _T, _A, 3.76, "接近4个"),
    Expected("F3", "上级会议通知", "WH21", _T, _A, MEETINGS),
    Expected("F3", "平均每个工作日会议通知", "WH22", _T, _A, 2.06),
    Expected("F4", "需书记参加的会议", "WH23", _T, _A, MEETINGS_FOR_SECRETARY),
    Expected("F4", "平均每个工作日需书记参加", "WH24", _T, _A, 0.79, "几乎每个工作日"),
    Expected("F5", "一份通知同日下发次数", "WH12", _T, _Y, 3),
    Expected("F5", "其中注明以此份为准", "WH13", _T, _Y, 2),
    Expected("F6", "同日又经第二个单位转发", "WH15", _T, _A, 2),
    Expected("F7", "消防安全索要资料的单位", "ZL04.01", _T, _Y, 5, "多个"),
    Expected("F8", "防溺水索要台账的单位", "ZL04.02", _T, _Y, 3),
    Expected("F9", "自建房须录入的系统", "ZL06.01", _T, _Y, 3),
    Expected("F10", "上午通知下午报送给予的时限", "ZL12", _T, _Y, 2.0),
    Expected("F11", "一种台账的版本", "ZL14.01", _T, _Y, VERSIONS),
    Expected("F12", "村打印用纸", "ZL15.01", FOCUS_VILLAGE, _A, SHEETS),
    Expected("F12", "平均每个工作日用纸", "ZL16.01", FOCUS_VILLAGE, _A, 87.72, "接近100页"),
    Expected("F13", "一日接待检查单位", "DC08", _T, _Y, 3),
    Expected("F14", "同一单位同日分批前来", "DC10", _T, _Y, 2),
    Expected("F15", "每站每月五类活动，合每年次数", "LH06.05", FOCUS_VILLAGE, _Y, 12),
    Expected("F16", "网格员一日一巡查，合每年次数", "LH06.01", FOCUS_VILLAGE, _Y, 365),
    Expected("F17", "甲镇订刊观影种类", "DK01", _T, _Y, SUBSCRIPTIONS_A),
    Expected("F17", "甲镇订刊观影金额（元）", "DK02", _T, _Y, AMOUNT_A_YUAN, "约55万多元"),
    Expected("F17", "甲镇非党报党刊种类", "DK03", _T, _Y, OUTSIDE_PARTY_PRESS_A),
    Expected("F18", "乙镇订刊观影种类", "DK01", SECOND_TOWNSHIP, _Y, SUBSCRIPTIONS_B),
    Expected("F18", "乙镇订刊观影金额（元）", "DK02", SECOND_TOWNSHIP, _Y, AMOUNT_B_YUAN),
    Expected("F19", "要求乡镇建的阵地", "ZD01", COUNTY, _Y, ROOMS),
    Expected("F19", "要求建阵地的单位", "ZD02", COUNTY, _Y, ROOM_DEPARTMENTS),
    Expected("F19", "要求独立场所的阵地", "ZD04", COUNTY, _Y, SEPARATE_ROOMS),
    Expected("F19", "平均每个单位要求建阵地", "ZD03", COUNTY, _Y, 3.41),
    Expected("F20", "要求村级挂的牌子", "ZD05", COUNTY, _Y, PLAQUES),
    Expected("F20", "要求村级挂牌的单位", "ZD06", COUNTY, _Y, PLAQUE_DEPARTMENTS),
    Expected("F20", "平均每个单位要求挂牌", "ZD07", COUNTY, _Y, 2.25),
    Expected("F21", "一个单位要求村级建的阵地", "ZD08", COUNTY, _Y, VILLAGE_ROOMS),
    Expected("F22", "乡镇实践所投入（元）", "ZD10.01", COUNTY, _Y, STATION_TOWNSHIP_YUAN),
    Expected("F22", "村实践站投入（元）", "ZD10.02", COUNTY, _Y, STATION_VILLAGE_YUAN),
    Expected("F23", "推广到乡镇的应用", "DZ01", COUNTY, _Y, APPS, "20多个"),
    Expected("F24", "乡镇一名委员的工作群", "DZ06.01", COUNTY, _Y, TOWNSHIP_GROUPS),
    Expected("F24", "村妇女主任的工作群", "DZ06.02", COUNTY, _Y, VILLAGE_GROUPS),
    Expected("F25", "市场主体培育任务", "SD04.01", COUNTY, _Y, FIRMS),
    Expected("F25", "承担任务的乡镇（街道）", "SD05.01", COUNTY, _Y, TOWNSHIP_COUNT),
    Expected("F25", "平均每个乡镇（街道）任务数", "SD06.01", COUNTY, _Y, 251.36, "250多家"),
)
"""F26 (villages drawn into a zone) and F27 (places visited) are observations: they stand in the 情况统计表."""

ALL_COUNTIES = CITY
"""The organ above every county of a scaled-up demonstration."""
