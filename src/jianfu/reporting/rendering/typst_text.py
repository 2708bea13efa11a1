"""Safe typst source: whatever a title holds, it arrives as text."""

from jianfu.reporting.wording import printable


def quote(words: str) -> str:
    """A typst string literal. In code mode nothing inside it is markup."""
    return '"' + printable(words).replace("\\", "\\\\").replace('"', '\\"') + '"'


def quote_all(words: tuple[str, ...]) -> str:
    """A typst array of strings, also for a single one."""
    return "(" + "".join(f"{quote(word)}," for word in words) + ")"
