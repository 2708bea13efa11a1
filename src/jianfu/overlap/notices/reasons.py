"""The evidence of a judgement as a reader sees it: what is equal and what differs, side by side."""

from jianfu.overlap.notices.notice import Reason, show_issued
from jianfu.overlap.notices.profile import Profile
from jianfu.overlap.notices.words.bodies import BodyComparison
from jianfu.overlap.notices.words.organs import Kinship

_KINSHIP_NOTES = {
    Kinship.KIN: "同一单位系统或联合发文",
    Kinship.PARALLEL: "不同地方的机关",
    Kinship.UNKNOWN: "有一份未注明机关",
}


def give_reasons(
    first: Profile,
    second: Profile,
    kinship: Kinship,
    pieces: tuple[tuple[str, str], ...],
    bodies: BodyComparison | None,
) -> tuple[Reason, ...]:
    """Title, sender, date, number, periods, body: each with the words of both. Silent where both are."""
    found = [_compare_titles(first, second, pieces), _compare_senders(first, second, kinship)]
    found.append(_compare("日期", show_issued(first.issued), show_issued(second.issued)))
    found.append(_compare("文号", first.number, second.number))
    found.append(_compare("期次", "、".join(first.parts.pins), "、".join(second.parts.pins)))
    for profile, place in ((first, "前"), (second, "后")):
        if profile.replaces:
            found.append(Reason(f"{place}一份写明“{profile.replaces.value}”", False))
    if bodies is not None:
        found += bodies.reasons
    return tuple(reason for reason in found if reason is not None)


def _compare_titles(first: Profile, second: Profile, pieces: tuple[tuple[str, str], ...]) -> Reason | None:
    ours, theirs = first.parts, second.parts
    if not ours.wording or not theirs.wording:
        return None
    if set(ours.keys) & set(theirs.keys):
        return Reason("事由", True, ours.wording)
    changed = "；".join(f"“{one}”→“{other}”" for one, other in pieces if one or other)
    return Reason("事由", False, ours.wording, theirs.wording, f"差别：{changed}" if changed else "")


def _compare_senders(first: Profile, second: Profile, kinship: Kinship) -> Reason | None:
    ours, theirs = first.issuer_words, second.issuer_words
    if not ours and not theirs:
        return None
    if kinship is Kinship.SAME:
        return Reason("机关", True, ours if ours == theirs or not theirs else f"{ours}＝{theirs}")
    return Reason("机关", False, ours, theirs, _KINSHIP_NOTES.get(kinship, ""))


def _compare(aspect: str, first: str, second: str) -> Reason | None:
    if not first and not second:
        return None
    if first == second:
        return Reason(aspect, True, first)
    return Reason(aspect, False, first, second)
