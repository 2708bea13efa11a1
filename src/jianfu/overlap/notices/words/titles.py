"""What of a title tells one matter from another: its key, what it passes on, its periods and numbers."""

import re
from dataclasses import dataclass
from functools import lru_cache

from jianfu.overlap.notices.words.characters import drop_weightless, fold, shorten_organs
from jianfu.overlap.notices.words.organs import NOBODY, Sender, find_place, read_sender
from jianfu.reading.facts import Replacement
from jianfu.reading.titles import read_title

_NUMERAL = r"(?:\d+|[一二三四五六七八九十百零〇]+)"
_ORDINAL_NOTE = re.compile(r"\((?:第?(?:\d{1,3}|[一二三四五六七八九十]+)[批届期次号季度月]*)\)$")
_NOTE = re.compile(
    r"(?:(?<=通知|通告|公告|批复|决定|通报|意见|报告)|(?<=函|令))\((?:[^()]|\([^()]*\))*\)+$|\(附[:：].*\)$"
    r"|\((?:[\u4e00-\u9fff]{0,2}失效|已?废止|试行|暂行|\d{4}(?:年?(?:修订|修改|修正))?|修订|修正|\d{4}[/.-]\d+[/.-]\d+)\)$"
)
_REPLY_TAIL = re.compile(r"(?<=的批复)[^的]{0,40}此复$")
_FORWARD = re.compile(r"^(?:关于)?(?:转发|批转|翻印|转印|转)(?=.{4})")
_OWN = re.compile(r"^(?:关于)?(?:重新)?(?:印发|下发|颁发|颁布|发布)(?:修订后的?|修改后的?)?(?=.{4})")
_ISSUED = re.compile(r"关于|转发|批转|印发|下发|翻印|转印")
_SENDER_END = re.compile(
    r"(?:委员会?|委|办公室|办公厅|办|政府|局|厅|部|署|院|会|中心|组|总队|支队|大队|公司|学校|大学|处|科|所|站|行|社|团|协会|府|"
    r"庭|县|市|省|区|镇|乡|街道|队|保障|会议|等|部门|单位|家)(?:\([^()]*\))?$"
)
_TYPE_TAIL = re.compile(r"(?:紧急)?(?:通知|通告|公告|函)$")
_REPLACING = re.compile(
    r"补充(?:通知|说明|意见|规定|事项)?$|更正(?:通知|说明)?$|(?:的)?勘误$|重新(?=印发|下发|发布)|修订后的?"
)
_PERIOD = re.compile(
    rf"(?:19|20)\d{{2}}|[十“]+[一二三四五六七八九十]+五|第{_NUMERAL}(?:批|届|期|次|季度|学期|号)|{_NUMERAL}季度"
    rf"|{_NUMERAL}月|[上下]半年|[春夏秋冬]季|\({_NUMERAL}\)"
)
_TRIAL = re.compile(r"\((?:试行|暂行|征求意见稿)\)")
_DIGITS = re.compile(rf"{_NUMERAL}")
_OWN_PLACE = re.compile(r"^(?:[本我全]?[省市县区州]|自治区)(?=.{4})(?!级|场|容|域|划|民)")
_QUOTED = re.compile(r"^(?P<head>[^《》]{0,60}?)(?:关于)?《(?P<title>.+)》(?:的?(?:紧急)?(?:通知|函|通告|公告))*$")
_HEAD = 10
_TYPES = ("通知", "批复", "公告", "通告", "意见", "决定", "通报", "报告", "的函")
LONGEST_TITLE = 500
"""Characters of a title that are looked at; what is longer is a text in the wrong column."""
SHORTEST_KEY = 4
"""A key of fewer characters (公示, 通知) names no matter."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A paper that a title passes on: its keys, and its issuer where the title names one."""

    keys: tuple[str, ...]
    sender: Sender


@dataclass(frozen=True, slots=True)
class TitleParts:
    """One title taken apart.

    `keys` are the matter in one form, in full and without the sender's own place; titles that share a key name the
    same matter, () names none. `passed` holds the papers that the title forwards. `outline` is the first key with every
    number masked: equal outlines are a series at least. `pins` are the words that fix one issue of a series (年份,
    第三批, 上半年). `place` is where it applies. `wording` is the title without issuer and notes, as written.
    """

    keys: tuple[str, ...]
    passed: tuple[Passed, ...]
    outline: str
    pins: tuple[str, ...]
    sender: Sender
    place: str
    issuer: str | None
    replaces: Replacement | None
    wording: str


