"""What a handler does with a complaint: each is sealed here, then asked of the server."""

from pathlib import Path

from jianfu.voice.desk.complaints import Desk, Opened, Overview, allowed_readers
from jianfu.voice.desk.known_readers import Known
from jianfu.voice.record.course import kind_named
from jianfu.voice.rules.course import Reason, State, list_next, needs_reason
from jianfu.voice.rules.routing import TooFewReaders
from jianfu.voice.sealing.envelopes import Payload, seal
from jianfu.voice.wire import KIND_FACT, STATE_FACT, Ask, ProposalRow, encode_sealed

REASON_FACT = "理由"


class CannotDo(ValueError):
    """The act is not possible as asked; the message says in Chinese why and what to do."""


def seal_for(desk: Desk, known: Known, complaints: list[Opened], payload: Payload, *, box: str = "") -> str:
    """The payload to the allowed readers of these complaints, to the recovery key, and to a reporter's box if given."""
    try:
        readers = [one.public_key for one in allowed_readers(known, complaints)]
    except TooFewReaders as problem:
        raise CannotDo("核对过公钥、又可以看这一件的受理人不足两位。请先到“受理人”页核对公钥。") from problem
    if not known.recovery:
        raise CannotDo("恢复公钥还没有核对。请先到“受理人”页核对。")
    # The own key is among them only where the rule leaves it: who seals anew with the recovery key may be excluded.
    recipients = [*([box] if box else []), known.recovery, *readers]
    return encode_sealed(seal(payload, recipients, random=desk.random))


def reply(desk: Desk, overview: Overview, complaint: Opened, text: str) -> None:
    """Write to the reporter."""
    payload = Payload(_said(text), {KIND_FACT: "受理人留言"})
    sealed = seal_for(desk, overview.known, [complaint], payload, box=complaint.box)
    desk.server.ask({"do": "reply", "complaint": complaint.token, "proof": complaint.proof, "sealed": sealed})


def take_step(
    desk: Desk, overview: Overview, complaint: Opened, to: State, *, reason: Reason | None, text: str
) -> bool:
    """Take a step and tell the reporter. True where it was taken, False where it now waits for a second person."""
    if to not in list_next(complaint.state):
        raise CannotDo(f"现在是“{complaint.state.label}”，不能直接到“{to.label}”。")
    if needs_reason(complaint.state, to) and reason is None:
        raise CannotDo("这一步要写明理由。")
    facts = {KIND_FACT: "处理进度", STATE_FACT: to.label, **({REASON_FACT: reason.label} if reason else {})}
    sealed = seal_for(desk, overview.known, [complaint], Payload(_said(text), facts), box=complaint.box)
    ask: Ask = {"do": "step", "complaint": complaint.token, "proof": complaint.proof, "to": to.value, "sealed": sealed}
    if reason is not None:
        ask["reason"] = reason.value
    if to is State.ACCEPTED:
        ask["kind"] = kind_named(complaint.kind).value
    return "proposal" not in desk.server.ask(ask)


def ask_extension(desk: Desk, overview: Overview, complaint: Opened, text: str) -> None:
    """Ask for the one extension of the time to answer; a second handler must agree."""
    payload = Payload(_said(text), {KIND_FACT: "处理进度", STATE_FACT: "延长答复期限"})
    sealed = seal_for(desk, overview.known, [complaint], payload, box=complaint.box)
    desk.server.ask({"do": "extend", "complaint": complaint.token, "proof": complaint.proof, "sealed": sealed})


def answer_proposal(desk: Desk, complaint: Opened, proposal: ProposalRow, *, agrees: bool) -> None:
    """Agree to another's proposal, decline it, or take the own one back."""
    if agrees and proposal["by"] == desk.keys.signing.public:
        raise CannotDo("这是您自己提出的，须由另一位受理人同意。")
    do: Ask = {"do": "agree" if agrees else "decline", "proposal": proposal["token"], "proof": complaint.proof}
    desk.server.ask(do)


def rekey_complaint(desk: Desk, overview: Overview, complaint: Opened) -> tuple[int, str]:
    """Seal all of one complaint anew, for today's compared readers under its own exclusions.

    Returns how many envelopes were replaced, and in Chinese why not all; empty where all were.
    """
    done = 0
    for message in complaint.messages:
        box = complaint.box if message.kind == "reply" else ""
        try:
            payload = desk.open_envelope(message.token)
            sealed = seal_for(desk, overview.known, [complaint], payload, box=box)
        except CannotDo as problem:
            return done, f"{complaint.row['received_on']} 收到的 {complaint.token[:8]}：{problem}"
        own: Ask = {"do": "rekey", "complaint": complaint.token, "proof": complaint.proof, "sealed": sealed}
        desk.server.ask({**own, "envelope": message.token})
        desk.forget(message.token)
        done += 1
    return done, ""


def write_private(path: Path, data: bytes) -> None:
    """A new file that only its owner reads. FileExistsError where one is there: keys are never written over."""
    with path.open("xb") as file:
        path.chmod(0o600)
        file.write(data)


def _said(text: str) -> str:
    words = text.strip()
    if not words:
        raise CannotDo("请写几句话给反映人。")
    return words
