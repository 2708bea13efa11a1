"""Typer speaks English; these classes make its help and its complaints Chinese."""

from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

_HELP_WORDS = {
    "Usage:": "用法：",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 …",
    "[required]": "［必填］",
    "[default: ": "[默认：",
    "Show this message and exit.": "显示本说明后退出。",
}
_COMPLAINTS = {
    "MissingParameter": "缺少必填的参数",
    "NoSuchOption": "没有这个选项",
    "BadOptionUsage": "选项缺少取值或写法不对",
    "BadArgumentUsage": "参数个数不对",
    "BadParameter": "参数的取值不对",
}
_NO_ARGUMENTS = "NoArgsIsHelpError"


def explain(error: TyperException) -> str:
    """A command-line mistake in one Chinese sentence that names the word at fault where typer knows it.

    A group called without a command is not a mistake: its help is the answer.
    """
    if type(error).__name__ == _NO_ARGUMENTS:
        return error.message
    complaint = _COMPLAINTS.get(type(error).__name__, "命令的写法不对")
    word = getattr(error, "option_name", "") or _parameter_name(error)
    named = f"{complaint}：{word}" if word else complaint
    return f"{named}。加 --help 查看用法。"


def _parameter_name(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    return str(parameter.metavar or parameter.opts[-1])


class _ChineseHelp:
    """Replaces the English words that typer fixes in code."""

    def get_help(self, ctx: Any) -> str:
        """The command's help with Chinese headings."""
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for english, chinese in _HELP_WORDS.items():
            text = text.replace(english, chinese)
        return text


class ChineseCommand(_ChineseHelp, TyperCommand):
    """A command whose help is Chinese."""


class ChineseGroup(_ChineseHelp, TyperGroup):
    """A group of commands whose help is Chinese."""
