"""The frame of every HTML page: strict content security policy, one stylesheet allowed by its hash, no script."""

import base64
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path

from jianfu.reporting.wording import printable

_STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"


def make_page(title: str, body: str, kind: str = "report") -> str:
    """A whole page. `body` is HTML already escaped; `title` is plain text."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{text(title)}</title><style>{_STYLE}</style></head>"
        f'<body class="{kind}"><main>{body}</main></body></html>\n'
    )


@lru_cache(maxsize=1 << 16)
def text(words: str) -> str:
    """Plain words as HTML."""
    return escape(printable(words))
