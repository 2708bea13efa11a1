"""One answer a page: style inside, nothing beside it."""

import base64
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jianfu.voice.gate.tokens import make_token
from jianfu.voice.record.clock import today

_STYLE = (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
STYLE_DIGEST = f"sha256-{base64.b64encode(sha256(_STYLE.encode()).digest()).decode()}"


def render_page(name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """The page from its template, with what every page has."""
    everywhere = {
        # Our own file, not something that anybody typed.
        "style": SafeString(_STYLE),
        "token": make_token(today()),
        "voice": settings.VOICE,
        "today": today(),
        "code_groups": str(context.get("code", "")).split("-"),
    }
    return HttpResponse(render_to_string(name, {**everywhere, **context}), status=status)
