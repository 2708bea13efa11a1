"""Who the audit log names for what is done on the command line."""

import getpass


def command_line_actor() -> str:
    """The operating-system user, marked as acting on the command line."""
    return f"命令行:{getpass.getuser()}"