@lru_cache(maxsize=200_000)
def take_apart(title: str) -> TitleParts:
    """The parts of one title. Never raises; a title without a matter has no key."""
    title = title[:LONGEST_TITLE]
    words = _drop_notes(_undouble(fold(title)))
    issuer, matter = _split_issuer(words)
    sender = read_sender(issuer) if issuer else NOBODY
    place = sender.place or find_place(shorten_organs(matter))
    keys = () if issuer is None and _is_organ_alone(words, place) else make_keys(matter, place)
    reading = read_title(title)
    return TitleParts(
        keys=keys,
        passed=tuple(dict.fromkeys(passed for passed in _list_passed(matter) if passed.keys)),
        outline=_DIGITS.sub("0", keys[0]) if keys else "",
        pins=tuple(dict.fromkeys(_PERIOD.findall(words))),
        sender=sender,
        place=place,
        issuer=issuer,
        replaces=reading.replaces.how if reading.replaces else None,
        wording=matter,
    )


def make_keys(matter: str, place: str = "") -> tuple[str, ...]:
    """The matter in one form – without 关于 and 印发, type and particles – in full and without the place."""
    words = _OWN.sub("", shorten_organs(_TRIAL.sub("", matter)))
    words = _REPLACING.sub("", drop_weightless(words.replace("关于", "")))
    while (shorter := _REPLACING.sub("", _TYPE_TAIL.sub("", words))) != words:
        words = shorter
    local = words.replace(place, "") if len(place) > 1 else words
    local = _OWN_PLACE.sub("", local)
    return tuple(key for key in dict.fromkeys((words, local)) if len(key) >= SHORTEST_KEY)


def _is_organ_alone(words: str, place: str) -> bool:
    """A head line that was taken for the title names its organ and no matter."""
    return bool(place) and not re.search(r"关于|[的《]", words) and bool(_SENDER_END.search(words))


def _undouble(words: str) -> str:
    """A title that a register wrote twice in a row, once."""
    for start in (words[:_HEAD], words[words.find("关于") :][:_HEAD] if "关于" in words else ""):
        again = words.find(start, len(start)) if len(start) == _HEAD else -1
        if again > 0 and words[:again].rstrip(",，、")[-2:] in _TYPES:
            return words[:again].rstrip(",，、")
    return _REPLY_TAIL.sub("", words)


def _drop_notes(words: str) -> str:
    """The title without remarks in brackets behind it that say nothing of the matter; （二） does."""
    kept = words.rstrip(".…。")
    while (found := _NOTE.search(kept)) and found.start() and not _ORDINAL_NOTE.search(found.group()):
        kept = kept[: found.start()].rstrip(".…。")
    return kept or words


def _split_issuer(words: str) -> tuple[str | None, str]:
    """The organs at the head, lists with 等五部门 and brackets included, and the rest."""
    found = _ISSUED.search(words)
    head = words[: found.start()].removesuffix("《") if found else ""
    if len(head) < 2 or re.search(r"[《“\"<]", head) or not _SENDER_END.search(head):
        return None, words
    return head, words[len(head) :]


def _list_passed(matter: str) -> list[Passed]:
    """What a forwarding title passes on, the paper inside a quotation or a second wrapper included."""
    found = _FORWARD.match(matter)
    if found is None:
        return []
    rest = matter[found.end() :]
    quoted = _QUOTED.match(rest)
    if quoted and (not quoted.group("head") or _SENDER_END.search(quoted.group("head"))):
        issuer, title = _split_issuer(quoted.group("title"))
        issuer = issuer or quoted.group("head") or None
    else:
        issuer, title = _split_issuer(rest)
    sender = read_sender(issuer) if issuer else NOBODY
    whole = Passed(make_keys(rest), NOBODY)
    return [whole, Passed(make_keys(title, sender.place), sender), *_list_passed(title)]
