"""The pages of the desk: each takes what the browser sent and gives back an answer. What they do stands in the acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.voice.cleaning.cleaned import CannotClean
from jianfu.voice.desk import acting, items
from jianfu.voice.desk.complaints import Desk, Opened, Overview
from jianfu.voice.desk.folding import Fold, sort_complaints
from jianfu.voice.desk.previews import Picture, look_into
from jianfu.voice.desk.showing import (
    show_complaint,
    show_fold,
    show_line,
    show_proposal,
    split_at_warnings,
)
from jianfu.voice.rules.course import Reason, State
from jianfu.voice.sealing.envelopes import CannotOpen
from jianfu.voice.wire import ItemRow, Registration

_ITEM_STATES = {
    "written": "等第二人审核",
    "checked": "等反映人过目",
    "objected": "反映人有异议",
    "declined": "已退回",
    "exported": "已导出",
}


class NotFound(Exception):
    """There is no such page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser sent: the fields of the form or of the address, each with all its values."""

    is_post: bool
    fields: Mapping[str, list[str]]
    root: str
    """The beginning of every address of this start of the desk."""

    def get(self, name: str) -> str:
        """The first value of a field; empty where it was not sent."""
        return self.fields.get(name, [""])[0]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be made from a template."""

    template: str
    words: Mapping[str, Any]
    at: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Goto:
    """On to another page of the desk, where `said` is shown once."""

    path: str
    said: str


@dataclass(frozen=True, slots=True)
class Bytes:
    """A picture, or a file to keep. `name`: what it is to be called where it is kept; empty for one that is shown."""

    data: bytes
    media_type: str
    name: str = ""


Answer = Page | Goto | Bytes
View = Callable[..., Answer]


