"""What a title says: type, subject, issuer, what it forwards and what it replaces."""

import re
from dataclasses import dataclass
from functools import lru_cache

from jianfu.reading.doc_number import find_doc_numbers
from jianfu.reading.facts import DocNumber, Replacement, Replaces, Wrapper
from jianfu.vocabulary.document import DocumentType
from jianfu.vocabulary.text import normalise_width

TYPE_WORDS = "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|令"
"""The type words of titles as alternatives of a pattern."""
_TYPE_AT_END = re.compile(rf"(?P<type>{TYPE_WORDS})(?:[（(][^（）()]*[）)]|[\s。.])*$")
_TAIL_NOTES = re.compile(r"(?:[（(][^（）()]*[）)]|[\s。.])+$")
_WRAP = re.compile(r"(?:关于)?(?P<verb>转发|批转|印发|翻印|转印)(?P<inner>.+)$")
_ISSUER_HEAD = re.compile(
    r"^(?!转发|批转|印发|翻印|转印|关于)(?P<issuer>[\u4e00-\u9fff、，,()（）·“”]{2,90}?)(?=关于|转发|批转|印发|翻印|转印)"
)
_ORGAN_END = re.compile(
    r"(?:委员会|委|办公室|办公厅|办|政府|局|厅|部|署|院|会|中心|组|总队|支队|大队|司|学校|大学|处|科|所|站|室|行|社|馆|团|军|联|协会|府|庭|县|市|省|区|镇|乡|街道)$"
)
_PLACE_END = re.compile(r"(?:[县市省镇乡]|(?<!军)区)$")
_ISSUED = re.compile(r"关于|转发|批转|印发|翻印|转印")
_REPLACE_MARKS: tuple[tuple[re.Pattern[str], Replacement], ...] = (
    (re.compile(r"以(?:此|本)(?:份|件|文|次|通知|版)?(?:通知|文件)?为准"), Replacement.SUPERSEDES),
    (re.compile(r"(?:更正|勘误|订正)"), Replacement.CORRECTS),
    (re.compile(r"补充(?:通知|说明|意见|规定|事项)"), Replacement.SUPPLEMENTS),
    (re.compile(r"(?:重新印发|重新下发|重新发布|重发|修订后)"), Replacement.REISSUES),
    (re.compile(r"废止"), Replacement.REPEALS),
)


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What one title says; None where it is silent. `subject` is the matter without issuer, 关于 and type."""

    subject: str
    document_type: DocumentType | None = None
    issuer: str | None = None
    forwards: Wrapper | None = None
    replaces: Replaces | None = None
    doc_number: DocNumber | None = None


@lru_cache(maxsize=50_000)
def read_title(title: str) -> TitleReading:
    """Take one title apart. Never raises; an odd title yields a subject and little else."""
    plain = re.sub(r"\s+", "", _separate_issuers(normalise_width(title)))
    numbers = find_doc_numbers(plain)
    issuer = _read_issuer(plain)
    body = plain[len(issuer) :] if issuer else plain
    return TitleReading(
        subject=_read_subject(body),
        document_type=_read_type(plain),
        issuer=issuer,
        forwards=_read_wrapper(body),
        replaces=_read_replacement(plain),
        doc_number=numbers[0].value if numbers else None,
    )


def _separate_issuers(title: str) -> str:
    """Joint issuers that stand apart by blanks only (国务院 中央军委关于…) get the mark that lists use."""
    found = _ISSUED.search(title)
    parts = title[: found.start()].split() if found else []
    # 青岚县 应急局 is one organ: a place is no issuer of its own here.
    organs = [part for part in parts if _ORGAN_END.search(part) and not _PLACE_END.search(part)]
    if found is None or len(parts) < 2 or organs != parts:
        return title
    return "、".join(parts) + title[found.start() :]


def _read_type(title: str) -> DocumentType | None:
    found = _TYPE_AT_END.search(title)
    if found is None:
        return None
    word = found.group("type")
    return DocumentType.ORDER if word == "令" else DocumentType(word)


def _read_issuer(title: str) -> str | None:
    """The organ at the head of a title, only where its last character is an organ's."""
    found = _ISSUER_HEAD.match(title)
    if found is None:
        return None
    issuer = found.group("issuer")
    return issuer if _ORGAN_END.search(issuer) else None


def _read_subject(body: str) -> str:
    subject = _TAIL_NOTES.sub("", body)
    subject = re.sub(rf"的?(?:{TYPE_WORDS})$", "", subject)
    return re.sub(r"^关于", "", subject)


def _read_wrapper(body: str) -> Wrapper | None:
    """The paper inside a wrapper; 印发 wraps an organ's own plan or rules, the other verbs another organ's paper."""
    found = _WRAP.match(body)
    if found is None:
        return None
    verb = found.group("verb")
    inner = re.sub(r"(?:的)?(?:通知|函|公告|通告)(?:[（(][^（）()]*[）)])*$", "", found.group("inner"))
    inner = _restore_type(found.group("inner"), inner)
    title, issuer = _split_inner(inner)
    if not title:
        return None
    if verb == "印发":
        title = re.sub(r"的通知$", "", title)
    return Wrapper(verb, title, issuer, _read_wrapper(_without_issuer(title)))


def _restore_type(whole: str, stripped: str) -> str:
    """转发X局关于Y的通知的通知 loses one 通知; 转发X局关于Y的通知, as registers shorten it, loses none."""
    if "《" in whole or re.search(rf"(?:{TYPE_WORDS})》?$", stripped):
        return stripped
    return whole


def _split_inner(inner: str) -> tuple[str, str | None]:
    quoted = re.match(r"^(?P<issuer>[^《》]{0,60})《(?P<title>.+)》[^《》]*$", inner)
    # 转发甲关于印发《乙》的通知 forwards 甲's notice, not 乙 itself.
    if quoted and not _WRAP.search(quoted.group("issuer") + "《"):
        head = quoted.group("issuer")
        issuer = head if head and _ORGAN_END.search(head) else None
        return quoted.group("title"), issuer or _read_issuer(quoted.group("title"))
    issuer = _read_issuer(inner)
    return inner, issuer


def _without_issuer(title: str) -> str:
    issuer = _read_issuer(title)
    return title[len(issuer) :] if issuer else title


def _read_replacement(title: str) -> Replaces | None:
    for pattern, how in _REPLACE_MARKS:
        if pattern.search(title):
            quoted = re.search(r"《([^《》]+)》", title)
            return Replaces(how, quoted.group(1) if quoted and how is not Replacement.SUPERSEDES else None)
    return None
