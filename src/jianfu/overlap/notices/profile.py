"""One notice made ready for comparison: title taken apart, sender and day, read from the body if need be."""

from dataclasses import dataclass, replace
from functools import cached_property

from jianfu.overlap.notices.notice import Notice
from jianfu.overlap.notices.words.organs import NOBODY, Kinship, Sender, compare_senders, is_same_place, read_sender
from jianfu.overlap.notices.words.titles import TitleParts, take_apart
from jianfu.reading.doc_number import find_doc_numbers
from jianfu.reading.facts import Identity, Replacement
from jianfu.reading.reader import read_identity
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.text import squeeze


@dataclass(frozen=True)
class Profile:
    """A notice and what can be said of it. Compared pairwise; everything is computed once."""

    notice: Notice

    @cached_property
    def parts(self) -> TitleParts:
        """Its title taken apart; one without keys where there is no title."""
        return take_apart(self.notice.title or "")

    @cached_property
    def column(self) -> str:
        """The sender as the column names it, '' for none. Codes separated by semicolons have no order."""
        return ";".join(sorted(squeeze(self.notice.issuer or "").split(";")))

    @cached_property
    def sender(self) -> Sender:
        """Who sent it: the organ in the title, else that of the column."""
        if self.parts.sender.names or not self.column:
            return self.parts.sender
        return read_sender(self.column) if _is_chinese(self.column) else Sender((self.column,), "")

    @property
    def issued(self) -> Period | None:
        """When it was issued."""
        return self.notice.date

    @cached_property
    def number(self) -> str:
        """Its document number in normal form, '' where it has none."""
        found = find_doc_numbers(self.notice.doc_number or "")
        return found[0].value.text if found else squeeze(self.notice.doc_number or "")

    @cached_property
    def replaces(self) -> Replacement | None:
        """How it puts itself in another paper's place; repealing is no asking again."""
        found = self.notice.replaces or self.parts.replaces
        return None if found is Replacement.REPEALS else found

    @property
    def named_sender(self) -> Sender:
        """Its sender where that is an organ's name and no register's code; else nobody."""
        return NOBODY if _is_opaque(self.sender) else self.sender

    @property
    def sender_name(self) -> str:
        """One name for its sender, '' for none: papers of one name and one key are one line of papers."""
        return self.sender.names[0] if self.sender.names else ""

    @property
    def issuer_words(self) -> str:
        """The sender as a reader knows it."""
        return self.parts.issuer or self.notice.issuer or ""


def complete(notice: Notice) -> Notice:
    """The notice with title, issuer and date read from its body where nobody gave them."""
    if not notice.body or (notice.title and notice.date):
        return notice
    identity = read_identity(notice.body)
    issued = identity.issued_on.value if identity.issued_on else None
    return replace(
        notice,
        title=notice.title or _title_of(identity, notice.issuer),
        issuer=notice.issuer or (identity.issuer.value if identity.issuer else None),
        date=notice.date or (Period(issued, issued.fromordinal(issued.toordinal() + 1)) if issued else None),
    )


def _title_of(identity: Identity, issuer: str | None) -> str | None:
    """The title in a body. Its organ is left out where the sender is known: a preface stands before another's title."""
    if identity.title is None:
        return None
    title = identity.title.value
    named = take_apart(title).issuer
    return title.removeprefix(named) if issuer and named else title


def compare_profiles(first: Profile, second: Profile) -> Kinship:
    """How the senders belong together. Titles speak before columns: a register files many organs under one name."""
    if not is_same_place(first.parts.place, second.parts.place):
        return Kinship.PARALLEL
    both_titled = first.parts.sender.names and second.parts.sender.names
    if first.column and first.column == second.column and not both_titled:
        return Kinship.SAME
    if _is_opaque(first.sender) or _is_opaque(second.sender):
        return Kinship.OTHER if first.column and second.column else Kinship.UNKNOWN
    return compare_senders(first.sender, second.sender)


def _is_opaque(sender: Sender) -> bool:
    return bool(sender.names) and not _is_chinese(sender.names[0])


def _is_chinese(words: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in words)
