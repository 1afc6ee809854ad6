"""The settings: shown, changed in the learner's file with everything else kept, and refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from json import loads
from pathlib import Path

import pytest
from typer.testing import Result

from studycards.config import (
    SETTINGS,
    Setting,
    load_settings,
    parse_settings,
    read_settings,
    shown,
    with_setting,
)
from studycards.history.database import open_history
from studycards.history.log import Log
from studycards.scheduling.memory import DEFAULT_PARAMETERS
from tests.cli.library import rows, values
from tests.conftest import NOW

Run = Callable[..., Result]

FILE = """\
# Mine, since March.

new_per_day = 5   # enough for a morning

# Like Anki.
learning_steps = "1m 10m"
"""


@pytest.fixture
def file(home: Path) -> Path:
    """A settings file with comments."""
    path = home / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(FILE, encoding="utf-8")
    return path


def test_table(run: Run, home: Path, file: Path) -> None:
    """All settings with value and help, and where everything is."""
    result = run("config", COLUMNS="200")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [line.rstrip().split(None, 2) for line in result.stdout.splitlines()]
    assert lines[0] == ["setting", "value", "what it is"]
    for setting, line in zip(SETTINGS, lines[1:], strict=False):
        assert line[0] == setting.name
        assert setting.help in " ".join(line)
    assert lines[1][:2] == ["new_per_day", "5"]
    assert result.stdout.endswith(
        f"\nsettings {file}\nhistory  {home / 'studycards.db'}\ndecks    {home / 'decks'}\n"
    )


def test_names_are_whole_where_there_is_little_room(run: Run) -> None:
    """The names are what one types next, so what they mean gives way."""
    shown = run("config", COLUMNS="40").stdout
    assert [setting.name for setting in SETTINGS if f"\n{setting.name} " not in shown] == []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_show_one(run: Run, setting: Setting) -> None:
    """One setting is shown as it would be written, and can be set to what is shown."""
    default = run("config", setting.name).stdout
    assert default == f"{shown(setting, setting.default)}\n"
    written = run("config", setting.name, default.strip())
    assert (written.exit_code, written.stdout, written.stderr) == (0, default, "")


def test_a_folder_is_shown_as_it_is_written() -> None:
    """Backslashes and quotes are escaped as in TOML."""
    [setting] = [setting for setting in SETTINGS if setting.name == "deck_folders"]
    folders = (r"C:\Users\me", 'a "b"', "文章")
    text = f"deck_folders = {shown(setting, folders)}"
    assert read_settings(parse_settings(text.encode(), Path("c")), "c").deck_folders == folders


@pytest.mark.parametrize(
    ("name", "value", "line", "read"),
    [
        ("new_per_day", "12", "new_per_day = 12", 12),
        ("desired_retention", "0.85", "desired_retention = 0.85", 0.85),
        ("learning_steps", "1m 1h 2d", 'learning_steps = "1m 1h 2d"', (60, 3_600, 172_800)),
        ("relearning_steps", "", 'relearning_steps = ""', ()),
        ("learn_ahead", "20m", 'learn_ahead = "20m"', 1_200),
        ("learn_ahead", '"90s"', 'learn_ahead = "90s"', 90),
        ("learn_ahead", "", 'learn_ahead = ""', 0),
        ("fuzz", "false", "fuzz = false", False),
        ("grading", "auto", 'grading = "auto"', "auto"),
        ("deck_folders", '["~/notes", "b"]', 'deck_folders = ["~/notes", "b"]', ("~/notes", "b")),
    ],
)
def test_change(run: Run, home: Path, name: str, value: str, line: str, read: object) -> None:
    """A change is written as TOML, and read by the next command."""
    assert run("config", name, value).exit_code == 0
    assert (home / "config.toml").read_text() == f"{line}\n"
    assert getattr(load_settings(home / "config.toml"), name) == read
    assert run("config", name).stdout == f"{line.partition(' = ')[2]}\n"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        pytest.param("new_per_day", "7", FILE.replace("= 5", "= 7"), id="with-a-comment"),
        pytest.param(
            "learning_steps", "5m", FILE.replace('"1m 10m"', '"5m"'), id="under-a-comment"
        ),
        pytest.param("rollover", "3", f"{FILE}rollover = 3\n", id="not-set-yet"),
    ],
)
def test_everything_else_is_kept(run: Run, file: Path, name: str, value: str, text: str) -> None:
    """Comments, blank lines and order of the file stay as they are."""
    assert run("config", name, value).exit_code == 0
    assert file.read_text(encoding="utf-8") == text


def test_blank_lines_above_are_kept(run: Run, file: Path) -> None:
    """A change does not pull a line up to the one above."""
    file.write_text("rollover = 3\n\n\nnew_per_day = 5\n")
    assert run("config", "new_per_day", "6").exit_code == 0
    assert file.read_text() == "rollover = 3\n\n\nnew_per_day = 6\n"


def test_newline_style_is_kept(run: Run, file: Path) -> None:
    """A file with CRLF has CRLF on every line afterwards."""
    file.write_bytes(b"rollover = 3\r\nnew_per_day = 5\r\n")
    for name, value in (("new_per_day", "6"), ("fuzz", "false")):
        assert run("config", name, value).exit_code == 0
    assert file.read_bytes() == b"rollover = 3\r\nnew_per_day = 6\r\nfuzz = false\r\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"", b"rollover = 3\n", id="empty"),
        pytest.param(b"# Mine.", b"# Mine.\nrollover = 3\n", id="a-comment-alone"),
        pytest.param(b"fuzz = true", b"fuzz = true\nrollover = 3\n", id="no-final-newline"),
        pytest.param(b"fuzz = true\nrollover=5", b"fuzz = true\nrollover=3", id="last-unended"),
        pytest.param(
            b"fuzz = true\r\n# Mine.", b"fuzz = true\r\n# Mine.\r\nrollover = 3\r\n",
            id="no-final-newline-crlf",
        ),
        pytest.param(
            b"fuzz = true\r\nrollover = 5\n", b"fuzz = true\r\nrollover = 3\n",
            id="both-kinds-of-newline",
        ),
        pytest.param(b'"rollover" = 5 # late\n', b'"rollover" = 3 # late\n', id="quoted-name"),
        pytest.param(b"\trollover\t=\t5\t# late\n", b"\trollover\t=\t3\t# late\n", id="tabs"),
        pytest.param(
            b'deck_folders = ["""\nrollover = 5\n"""]\n',
            b'deck_folders = ["""\nrollover = 5\n"""]\nrollover = 3\n',
            id="name-in-a-text",
        ),
        pytest.param(b"# rollover = 5\n", b"# rollover = 5\nrollover = 3\n", id="in-a-comment"),
        pytest.param(b"rollover.hour = 5\n", b"rollover = 3\n", id="dotted-name"),
        pytest.param(b"rollover = [\n  5,\n]\n", b"rollover = 3\n", id="wrong-over-lines"),
    ],
)  # fmt: skip
def test_any_file(run: Run, file: Path, before: bytes, after: bytes) -> None:
    """However the file is written, one setting changes and every other byte stays."""
    file.write_bytes(before)
    assert run("config", "rollover", "3").exit_code == 0
    assert file.read_bytes() == after
    assert load_settings(file).rollover == 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "[decks.spanish]\nrollover = 5\n",
            "rollover = 3\n\n[decks.spanish]\nrollover = 5\n",
            id="set-in-a-section",
        ),
        pytest.param(
            "fuzz = true\r\n\r\n[decks.spanish]\r\nfuzz = false\r\n",
            "fuzz = true\r\nrollover = 3\r\n\r\n[decks.spanish]\r\nfuzz = false\r\n",
            id="before-a-section",
        ),
        pytest.param(
            "rollover = 5 # late\n[decks.spanish]\nrollover = 5\n",
            "rollover = 3 # late\n[decks.spanish]\nrollover = 5\n",
            id="outside-and-in-a-section",
        ),
    ],
)
def test_sections_are_kept(before: str, after: str) -> None:
    """A setting is written above the sections of the file, and none of theirs is changed."""
    [rollover] = [setting for setting in SETTINGS if setting.name == "rollover"]
    assert with_setting(before, rollover, "3") == after


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('["a]b"]  # mine', id="bracket-in-a-text"),
        pytest.param(r'["a\"b", "c"]  # mine', id="quote-in-a-text"),
        pytest.param("['#a']  # mine", id="hash-in-a-text"),
        pytest.param('[\n  "a", # ]\n  "b",\n]  # mine', id="bracket-in-a-comment"),
        pytest.param('["""\na\n"""]  # mine', id="text-over-several-lines"),
    ],
)
def test_any_list_is_replaced(run: Run, file: Path, written: str) -> None:
    """A list is replaced from its first bracket to its last, whatever is in it."""
    file.write_text(f"fuzz = true\ndeck_folders = {written}\nrollover = 3\n")
    assert run("config", "deck_folders", '["c]"]').exit_code == 0
    assert file.read_text() == 'fuzz = true\ndeck_folders = ["c]"]  # mine\nrollover = 3\n'
    assert load_settings(file).deck_folders == ("c]",)


def test_value_over_several_lines(run: Run, file: Path) -> None:
    """A list written over several lines is replaced as a whole."""
    file.write_text('deck_folders = [\n  "a",  # first\n  "b",\n]\nrollover = 3\n')
    assert run("config", "deck_folders", '["c"]').exit_code == 0
    assert file.read_text() == 'deck_folders = ["c"]\nrollover = 3\n'


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("new_per_day", "many", "new_per_day"),
        ("new_per_day", "1.5", "must be a whole number from 0 to 9999"),
        ("new_per_day", "10000", "must be a whole number from 0 to 9999"),
        ("desired_retention", "0.5", "must be a number from 0.7 to 0.99"),
        ("desired_retention", "true", "must be a number from 0.7 to 0.99"),
        ("learning_steps", "soon", "must be delays such as"),
        ("learning_steps", "0m", "must be delays such as"),
        (
            "learn_ahead",
            "20m 10m",
            'learn_ahead must be one delay such as "20m" (s, m, h or d, to 36500d), or "" for none',
        ),
        ("learn_ahead", "soon", "must be one delay such as"),
        ("learn_ahead", "0m", "must be one delay such as"),
        ("learn_ahead", "'20'", "must be one delay such as"),
        ("learning_steps", "36501d", "must be delays such as"),
        ("learn_ahead", "99999999999999d", "must be one delay such as"),
        (
            "rollover",
            "24",
            "error: nothing was changed: rollover must be a whole number from 0 to 23",
        ),
        ("fuzz", "yes", "fuzz"),
        ("grading", "harsh", "must be one of auto, propose, self"),
        ("grading", 'au"to', "must be one of auto, propose, self"),
        ("grading", '"auto', """grading: '"auto' is not a value"""),
        ("grading", "", "must be one of auto, propose, self"),
        ("new_per_day", "", "new_per_day: '' is not a value"),
        ("new_per_day", "{a = 1, a = 2}", "new_per_day"),
        ("deck_folders", '["caf\udce9"]', "is not a value"),
        ("grading", "caf\udce9", "is not a value"),
        ("new_per_day", "5 # many", "new_per_day: '5 # many' is not a value"),
        ("deck_folders", "~/notes", "Write it as in TOML, such as '[\"~/notes\"]'."),
        ("new_per_day", "ten", "Write it as in TOML, such as '20'."),
        ("rollover", "3\nfuzz = false", "rollover"),
        ("new_per_day", "9" * 5_000, "is not a value"),
        ("deck_folders", "[" * 3_000, "is not a value"),
        ("new_per_day", "{a = " * 3_000, "is not a value"),
        ("learn_ahead", "9" * 5_000 + "d", "must be one delay"),
        ("learning_steps", "99999999999d", "must be delays"),
        ("deck_folders", '"' * 100_000, "is not a value"),
        ("deck_folders", '["~nosuchuser"]', "must be a list of folder names"),
        ("deck_folders", r'["nul\u0000"]', "must be a list of folder names"),
    ],
)
def test_wrong_value(run: Run, file: Path, name: str, value: str, message: str) -> None:
    """What a setting cannot be is refused with what it can, and the file is not touched."""
    result = run("config", name, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert "\n  " in result.stderr
    assert file.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("new_per_day = -1\ncolour = 'red'\n", ["unknown setting 'colour'", "new_per_day must be"]),
        ("new_per_day =\n", ["cannot read the settings", "line 1"]),
        ("[deck]\nrollover = 3\n", ["unknown setting 'deck'"]),
        ("rollover = 3\nrollover = 4\n", ["cannot read the settings", "line 2"]),
        ("deck.rollover = 3\n", ["unknown setting 'deck'"]),
        (f"rollover = {'9' * 5_000}\n", ["cannot read the settings", "5000 digits"]),
        (f"deck_folders = {'[' * 2_000}\n", ["cannot read the settings", "nested too deeply"]),
        ("a = " + "[[], " * 2_000 + "\n", ["cannot read the settings", "nested too deeply"]),
        ("#" * 2**20 + "#\n", ["cannot read the settings", "larger than 1 MiB"]),
        (f"rollover = {'9' * 5_000}\n", ["cannot read the settings"]),
        (f"rollover = {'[' * 5_000}\n", ["cannot read the settings"]),
        (f"learning_steps = '{'9' * 5_000}m'\n", ["learning_steps must be delays"]),
        (f"fsrs_parameters = [{'9' * 400}{', 1' * 20}]\n", ["fsrs_parameters must be a list"]),
    ],
    ids=[
        "values",
        "no-toml",
        "section",
        "twice",
        "dotted-name",
        "digits",
        "brackets",
        "closed-brackets",
        "size",
        "long-number",
        "deep",
        "long-delay",
        "large-weight",
    ],
)
def test_wrong_file(run: Run, file: Path, text: str, messages: list[str]) -> None:
    """Every command says what is wrong in the file and where it is, and studies nothing."""
    file.write_text(text, encoding="utf-8")
    for command in (["next"], ["config"], ["config", "rollover", "3"]):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert str(file) in result.stderr
        assert [message for message in messages if message not in result.stderr] == []
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_file_that_is_none(run: Run, file: Path) -> None:
    """A pipe or a folder in its place is named, and nothing waits for it."""
    for make in (os.mkfifo, os.mkdir):
        file.unlink()
        make(file)
        for command in (["next"], ["config"], ["config", "rollover", "3"]):
            result = run(*command)
            assert (result.exit_code, result.stdout) == (1, "")
            assert f"cannot read the settings in {file}: it is not a file" in result.stderr


def test_file_that_is_no_text(run: Run, file: Path) -> None:
    """A settings file in another encoding is named, by reading and by changing."""
    file.write_bytes(b"# caf\xe9\nrollover = 3\n")
    for command in (["next"], ["config"], ["config", "rollover", "3"]):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"cannot read the settings in {file}" in result.stderr
    assert file.read_bytes() == b"# caf\xe9\nrollover = 3\n"


def test_folder_in_the_place_of_the_file(run: Run, home: Path) -> None:
    """A settings file that cannot be read is named, by reading and by changing."""
    (home / "config.toml").mkdir(parents=True)
    for command in (["next"], ["config"], ["config", "rollover", "3"]):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (1, "")
        assert f"cannot read the settings in {home / 'config.toml'}" in result.stderr


def test_a_wrong_setting_can_be_mended(run: Run, file: Path) -> None:
    """The command that changes settings also changes one that is wrong in the file."""
    file.write_text('# Mine.\nnew_per_day = "x"\n')
    assert run("config", "new_per_day", "10").exit_code == 0
    assert file.read_text() == "# Mine.\nnew_per_day = 10\n"


@pytest.mark.parametrize(
    ("ahead", "asked"),
    [("1801s", "river"), ("1799s", None), ("", None)],
    ids=["above", "below", "none"],
)
def test_learn_ahead(
    run: Run, make_deck: Callable[[str, str], Path], ahead: str, asked: str | None
) -> None:
    """A step is asked ahead of its time by up to the delay that is set, and by no more."""
    make_deck("rivers", "deck: rivers\ncards: [{id: river, question: Q?, answer: A}]\n")
    for name, value in (("learning_steps", "30m 1h"), ("learn_ahead", ahead)):
        assert run("config", name, value).exit_code == 0
    assert run("answer", "river", "again").exit_code == 0
    card = values(run("next", "--json"))["card"]
    assert (card and card["id"]) == asked


def test_folder_of_decks(run: Run, home: Path, tmp_path: Path, no_shipped_decks: None) -> None:
    """Decks of a folder in the settings are studied; the learner's own of that name goes first."""
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "rivers.yaml").write_text("deck: rivers\ncards:\n  - {question: Q?, answer: A}\n")
    assert values(run("decks", "--json")) == []
    assert run("config", "deck_folders", f"['{folder.as_posix()}']").exit_code == 0
    [deck] = values(run("decks", "--json"))
    assert (deck["deck"], deck["path"]) == ("rivers", str(folder / "rivers.yaml"))
    own = home / "decks" / "rivers.yaml"
    own.parent.mkdir()
    own.write_text("deck: rivers\ntitle: Mine\ncards: []\n")
    [deck] = values(run("decks", "--json"))
    assert (deck["title"], deck["path"]) == ("Mine", str(own))


