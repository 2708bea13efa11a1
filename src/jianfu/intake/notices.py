"""Notices and chat messages → demands."""

from jianfu.intake.content import Content, Message
from jianfu.reading.facts import Reading
from jianfu.reading.reader import read
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.document import HeaderClass
from jianfu.vocabulary.evidence import Evidence, Grade
from jianfu.vocabulary.rows import DemandRow, NoticeText, Value

_TITLE_CHARACTERS = 60
_MEETING_WORDS = ("会议的通知", "开会的通知", "会的通知", "推进会", "调度会", "例会")


def read_notice(content: Content, *, receiver: str, grade: Grade, calendar: WorkCalendar) -> NoticeText | None:
    """The demand that a paper's text makes, or None if the text has no title or no issuer: then it is no notice."""
    reading = read(content.text, received_at=None, calendar=calendar, header_red=content.header_red)
    identity = reading.identity
    if identity.title is None or identity.issuer is None:
        return None
    title = identity.title.value
    kind = BurdenKind.MEETING if any(word in title for word in _MEETING_WORDS) else BurdenKind.DOCUMENT
    values = _identity_values(reading, kind) | _demand_values(reading)
    if kind is BurdenKind.DOCUMENT:
        values["characters"] = sum(not character.isspace() for character in content.text)
        if content.pages is not None:
            values["pages"] = content.pages
    evidence = Evidence(words=title, page=1, grade=grade)
    row = DemandRow(kind, title, identity.issuer.value, receiver, values, evidence)
    return NoticeText(content.text, row)


def read_messages(content: Content, *, receiver: str, channel: str, calendar: WorkCalendar) -> list[DemandRow]:
    """The messages of a group that ask for something. A message that asks nothing is no demand."""
    rows = (_read_message(message, receiver, channel, calendar) for message in content.messages)
    return [row for row in rows if row is not None]


def name_channel(words: str) -> str:
    """微信群, QQ群 or 钉钉群 by the words of the export; 工作群 where they do not say."""
    lowered = words.lower()
    for mark, channel in (("微信", "微信群"), ("wechat", "微信群"), ("qq", "QQ群"), ("钉钉", "钉钉群")):
        if mark in lowered:
            return channel
    return "工作群"


def _read_message(message: Message, receiver: str, channel: str, calendar: WorkCalendar) -> DemandRow | None:
    reading = read(message.text, received_at=message.sent_at, calendar=calendar)
    if not reading.asks:
        return None
    title = message.text.split("\n", 1)[0][:_TITLE_CHARACTERS]
    values: dict[str, Value] = {"channel": channel, "header_class": HeaderClass.GROUP_MESSAGE.value}
    values |= _demand_values(reading)
    if message.sent_at is not None:
        values |= {"received_at": message.sent_at, "received_on": message.sent_at.date()}
    due = [deadline.at for deadline in reading.deadlines if deadline.at is not None]
    if due:
        values["due_at"] = min(due)
    evidence = Evidence(row=message.line, words=f"{message.sender}\t{message.text}", grade=Grade.B)
    return DemandRow(BurdenKind.DOCUMENT, title, message.sender, receiver, values, evidence)


def _identity_values(reading: Reading, kind: BurdenKind) -> dict[str, Value]:
    identity = reading.identity
    values: dict[str, Value] = {}
    if identity.doc_number:
        values["doc_number"] = identity.doc_number.value.text
    if identity.issued_on:
        values["issued_on"] = identity.issued_on.value
    if identity.joint_issuers:
        values["joint_issuers"] = tuple(issuer.value for issuer in identity.joint_issuers)
    if kind is BurdenKind.DOCUMENT:
        for name in ("document_type", "header_class", "urgency"):
            fact = getattr(identity, name)
            if fact is not None:
                values[name] = fact.value.value
    if identity.forwards:
        values["forwards"] = identity.forwards.value.title
    if identity.replaces:
        values["replaces"] = identity.replaces.value.target or identity.replaces.value.how.value
    return values


def _demand_values(reading: Reading) -> dict[str, Value]:
    return {} if reading.tied_to_assessment is None else {"tied_to_assessment": True}
