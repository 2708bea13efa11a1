"""What the channel keeps. docs/threat-model.md lists every column, and a test holds the list to the tables.

No column holds a time of day, an address, a browser, a file's name or a word that somebody typed; texts and files are
ciphertext twice over. Rows that a reporter causes have random keys, and their tables keep no row numbers.
"""

from django.db import models

from jianfu.voice.record.course import Act, Direction, ItemState, Kind, Proposed
from jianfu.voice.rules.course import Reason, State
from jianfu.voice.rules.routing import Body


def _choices(enumeration: type) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in enumeration]  # type: ignore[attr-defined]


_ID = 32
_DIGEST = 64


class Complaint(models.Model):
    """What one code stands for. `lookup` is a digest of what is derived from the code, None once it is destroyed.

    `box_key` is the public half of the reporter's box. `proof_digest` is that of a secret inside the envelope: whoever
    shows the secret has read the complaint and may take steps on it. `handed_on` is the day of the batch that gave it
    to its readers, `gone` whether the content was destroyed.
    """

    id = models.CharField(max_length=_ID, primary_key=True)
    lookup = models.CharField("编码摘要", max_length=_DIGEST, unique=True, null=True)
    box_key = models.CharField("回信公钥", max_length=80)
    proof_digest = models.CharField("办理凭据摘要", max_length=_DIGEST)
    state = models.CharField("状态", max_length=12, choices=_choices(State), default=State.RECEIVED)
    kind = models.CharField("类别", max_length=24, choices=_choices(Kind), blank=True, default="")
    received_on = models.DateField("收到日")
    handed_on = models.DateField("交付日", null=True)
    acknowledged_on = models.DateField("告知收到日", null=True)
    decided_on = models.DateField("受理与否日", null=True)
    answered_on = models.DateField("答复日", null=True)
    closed_on = models.DateField("办结日", null=True)
    is_extended = models.BooleanField("延期过", default=False)
    reopened_on = models.DateField("重开日", null=True)
    escalated_on = models.DateField("超期上报日", null=True)
    gone = models.BooleanField("内容已销毁", default=False)

    def __str__(self) -> str:
        return self.id


class Message(models.Model):
    """One envelope, encrypted for its readers and once more under the complaint's content key.

    `handed_on` None: not yet given to its readers. `act` is what a reporter did with it besides writing.
    """

    id = models.CharField(max_length=_ID, primary_key=True)
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="messages")
    direction = models.CharField("去向", max_length=10, choices=_choices(Direction))
    act = models.CharField("举动", max_length=12, choices=_choices(Act), blank=True, default="")
    written_on = models.DateField("日期")
    handed_on = models.DateField("交付日", null=True)
    sealed = models.BinaryField("密文")

    def __str__(self) -> str:
        return self.id


class Proposal(models.Model):
    """A step that waits for a second handler. `notice` is the reply that goes out with it, '' for none."""

    id = models.CharField(max_length=_ID, primary_key=True)
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="proposals")
    what = models.CharField("哪一种", max_length=8, choices=_choices(Proposed))
    to = models.CharField("到哪一步", max_length=12, choices=_choices(State), blank=True, default="")
    reason = models.CharField("理由", max_length=20, choices=_choices(Reason), blank=True, default="")
    by = models.CharField("提出的受理人", max_length=_ID)
    written_on = models.DateField("日期")
    notice = models.CharField("随行回信", max_length=_ID, blank=True, default="")

    def __str__(self) -> str:
        return self.id


class Item(models.Model):
    """A rewritten item: its words are in envelopes, here only states, days and the signatures under them.

    `link` is random and given out as a digest only: what the workspace keeps of an item leads back nowhere.
    """

    id = models.CharField(max_length=_ID, primary_key=True)
    state = models.CharField("状态", max_length=12, choices=_choices(ItemState), default=ItemState.WRITTEN)
    author = models.CharField("改写人", max_length=_ID)
    author_signature = models.CharField("改写人签名", max_length=128)
    checker = models.CharField("审核人", max_length=_ID, blank=True, default="")
    checker_signature = models.CharField("审核人签名", max_length=128, blank=True, default="")
    written_on = models.DateField("改写日")
    shown_on = models.DateField("交反映人看的日子", null=True)
    link = models.CharField("去向凭据", max_length=_ID)
    sealed = models.BinaryField("密文")

    def __str__(self) -> str:
        return self.id


