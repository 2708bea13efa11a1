"""What a checker writes on the spot, also without reception, and whether the phone's clock can be believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

NOT_SEEN, WAS_SEEN, NOT_LOOKED = ANSWERS = ("没有看到", "看到了", "没有看")
QUESTIONS = (
    "墙上、门口有要求挂的牌子",
    "同一件事填几张表、报几个系统",
    "为检查专门做的台账、照片",
    "要求打卡、积分、上传位置的应用",
    "没有编号的通知、电话要求",
    "被摊派的报刊、观影",
)
"""What is looked at everywhere, so that places can be compared."""
SLACK = timedelta(minutes=10)
LONGEST_AWAY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Clocked:
    """When a sheet was filled: the phone's time where it can be believed, else when it came in, and why, in Chinese."""

    at: datetime
    note: str


def read_clock(phone: datetime | None, opened: datetime, received: datetime) -> Clocked:
    """`opened`: when the server gave out the sheet; `received`: when it came back. Nothing is refused for its clock."""
    if phone is None:
        return Clocked(received, "")
    if phone > received + SLACK:
        return Clocked(received, "手机的时钟快了，按收到的时间记。")
    if phone < opened - SLACK:
        return Clocked(received, "手机的时钟慢了（早于领到检查单的时候），按收到的时间记。")
    if received - phone > LONGEST_AWAY:
        return Clocked(phone, "离填写已过了一周才收到，请核对。")
    return Clocked(phone, "")
