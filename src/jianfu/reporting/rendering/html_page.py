"""The frame of every HTML page: strict content security policy, one stylesheet allowed by its hash, no script."""

import base64
from hashlib import sha256
from html import escape

from jianfu.reporting.wording import printable

_STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#f4f4f2;color:#222;font:17px/1.9 FangSong,"仿宋","FandolFang R","Noto Serif SC","Noto Serif CJK SC",serif}
main{max-width:900px;margin:0 auto;padding:48px 64px 64px;background:#fff}
h1{font:600 28px/1.5 "方正小标宋简体","Noto Serif SC","Noto Serif CJK SC",SimSun,serif;text-align:center;margin:0 0 8px}
h2,h3,th,.lead,caption,figcaption{font-family:SimHei,"黑体","Noto Sans SC","Noto Sans CJK SC",sans-serif}
h2{font-size:20px;margin:36px 0 8px}
h3{font-size:18px;font-weight:400;margin:24px 0 4px;font-family:KaiTi,"楷体","Noto Serif SC","Noto Serif CJK SC",serif}
p{margin:8px 0;text-indent:2em;text-align:justify}
.subtitle,.end{text-align:center;text-indent:0}
.lead{font-weight:400}
a{color:#1f4e79}
a.figure{text-decoration-style:dotted;text-underline-offset:3px;white-space:nowrap;font-variant-numeric:tabular-nums}
sup{font:10px/1 sans-serif;color:#595959;margin-left:2px}
.wide{overflow-x:auto;margin:16px 0}
table{border-collapse:collapse;margin:0 auto;font-size:14px;line-height:1.6;min-width:60%}
caption{padding:4px 0 8px;font-size:16px}
th,td{border:1px solid #777;padding:4px 8px;text-align:center;vertical-align:top}
th{background:#f0f0ec;font-weight:400}
td.words{text-align:left;overflow-wrap:anywhere}
.note{font-size:13px;text-indent:0;line-height:1.6;color:#444}
figure{margin:24px 0;text-align:center}
figure svg{max-width:100%;height:auto}
details{font-size:14px;text-align:left}
summary{cursor:pointer;color:#1f4e79}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px;line-height:1.5;background:#f7f7f5;padding:12px}
nav{font-size:15px;display:flex;flex-wrap:wrap;gap:4px 16px;margin:16px 0}
.rows main{max-width:1200px;padding:24px 32px}
@media (max-width:640px){body{font-size:16px}main,.rows main{padding:20px 16px}h1{font-size:22px}table{font-size:13px}th,td{padding:3px 5px}}
@media print{body{background:#fff;font-size:12pt}main{max-width:none;padding:0}a{color:inherit;text-decoration:none}details{display:none}nav{display:none}tr{break-inside:avoid}h2,h3{break-after:avoid}@page{size:A4;margin:37mm 26mm 35mm 28mm}}
"""
_STYLE_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"


def make_page(title: str, body: str, kind: str = "report") -> str:
    """A whole page. `body` is HTML already escaped; `title` is plain text."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f'<title>{text(title)}</title><style>{_STYLE}</style></head><body class="{kind}"><main>{body}</main></body></html>\n'
    )


def text(words: str) -> str:
    """Plain words as HTML."""
    return escape(printable(words))
