"""What the source does not do: each is a way in that was never opened, or stands in a short list with its reason."""

import ast
import re
import tomllib
from collections.abc import Iterator

from source_tree import ROOT, SOURCE, list_modules, name_of

WEB = SOURCE / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SCRIPTS = sorted((WEB / "static" / "jianfu").glob("*.js"))
DEPLOY = (ROOT / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")
OWN_PICKLES = frozenset(
    {
        "src/jianfu/intake/sandbox.py",
        "src/jianfu/overlap/engines/notice_store.py",
        "src/jianfu/overlap/engines/relations.py",
        "src/jianfu/overlap/engines/spark/relations.py",
        "src/jianfu/rulebook/engines/spark.py",
    }
)
"""Modules that unpickle what a process of the same run pickled; none of them reads a file or a request that way."""
SAFE_LOADERS = frozenset({"yaml.BaseLoader", "yaml.SafeLoader", "_LOADER"})
"""Loaders that make strings, lists and tables only; `_LOADER` is PyYAML's BaseLoader in C."""
PUT_TOGETHER = frozenset(
    {
        "src/jianfu/ledger/bulk.py",
        "src/jianfu/ledger/actions/withdrawing.py",
        "src/jianfu/voice/host/checking.py",
        "src/jianfu/voice/record/shuffling.py",
    }
)
"""Modules that put names of our own tables and columns, and marks for values, into a statement."""
ESCAPED_PATTERNS = frozenset({"src/jianfu/web/templatetags/words.py"})
"""Modules that join words, each of which they escaped, into a pattern."""
MARKED_SAFE = frozenset(
    {
        "src/jianfu/web/templatetags/words.py",
        "src/jianfu/web/templatetags/drawing.py",
        "src/jianfu/web/pages/clearance/numbers.py",
        "src/jianfu/voice/pages/public.py",
        "src/jianfu/voice/pages/rendering.py",
    }
)
"""Modules that mark as safe what they escaped, or drew, themselves."""


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Where, what in full, and the call."""
    for path in list_modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield name_of(path), ast.unparse(node.func), node


CALLS = list(_calls())


def _callers(*names: str) -> set[str]:
    return {path for path, called, _ in CALLS if called in names or called.rpartition(".")[2] in names}


def test_no_shell_and_no_evaluation() -> None:
    in_shell = {path for path, _, call in CALLS for word in call.keywords if word.arg == "shell"}

    assert in_shell == set()
    assert {path for path, called, _ in CALLS if called in {"eval", "exec", "os.system", "os.popen"}} == set()
    assert {path for path in _callers("Template", "from_string") if "/web/" in path} == set()


def test_foreign_bytes_are_never_unpickled() -> None:
    loads = {path for path, called, _ in CALLS if called in {"pickle.loads", "pickle.load", "marshal.loads"}}

    assert loads == OWN_PICKLES
    loading = [call for _, called, call in CALLS if called in {"yaml.load", "yaml.unsafe_load", "yaml.full_load"}]
    assert {ast.unparse(word.value) for call in loading for word in call.keywords} <= SAFE_LOADERS


def test_no_sql_is_put_together_from_words() -> None:
    executed = {
        path
        for path, called, call in CALLS
        if called.endswith((".execute", ".executemany")) and call.args and isinstance(call.args[0], ast.JoinedStr)
    }

    assert executed <= PUT_TOGETHER
    assert _callers("RawSQL", "extra", "raw") == set()


def test_input_in_patterns_is_escaped() -> None:
    """Pages compile no pattern but those that are written down, or joined of escaped words."""
    built = {
        path
        for path, called, call in CALLS
        if "/web/" in path
        and called.startswith("re.")
        and called != "re.escape"
        and call.args
        and not isinstance(call.args[0], ast.Constant)
    }

    assert built <= ESCAPED_PATTERNS


def test_templates_leave_escaping_on() -> None:
    loose = [name_of(path) for path in TEMPLATES if re.search(r"\|\s*safe|autoescape|safeseq", path.read_text("utf-8"))]

    assert loose == []
    assert _callers("mark_safe", "SafeString") <= MARKED_SAFE


def test_pages_fetch_nothing() -> None:
    """No page, style or script of ours names another address; no page's code opens a connection."""
    places = [*TEMPLATES, *SCRIPTS, *sorted((WEB / "static" / "jianfu").glob("*.css"))]
    outside = re.compile(r"""(?:src|href|url|fetch|import)\s*[=(:]\s*["']?(?:https?:)?//""")

    assert [name_of(path) for path in places if outside.search(path.read_text(encoding="utf-8"))] == []
    assert {path for path in _callers("urlopen", "create_connection") if "/web/" in path} == set()


KEEPS_UNTIL_SENT = "src/jianfu/web/static/jianfu/check.js"
"""The one script that keeps what was typed: a check sheet without reception. docs/decisions/0082."""


def test_pages_store_nothing_in_the_browser() -> None:
    kept = re.compile(r"localStorage|indexedDB|serviceWorker")
    stored = re.compile(r"sessionStorage|document\.cookie|__proto__|postMessage|eval\(")
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in SCRIPTS}

    assert [name for name, text in texts.items() if stored.search(text)] == []
    assert [name for name, text in texts.items() if kept.search(text)] == [KEEPS_UNTIL_SENT]
    assert {"localStorage.removeItem(key)", "photos.delete(key)"} <= set(
        re.findall(r"localStorage\.removeItem\(key\)|photos\.delete\(key\)", texts[KEEPS_UNTIL_SENT])
    )