@dataclass(slots=True)
class Pages:
    """The pages over one desk. `places`: small places of the county, for warnings."""

    desk: Desk
    places: frozenset[str] = frozenset()
    _pictures: dict[str, tuple[Picture, ...]] = field(default_factory=dict)

    @property
    def own_key(self) -> str:
        """By which the server knows this handler."""
        return self.desk.keys.signing.public

    def inbox(self, asked: Asked, overview: Overview) -> Answer:
        """All that this key opens."""
        found = sort_complaints(overview.complaints)
        open_ones = [fold for fold in found.real if _is_open(fold)]
        closed = [fold for fold in (*found.real, *found.doubtful) if not _is_open(fold)]
        doubtful = [fold for fold in found.doubtful if _is_open(fold)]
        words = {
            "title": "反映",
            "count": str(len(overview.complaints)),
            "is_open": overview.inbox["is_open"],
            "unreadable": str(overview.unreadable or ""),
            "open_folds": [show_fold(fold, overview) for fold in open_ones],
            "doubtful": [show_fold(fold, overview) for fold in doubtful],
            "doubtful_count": _count(doubtful),
            "closed_folds": [show_fold(fold, overview) for fold in closed],
            "closed_count": _count(closed),
        }
        return Page("inbox.html", words, at="inbox")

    def complaint(self, asked: Asked, overview: Overview, token: str) -> Answer:
        """One complaint, and what is done with it."""
        one = _find(overview, token)
        if not asked.is_post:
            return self._show(one, overview)
        try:
            return Goto(f"complaint/{token}/", self._act(one, overview, asked))
        except acting.CannotDo as problem:
            return self._show(one, overview, draft=asked.get("text"), wrong=str(problem))

    def _show(self, one: Opened, overview: Overview, *, draft: str = "", wrong: str = "") -> Answer:
        words = show_complaint(one, overview, self.places, self.own_key)
        proposals = [
            show_proposal(row, overview, self._read_notice(row["notice"]), self.own_key)
            for row in overview.proposals_of(one)
        ]
        return Page("complaint.html", {**words, "proposals": proposals, "draft": draft}, at="inbox", wrong=wrong)

    def _read_notice(self, token: str) -> str:
        try:
            return self.desk.open_envelope(token).text if token else ""
        except CannotOpen:
            return "（打不开，请不要同意）"

    def _act(self, one: Opened, overview: Overview, asked: Asked) -> str:
        """What was done, in words."""
        text = asked.get("text")
        match asked.get("do"):
            case "reply":
                acting.reply(self.desk, overview, one, text)
                return "已发送。反映人下次凭编码来时会看到。"
            case "step":
                to = _choose(State, asked.get("to"))
                reason = _choose(Reason, asked.get("reason")) if asked.get("reason") else None
                done = acting.take_step(self.desk, overview, one, to, reason=reason, text=text)
                return f"已到“{to.label}”。" if done else "已提出，等另一位受理人同意后生效。"
            case "extend":
                acting.ask_extension(self.desk, overview, one, text)
                return "已提出，等另一位受理人同意后生效。"
            case "agree" | "decline" as do:
                row = next((r for r in overview.proposals_of(one) if r["token"] == asked.get("proposal")), None)
                if row is None:
                    raise acting.CannotDo("这项提议已经处理过了。")
                acting.answer_proposal(self.desk, one, row, agrees=do == "agree")
                return "已同意，并告诉了反映人。" if do == "agree" else "没有生效，反映人不会看到。"
            case _:
                raise NotFound

    def file(self, asked: Asked, overview: Overview, envelope: str, name: str) -> Answer:
        """What is seen of a file."""
        one, file = self._find_file(overview, envelope, name)
        try:
            preview = look_into(file)
        except CannotClean as problem:
            return Page("problem.html", {"title": name}, wrong=f"这个附件没有打开：{problem.words}")
        self._pictures = {f"{envelope}/{name}": preview.pictures}
        addresses = [f"{asked.root}picture/{envelope}/{name}/{n}/" for n in range(len(preview.pictures))]
        words = {"title": name, "name": name, "text": preview.text, "pictures": addresses, "complaint": one.token}
        return Page("file.html", words, at="inbox")

    def picture(self, asked: Asked, overview: Overview, envelope: str, name: str, number: str) -> Answer:
        """One picture of the file that was looked at last."""
        pictures = self._pictures.get(f"{envelope}/{name}", ())
        if int(number) >= len(pictures):
            raise NotFound
        return Bytes(pictures[int(number)].data, pictures[int(number)].media_type)

    def _find_file(self, overview: Overview, envelope: str, name: str) -> tuple[Opened, Any]:
        for one in overview.complaints:
            if any(message.token == envelope and name in message.file_names for message in one.messages):
                file = self.desk.open_file(envelope, name)
                if file is not None:
                    return one, file
        raise NotFound

    def new_item(self, asked: Asked, overview: Overview) -> Answer:
        """Write complaints as one item: looked through for what identifies, then put before a second person."""
        sources = [_find(overview, token) for token in dict.fromkeys(asked.fields.get("c", []))]
        if not sources:
            return Goto("", "请先选中要改写的反映。")
        item = _read_item(asked, overview)
        doubts = items.list_doubts(item, sources, self.places) if asked.is_post else []
        wrong = ""
        if asked.is_post and (not doubts or asked.get("looked")):
            try:
                token = items.write_item(self.desk, overview, sources, item)
                return Goto(f"item/{token}/", "已交另一位受理人审核。")
            except acting.CannotDo as problem:
                wrong = str(problem)
        words = {
            "title": "改写",
            "sources": [show_line(one, overview) for one in sources],
            "source_count": str(len(sources)),
            "kinds": [(kind.value, kind.label) for kind in BurdenKind],
            "doubts": doubts,
            **{name: asked.get(name) for name in ("organ", "kind", "text", "evidence")},
        }
        return Page("item_form.html", words, at="items", wrong=wrong)

    def list_items(self, asked: Asked, overview: Overview) -> Answer:
        """Items on the way."""
        lines = [
            {
                "token": row["token"],
                "state": _ITEM_STATES.get(row["state"], row["state"]),
                "mood": " mind" if row["state"] in ("written", "objected") else "",
                "day": row["day"],
                "by": overview.known.name_of(row["by"]),
                "count": str(len(complaints)),
                "free_on": row["free_on"],
            }
            for row, complaints in overview.items()
        ]
        return Page("items.html", {"title": "改写件", "items": lines}, at="items")

    def item(self, asked: Asked, overview: Overview, token: str) -> Answer:
        """One item: check, decline, or let out."""
        row, sources = next((found for found in overview.items() if found[0]["token"] == token), (None, []))
        if row is None:
            raise NotFound
        if not asked.is_post:
            return self._show_item(row, sources, overview)
        try:
            return self._act_on_item(row, sources, overview, asked)
        except acting.CannotDo as problem:
            return self._show_item(row, sources, overview, wrong=str(problem))

    def _act_on_item(self, row: ItemRow, sources: list[Opened], overview: Overview, asked: Asked) -> Answer:
        match asked.get("do"):
            case "check":
                if not asked.get("looked"):
                    raise acting.CannotDo("请先对照原文看过，再勾选。")
                items.check_item(self.desk, overview, row, sources)
                return Goto(f"item/{row['token']}/", "已通过，反映人可以看到并提出异议。")
            case "decline":
                items.decline_item(self.desk, row, sources)
                return Goto(f"item/{row['token']}/", "已退回。")
            case "export":
                data = items.export_item(self.desk, overview, row, sources)
                return Bytes(data, "application/json", name=f"转办-{row['token'][:8]}.json")
            case _:
                raise NotFound

    def _show_item(self, row: ItemRow, sources: list[Opened], overview: Overview, *, wrong: str = "") -> Answer:
        item = items.open_item(self.desk, row)
        is_own, state = row["by"] == self.own_key, row["state"]
        kinds = {kind.value: kind.label for kind in BurdenKind}
        words = {
            "title": "改写件",
            "item": {"organ": item.organ},
            "kind": kinds.get(item.kind, item.kind),
            "evidence": "、".join(item.evidence) or "没有写",
            "state": _ITEM_STATES.get(state, state),
            "state_value": state,
            "by": overview.known.name_of(row["by"]),
            "checked_by": overview.known.name_of(row["checked_by"]) if row["checked_by"] else "",
            "day": row["day"],
            "free_on": row["free_on"],
            "pieces": split_at_warnings(item.text, items.find_warnings(item.text, self.places)),
            "doubts": items.list_doubts(item, sources, self.places) if state == "written" else [],
            "is_own": is_own,
            "may_check": state == "written" and not is_own,
            "may_decline": state in ("written", "checked"),
            "may_export": _may_export(row, overview),
            "sources": [show_line(one, overview) for one in sources],
            "source_count": str(len(sources)),
        }
        return Page("item.html", words, at="items", wrong=wrong)

    def readers(self, asked: Asked, overview: Overview) -> Answer:
        """Whose keys have been compared, and whose are to be."""
        known = overview.known
        if asked.is_post:
            new = {one.signs_as: one for one in known.new}
            key = asked.get("key")
            confirmed = known.new_recovery if key and key == known.new_recovery else new.get(key)
            if not confirmed:
                raise NotFound
            self.desk.readers.confirm(confirmed)
            return Goto("readers/", "已记下。")
        words = {
            "title": "受理人",
            "new": [self._show_reader(one) for one in known.new],
            "compared": [self._show_reader(one) for one in known.compared],
            "recovery": known.recovery,
            "new_recovery": known.new_recovery,
        }
        return Page("readers.html", words, at="readers")

    def _show_reader(self, one: Registration) -> dict[str, Any]:
        is_own = one.signs_as == self.own_key
        shown = {"unit": one.unit, "name": one.name, "body": one.body.label, "fingerprint": one.fingerprint}
        return {**shown, "key": one.signs_as, "is_own": is_own}

    def rekey(self, asked: Asked, overview: Overview) -> Answer:
        """Seal all anew for today's readers."""
        if asked.is_post and asked.get("sure"):
            results = [acting.rekey_complaint(self.desk, overview, one) for one in overview.complaints]
            done, problems = sum(count for count, _ in results), [problem for _, problem in results if problem]
            if not problems:
                return Goto("rekey/", f"已重新加密 {done} 份。")
            words = {"title": "重新加密", "count": str(len(overview.complaints)), "problems": problems}
            return Page("rekey.html", words, at="rekey", wrong=f"重新加密了 {done} 份，有几件没有成功：")
        return Page("rekey.html", {"title": "重新加密", "count": str(len(overview.complaints))}, at="rekey")


def _find(overview: Overview, token: str) -> Opened:
    found = overview.find(token)
    if found is None:
        raise NotFound
    return found


def _choose(choices: type[Any], value: str) -> Any:
    try:
        return choices(value)
    except ValueError as problem:
        raise acting.CannotDo("请选择下一步。") from problem


def _is_open(fold: Fold) -> bool:
    return any(one.state.is_open for one in fold.complaints)


def _count(folds: list[Fold]) -> str:
    return str(sum(len(fold.complaints) for fold in folds))


def _may_export(row: ItemRow, overview: Overview) -> bool:
    return row["state"] == "exported" or (row["state"] == "checked" and row["free_on"] <= overview.inbox["day"])


def _read_item(asked: Asked, overview: Overview) -> items.Item:
    evidence = tuple(line.strip() for line in asked.get("evidence").splitlines() if line.strip())
    day = overview.inbox["day"]
    return items.Item(asked.get("text").strip(), asked.get("kind"), asked.get("organ").strip(), evidence, day)
