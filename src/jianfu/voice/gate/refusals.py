"""Pages that say no, in plain words, with what to do instead."""

from django.http import HttpRequest, HttpResponse

from jianfu.voice.pages.rendering import render_page

_WORDS = {
    400: "这次提交的内容不完整，没有收下。请从头再来一次。",
    404: "这里没有别的页面。",
    405: "请从首页开始。",
    411: "这次提交不完整，没有收下。请从头再来一次。",
    413: "附件太大，没有收下。一次最多 5 个文件、合计 8 MB。请少附几份，或只写文号。",
    500: "系统出了故障，刚才的内容没有收下。请过一会儿用同一组编码再发一次；急事请写信。",
    503: "现在排队的人很多，刚才的没有收下。请过几分钟用同一组编码再来；急事请写信。",
}
_RETRY_SECONDS = "120"


def refuse(request: HttpRequest, *_: object, status: int = 404, **__: object) -> HttpResponse:
    """The page for a status, under the same address and look as every other."""
    response = render_page("refusal.html", {"words": _WORDS[status]}, status=status)
    if status == 503:
        response["Retry-After"] = _RETRY_SECONDS
    return response


def refuse_bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's answer to a request that it cannot read."""
    return refuse(request, status=400)


def refuse_fault(request: HttpRequest) -> HttpResponse:
    """Django's answer to a fault of ours."""
    return refuse(request, status=500)


def refuse_staff() -> HttpResponse:
    """For who comes with a workspace sign-in: it would tie the report to a name on this very computer."""
    return render_page("staff.html", {}, status=403)


def refuse_stranger() -> HttpResponse:
    """For a form that another site sent."""
    return render_page(
        "refusal.html", {"words": "这次提交是从别的网站转来的，没有收下。请直接打开本站填写。"}, status=403
    )
