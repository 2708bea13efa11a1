"""The channel knows no account and no workspace, and none of them knows it: by imports, and by what comes up."""

import ast
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "jianfu"
ALLOWED = ("jianfu.voice", "jianfu.vocabulary", "jianfu.ledger.audit.merkle")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_channel_imports_no_account_and_no_workspace() -> None:
    modules = sorted((SOURCE / "voice").rglob("*.py"))
    foreign = {
        (path.name, name)
        for path in modules
        for name in _imports(path)
        if (name.startswith("jianfu") and not name.startswith(ALLOWED)) or name.startswith("django.contrib")
    }

    assert len(modules) > 50
    assert foreign == set()


def test_nothing_but_the_command_line_imports_the_channel() -> None:
    others = [path for path in SOURCE.rglob("*.py") if path.relative_to(SOURCE).parts[0] not in {"voice", "cli"}]

    assert len(others) > 100
    assert {path.name for path in others if any(name.startswith("jianfu.voice") for name in _imports(path))} == set()


def test_the_served_site_brings_nothing_of_the_workspace_into_its_process(tmp_path: Path) -> None:
    script = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'jianfu.voice.site'; import jianfu.voice.wsgi;"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "print([m for m in sys.modules if m.startswith(('jianfu.web', 'jianfu.ledger.models', 'allauth',"
        " 'django.contrib.auth', 'django.contrib.sessions', 'jianfu.casework'))])"
    )
    environment = {"JIANFU_VOICE_HOME": str(tmp_path), "PATH": "/usr/bin", "PYTHONPATH": str(SOURCE.parent)}
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True, env=environment)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
