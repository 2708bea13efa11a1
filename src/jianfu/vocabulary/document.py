"""What official papers are: type, header class, urgency, secrecy."""

from enum import StrEnum


class DocumentType(StrEnum):
    """The 15 types of 《党政机关公文处理工作条例》(中办发〔2012〕14号) article 8. Values are the official words."""

    RESOLUTION = "决议"
    DECISION = "决定"
    ORDER = "命令"
    COMMUNIQUE = "公报"
    PROCLAMATION = "公告"
    ANNOUNCEMENT = "通告"
    OPINION = "意见"
    NOTICE = "通知"
    CIRCULAR = "通报"
    REPORT = "报告"
    REQUEST = "请示"
    REPLY = "批复"
    BILL = "议案"
    LETTER = "函"
    MINUTES = "纪要"


class HeaderClass(StrEnum):
    """How a paper presents itself. A white-head or memo asks without the form of a formal paper."""

    RED_HEADER = "红头"
    MEMO = "便函"
    WHITE_HEADER = "白头"
    ELECTRONIC = "电子通知"
    GROUP_MESSAGE = "群消息"


class Urgency(StrEnum):
    """Urgency words of papers and telegrams (条例 article 9(3))."""

    EXTRA_URGENT_TELEGRAM = "特提"
    EXTRA_URGENT = "特急"
    URGENT = "加急"
    ORDINARY_URGENT = "平急"


class Secrecy(StrEnum):
    """Secrecy classes of the state secrets law. A paper that bears one never enters the ledger."""

    TOP_SECRET = "绝密"
    SECRET = "机密"
    CONFIDENTIAL = "秘密"
