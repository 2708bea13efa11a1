"""Plain rooms are plain: no clock, no dice, no network, nothing printed. (Imports are held by .importlinter.)"""

import re

import pytest
from source_tree import PLAIN_ROOMS, ROOT, SOURCE, list_calls, list_files, list_modules, name_of

CLOCK_AND_DICE = re.compile(
    r"(^|\.)(datetime\.(now|today|utcnow)|date\.today|time\.(time|localtime)|localtime|utcnow|uuid[14]|urandom)$"
    r"|^(random|secrets)\.\w+$|^Random$"
)
CALLS_THAT_PRINT = frozenset({"print", "pprint", "sys.stdout.write", "sys.stderr.write", "breakpoint"})
SCREEN = "src/jianfu/cli/terminal/screen.py"


@pytest.mark.parametrize("room", PLAIN_ROOMS)
def test_time_and_randomness_come_in_as_arguments(room: str) -> None:
    modules = [path for path in list_modules() if path.is_relative_to(SOURCE / room)]
    found = [
        f"{name_of(path)}:{line} {call}"
        for path in modules
        for call, line in list_calls(path)
        if CLOCK_AND_DICE.search(call)
    ]

    assert modules
    assert found == []


@pytest.mark.parametrize("call", ["datetime.now", "datetime.datetime.now", "date.today", "time.time", "random.choice"])
def test_the_search_for_clocks_finds_one(call: str) -> None:
    assert CLOCK_AND_DICE.search(call)


def test_only_the_screen_prints() -> None:
    found = [
        f"{name_of(path)}:{line} {call}"
        for path in list_modules()
        for call, line in list_calls(path)
        if call in CALLS_THAT_PRINT and name_of(path) != SCREEN
    ]

    assert found == []


def test_nothing_but_a_child_process_or_a_converter_is_started() -> None:
    allowed = {
        "src/jianfu/cli/server/serving.py",
        "src/jianfu/cli/voice/serving.py",
        "src/jianfu/intake/sandbox.py",
        "src/jianfu/intake/readers/word.py",
        "src/jianfu/voice/cleaning/confining.py",
    }
    starts = re.compile(r"^(subprocess\.\w+|os\.(system|popen|fork|exec\w*|spawn\w*))$")
    found = {name_of(path) for path in list_modules() for call, _ in list_calls(path) if starts.search(call)}

    assert found <= allowed


def test_there_is_code_to_look_at() -> None:
    assert len(list_modules()) > 50
    assert ROOT / "pyproject.toml" in list_files(".toml")
