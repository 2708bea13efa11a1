"""Names say what is inside, and tests stand where their subject stands."""

from source_tree import ROOT, SOURCE, list_modules, name_of

MEANINGLESS = frozenset(
    {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers", "tools"}
)
OTHER_TEST_FOLDERS = frozenset({"architecture", "golden", "e2e", "county", "docs", "bench"})


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {
        name_of(path) for path in list_modules() if MEANINGLESS & set(path.relative_to(ROOT).with_suffix("").parts)
    }

    assert named == set()


def test_tests_stand_where_their_subject_stands() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    mirrored = {folder for folder in folders if folder.parts and folder.parts[0] not in OTHER_TEST_FOLDERS}

    assert {folder.as_posix() for folder in mirrored if not (SOURCE / folder).is_dir()} == set()


def test_every_room_has_tests() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and any(path.glob("[!_]*.py"))}
    tested = {room for room in rooms if any((ROOT / "tests" / room).rglob("test_*.py"))}

    assert rooms - tested == set()


def test_test_files_have_names_of_their_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]

    assert sorted(names) == sorted(set(names))
