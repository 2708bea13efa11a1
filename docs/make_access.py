"""Writes docs/security/access.md, the table of who reaches what, from the code that decides it.

python docs/make_access.py            # renew the page
python docs/make_access.py --check    # fail where the page is stale
"""

import argparse
import os
import sys
from pathlib import Path

PAGE = Path(__file__).parent / "security" / "access.md"
_WORDS = {"all": "all", "own": "own", "none": "–"}
_HEAD = """# Who reaches what

Made by docs/make_access.py from `web/access/table.py` and the addresses: do not edit. `tests/web/test_web_access.py`
asks every address as every role, for one's own objects and for others', and holds the answers to this table.

*all*: objects of every organ; *own*: those of one's own organ and below it, others are answered like what is not there;
–: refused. Addresses that are in no table are closed to everybody.
"""


def make_page() -> str:
    """The whole page. The settings must name the site before."""
    import django  # noqa: PLC0415  # set up first

    django.setup()
    from django.urls import URLPattern, URLResolver, get_resolver  # noqa: PLC0415

    from jianfu.ledger.viewer import Role  # noqa: PLC0415
    from jianfu.web.access.table import ACCOUNT, ENROLMENT, FRESH, PUBLIC, TABLE  # noqa: PLC0415

    paths: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> None:
        for pattern in patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, path)
            else:
                paths[str(pattern.name)] = path

    walk(get_resolver().url_patterns, "/")
    lines = [_HEAD, "| address | " + " | ".join(role.value for role in Role) + " |", "|---" * (len(Role) + 1) + "|"]
    for name, scopes in TABLE.items():
        mark = " *" if name in FRESH else ""
        cells = " | ".join(_WORDS[scopes[role].value] for role in Role)
        lines.append(f"| `{paths[name]}`{mark} | {cells} |")
    lines += ["", "\\* asks for the password again where it was not typed within a quarter of an hour.", ""]
    for title, names in (
        ("Without an account", PUBLIC),
        ("One's own account, every role", ACCOUNT),
        ("All that a county role reaches before its second factor is bound", ENROLMENT),
    ):
        found = ", ".join(f"`{paths[name]}`" for name in sorted(names) if name in paths)
        lines += [f"{title}: {found}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """0 where the page is right, or was renewed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianfu.web.site")
    page = make_page()
    if parser.parse_args().check:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