class ItemPart(models.Model):
    """One of the complaints that an item speaks for, and the wording sealed for its reporter once it is checked."""

    id = models.CharField(max_length=_ID, primary_key=True)
    item = models.ForeignKey(Item, models.CASCADE, related_name="parts")
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="parts")
    sealed_for_box = models.BinaryField("给反映人的密文", null=True)

    def __str__(self) -> str:
        return self.id


class Handler(models.Model):
    """Somebody who holds a key: public halves only. `line` is their own signed registration, which desks check.

    `left_on` None while the key is in use.
    """

    id = models.CharField(max_length=_ID, primary_key=True)
    name = models.CharField("姓名", max_length=80)
    unit = models.CharField("单位", max_length=120)
    body = models.CharField("机构", max_length=20, choices=_choices(Body))
    box_key = models.CharField("加密公钥", max_length=80, unique=True)
    signing_key = models.CharField("签名公钥", max_length=64, unique=True)
    line = models.TextField("登记行")
    registered_on = models.DateField("登记日")
    left_on = models.DateField("离任日", null=True)

    def __str__(self) -> str:
        return f"{self.unit} {self.name}"


class Unit(models.Model):
    """A unit that reporters can name or hide from. `parent` is another's name, '' where there is none."""

    name = models.CharField("单位", max_length=120, primary_key=True)
    aliases = models.JSONField("别名", default=list)
    parent = models.CharField("上级单位", max_length=120, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """The one row that says whether the channel may open: the recovery key, and the day its drill was passed.

    `challenge_digest` is that of the word that a drill under way must bring back, '' where none is.
    """

    id = models.IntegerField(primary_key=True, default=1)
    recovery_key = models.CharField("恢复公钥", max_length=80)
    drilled_on = models.DateField("演练日", null=True)
    challenge_digest = models.CharField("演练口令摘要", max_length=_DIGEST, blank=True, default="")

    def __str__(self) -> str:
        return "渠道"


class Entry(models.Model):
    """One leaf of the channel's tree. Only grows: triggers refuse changes."""

    index = models.IntegerField(primary_key=True)
    written_on = models.DateField("日期")
    body = models.TextField("内容")
    leaf_hash = models.CharField("叶子", max_length=_DIGEST)

    def __str__(self) -> str:
        return f"{self.index} {self.body[:40]}"


class WaitingEntry(models.Model):
    """A leaf that waits for the batch, so that its place in the tree does not tell when within the day it came."""

    id = models.CharField(max_length=_ID, primary_key=True)
    body = models.TextField("内容")

    def __str__(self) -> str:
        return self.id


class Batch(models.Model):
    """One morning's handing over, with the checkpoint of the tree after it."""

    day = models.DateField(primary_key=True)
    checkpoint = models.TextField("校验点")

    def __str__(self) -> str:
        return str(self.day)


class Publication(models.Model):
    """Numbers that were published, as they were published: never reckoned again. `period` is 2026-11 or 2026Q4."""

    period = models.CharField(max_length=10, primary_key=True)
    published_on = models.DateField("公布日")
    table = models.JSONField("公布的数")

    def __str__(self) -> str:
        return self.period


class UsedNonce(models.Model):
    """A desk's request that was served today, so that nobody plays it again."""

    id = models.CharField(max_length=_DIGEST, primary_key=True)
    day = models.DateField()

    def __str__(self) -> str:
        return self.id


class ContentKey(models.Model):
    """The key over one complaint's envelopes, in a file of its own. Deleting it makes every copy of them useless."""

    id = models.CharField(max_length=_ID, primary_key=True)
    key = models.BinaryField("内容密钥")

    def __str__(self) -> str:
        return self.id