def test_no_page_holds_scripts_or_styles_of_its_own() -> None:
    """The content security policy would not run them."""
    own = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.I)

    assert [name_of(path) for path in TEMPLATES if own.search(path.read_text(encoding="utf-8"))] == []


def test_every_form_that_is_posted_bears_its_token() -> None:
    without = []
    for path in TEMPLATES:
        for form in re.findall(r"<form[^>]*method=.post.*?</form>", path.read_text("utf-8"), re.S | re.I):
            if "{% csrf_token %}" not in form:
                without.append(name_of(path))
    assert without == []
    assert _callers("csrf_exempt") == set()


def test_forms_name_their_fields() -> None:
    """No form takes its fields from a model, and no row is made from a request's fields as they come."""
    assert _callers("modelform_factory", "construct_instance") == set()
    taken = {
        path
        for path, _, call in CALLS
        for word in call.keywords
        if word.arg is None and re.search(r"request\.(POST|GET)", ast.unparse(word.value))
    }
    assert taken == set()
    assert not any("ModelForm" in path.read_text(encoding="utf-8") for path in list_modules())


def test_no_weak_cryptography() -> None:
    weak = {"hashlib.md5", "hashlib.sha1", "hashlib.new", "crypt.crypt", "DES", "ARC4", "Blowfish", "modes.ECB"}

    assert {(path, called) for path, called, _ in CALLS if called in weak} == set()


def test_chance_comes_from_the_system() -> None:
    """Dice that can be told beforehand are for figures and for the made-up county only."""
    dice = {path for path, called, _ in CALLS if called.startswith("random.") or ".random." in called}

    assert {
        path for path in dice if path.startswith(("src/jianfu/web/", "src/jianfu/ledger/", "src/jianfu/cli/"))
    } == set()
    assert "src/jianfu/web/accounts/devices.py" in _callers("token_urlsafe")


def test_every_part_is_pinned_by_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    hashes = r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
    parts = re.findall(rf"^[\w.\[\]-]+==[^\n]+ \\\n{hashes}", lock, re.M)

    assert len(parts) == len(re.findall(r"^[\w.\[\]-]+==", lock, re.M)) > 20


def test_what_is_installed_holds_no_tests() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]

    assert wheel["packages"] == ["src/jianfu", "county"]
    assert not list(SOURCE.rglob("test_*.py"))


def _block(kind: str) -> str:
    return "\n".join(re.findall(rf"```{kind}\n(.*?)```", DEPLOY, re.S))


def test_the_deployment_page_overwrites_what_the_server_believes() -> None:
    for header, value in (("Host", "$host"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "$remote_addr")):
        assert f"proxy_set_header {header} {value};" in _block("nginx")
    assert "$proxy_add_x_forwarded_for" not in _block("nginx")


def test_the_deployment_page_speaks_modern_tls() -> None:
    assert re.search(r"ssl_protocols TLSv1\.2 TLSv1\.3;", _block("nginx"))
    assert "return 301 https://" in _block("nginx")
    assert not re.search(r"TLSv1;|TLSv1\.1|SSLv|RC4|3DES|CBC", _block("nginx"))


def test_the_service_of_the_deployment_page_is_confined() -> None:
    for line in (
        "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "CapabilityBoundingSet=",
        "IPAddressDeny=any", "IPAddressAllow=localhost", "UMask=0077", "LimitCORE=0",
    ):  # fmt: skip
        assert f"\n{line}\n" in _block("ini"), line