def test_parameters_that_cannot_be(run: Run, file: Path) -> None:
    """Weights out of range are a wrong setting, not a failure of the scheduler."""
    file.write_text(f"fsrs_parameters = {[-50] * 21}\n")
    result = run("next")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("studycards: error: fsrs_parameters in the settings: ")
    assert "Correct it, or write [] for the defaults." in result.stderr


def parameters(home: Path) -> list[float]:
    """The parameters in force, as the history has them."""
    changes = rows(home, "select payload from actions where kind = 'rules' order by at")
    found: list[float] = loads(changes[-1][0])["parameters"]
    return found


def test_parameters_are_adopted_once(run: Run, file: Path, home: Path) -> None:
    """Weights found in the file become an event; without the line they stay, [] gives them up."""
    others = [round(weight * 1.02, 4) for weight in DEFAULT_PARAMETERS]
    file.write_text(f"fsrs_parameters = {others}\n")
    for _ in range(2):
        assert run("next").exit_code == 0
    assert rows(home, "select count(*) from actions where kind = 'rules'") == [(1,)]
    assert parameters(home) == others
    file.write_text("")
    assert run("next").exit_code == 0
    assert parameters(home) == others
    file.write_text("fsrs_parameters = []\n")
    assert run("next").exit_code == 0
    assert parameters(home) == list(DEFAULT_PARAMETERS)


def test_rules_of_another_device(run: Run, home: Path) -> None:
    """What another device set is shown as what holds; a value set here holds from then on."""
    assert run("next").exit_code == 0
    with closing(open_history(home / "studycards.db")) as db:
        log = Log(db)
        log.change_rules({"rollover": 6}, NOW)
    assert values(run("config", "rollover", "--json")) == {"rollover": 6}
    assert values(run("config", "rollover", "4", "--json")) == {"rollover": 4}
    assert values(run("config", "rollover", "--json")) == {"rollover": 4}


def test_a_broken_history_hides_no_setting(run: Run, home: Path) -> None:
    """The settings are shown, and changed, where the history cannot be opened."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "studycards.db").write_text("scribble " * 1_000)
    assert values(run("config", "rollover", "--json")) == {"rollover": 4}
    assert values(run("config", "rollover", "6", "--json")) == {"rollover": 6}
