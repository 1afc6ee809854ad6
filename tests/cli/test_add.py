"""Writing a card in one line: the text appended, and what is refused with nothing written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.testing import Result

from studycards.collection import Collection
from studycards.collection.authoring import add_note, checked
from studycards.decks.find import shipped_folder
from tests.cli.library import values

Run = Callable[..., Result]

DECK = """\
# The capitals that one ought to know.
deck: capitals
cards:

  - id: france   # since 987
    question: What is the capital of France?
    answer: Paris

  # Italy is next.
"""


@pytest.fixture
def capitals(make_deck: Callable[[str, str], Path]) -> Path:
    """A deck with comments and blank lines."""
    return make_deck("capitals", DECK)


def files(home: Path) -> dict[str, bytes]:
    """All deck files of the learner."""
    return {path.name: path.read_bytes() for path in (home / "decks").glob("*")}


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param(
            ["-q", "Of Norway?", "-a", "Oslo", "--id", "norway"],
            "  - id: norway\n    question: Of Norway?\n    answer: Oslo\n",
            id="basic",
        ),
        pytest.param(
            ["-q", "A: b?", "-a", "yes", "--id", "x", "-e", "#1", "--tag", "t", "--tag", "u",
             "--reversed"],
            "  - id: x\n    question: 'A: b?'\n    answer: 'yes'\n    reversed: true\n"
            "    explanation: '#1'\n    tags:\n      - t\n      - u\n",
            id="everything-of-a-basic",
        ),
        pytest.param(
            ["--kind", "cloze", "--text", "Oslo is in {{c1::Norway}}.", "--id", "x"],
            "  - id: x\n    kind: cloze\n    text: Oslo is in {{c1::Norway}}.\n",
            id="cloze",
        ),
        pytest.param(
            ["--kind", "typed", "-q", "Q?", "-a", "Oslo", "--accept", "Christiania", "--id", "x"],
            "  - id: x\n    kind: typed\n    question: Q?\n    answer: Oslo\n    accept:\n"
            "      - Christiania\n",
            id="typed",
        ),
        pytest.param(
            ["--kind", "choice", "-q", "Q?", "--option", "Oslo", "--option", "Bergen", "-a",
             "Oslo", "--id", "x"],
            "  - id: x\n    kind: choice\n    question: Q?\n    options:\n      - Oslo\n"
            "      - Bergen\n    answer: Oslo\n",
            id="choice-of-one",
        ),
        pytest.param(
            ["--kind", "choice", "-q", "Q?", "--option", "a", "--option", "b", "--option", "c",
             "-a", "a", "-a", "b", "--id", "x"],
            "  - id: x\n    kind: choice\n    question: Q?\n    options:\n      - a\n      - b\n"
            "      - c\n    answer:\n      - a\n      - b\n",
            id="choice-of-several",
        ),
        pytest.param(
            ["--kind", "order", "-q", "Q?", "-a", "one", "-a", "two", "--id", "x"],
            "  - id: x\n    kind: order\n    question: Q?\n    answer:\n      - one\n      - two\n",
            id="order",
        ),
        pytest.param(
            ["--kind", "output", "--code", "{file}", "-a", "1\n2", "--id", "x"],
            "  - id: x\n    kind: output\n    code: |\n      print(1)\n      print(2)\n"
            "    answer: |-\n      1\n      2\n",
            id="output",
        ),
        pytest.param(
            ["--kind", "exercise", "-q", "Q?", "--field", "solution=@{file}", "--field",
             "tests=assert 1 == 1", "--id", "x"],
            "  - id: x\n    kind: exercise\n    question: Q?\n    solution: |\n      print(1)\n"
            "      print(2)\n    tests: assert 1 == 1\n",
            id="exercise",
        ),
        pytest.param(
            ["--kind", "equation", "-q", "Q?", "--field", "tex=a^2", "--field", "unicode=a²",
             "--id", "x"],
            "  - id: x\n    kind: equation\n    question: Q?\n    tex: a^2\n    unicode: a²\n",
            id="equation",
        ),
    ],
)  # fmt: skip
def test_appended_text(
    run: Run, capitals: Path, tmp_path: Path, arguments: list[str], text: str
) -> None:
    """A note of each kind is appended as one would write it; the rest stays as it was."""
    file = tmp_path / "program.py"
    file.write_text("print(1)\nprint(2)\n", encoding="utf-8")
    result = run("add", "capitals", *(word.replace("{file}", str(file)) for word in arguments))
    assert (result.exit_code, result.stderr) == (0, "")
    identity = text.splitlines()[0].removeprefix("  - id: ")
    assert result.stdout == f"Added {identity} to {capitals}\n"
    assert capitals.read_text(encoding="utf-8") == DECK + text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-q", "Q?"], "'answer' is missing"),
        (["-a", "A"], "'question' is missing"),
        (["--kind", "riddle", "-q", "Q?", "-a", "A"], "unknown kind 'riddle'"),
        (["-q", "Q?", "-a", "A", "--id", "Not kebab"], "'Not kebab'"),
        (["-q", "Q?", "-a", "A", "--id", "france"], "the id 'france' is taken"),
        (["-q", "Q?", "-a", "A", "--field", "colour=red"], "unknown field 'colour'"),
        (["-q", "Q?", "-a", "A", "--field", "proof"], "--field proof: there is no '='"),
        (["-q", "Q?", "-a", "A", "--field", "proof=@none.py"], "cannot read none.py"),
        (["-q", "Q?", "--option", "a", "-a", "b", "--kind", "choice"], "not one of the options"),
        (["--kind", "cloze", "--text", "No gap."], "nothing is hidden"),
    ],
    ids=["answer", "question", "kind", "id", "id-taken", "field", "no-equals", "no-file", "option",
         "gap"],
)  # fmt: skip
def test_refused(run: Run, home: Path, capitals: Path, arguments: list[str], message: str) -> None:
    """What makes no note is refused with code 2, and no file changes or appears."""
    before = files(home)
    for deck in ("capitals", "elsewhere"):
        result = run("add", deck, *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr
        assert files(home) == before


def test_near_duplicate(run: Run, home: Path, capitals: Path) -> None:
    """A card that asks nearly the same is refused, in every deck, unless it is forced."""
    before = files(home)
    for deck in ("capitals", "other"):
        result = run("add", deck, "-q", "what is the  capital of france", "-a", "Paris")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "this is a near-duplicate of france; nothing was written" in result.stderr
    assert files(home) == before
    forced = ["-q", "What is the capital of France?!", "-a", "Paris", "--id", "twice", "--force"]
    assert values(run("add", "capitals", *forced, "--json"))["id"] == "twice"
    assert capitals.read_text().startswith(DECK)
    assert capitals.read_text().count("- id: ") == 2


@pytest.mark.parametrize(("answer", "code"), [("Athens", 0), ("Paris", 1)])
def test_another_answer(run: Run, capitals: Path, answer: str, code: int) -> None:
    """A question of the same form with another answer is another card, for `check` as well."""
    added = ["capitals", "-q", "What is the capital of Greece?", "-a", answer, "--id", "greece"]
    assert run("add", *added).exit_code == code
    run("add", *added, "--force")
    assert ("SC107" in run("check", "capitals").stdout) is (code == 1)


def test_new_deck(run: Run, home: Path, capitals: Path) -> None:
    """A deck that does not exist is made, with its schema for editors beside it."""
    result = run("add", "rivers", "--title", "Long rivers", "-q", "Of Egypt?", "-a", "Nile",
                 "--id", "egypt")  # fmt: skip
    assert result.stdout == f"Added egypt to {home / 'decks' / 'rivers.yaml'}\n"
    assert (home / "decks" / "rivers.yaml").read_text() == (
        "# yaml-language-server: $schema=deck.schema.json\n"
        "deck: rivers\n"
        "title: Long rivers\n"
        "cards:\n"
        "  - id: egypt\n"
        "    question: Of Egypt?\n"
        "    answer: Nile\n"
    )
    assert files(home)["deck.schema.json"] == (shipped_folder() / "deck.schema.json").read_bytes()
    assert values(run("next", "rivers", "--json"))["card"]["id"] == "egypt"


def test_id_from_the_question(run: Run, home: Path, capitals: Path) -> None:
    """Without an id one is made of the words of the question, the same each time."""
    first = values(run("add", "rivers", "-q", "Which river is in Egypt?", "-a", "Nile", "--json"))
    assert first["id"].startswith("which-river-is-in-egypt-")
    again = run("add", "rivers", "-q", "Which river is in Egypt?", "-a", "Nile", "--force")
    assert f"the id '{first['id']}' is taken" in again.stderr
    assert f"  - id: {first['id']}\n" in (home / "decks" / "rivers.yaml").read_text()


def test_a_name_that_is_none_for_a_deck(run: Run, home: Path, capitals: Path) -> None:
    """A new deck needs a kebab-case name; one with a path in it cannot leave the folder."""
    before = files(home)
    for name in ("Rivers", "../rivers", "the rivers"):
        result = run("add", name, "-q", "Of Egypt?", "-a", "Nile")
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"'{name}' is not a valid deck name" in result.stderr
    assert files(home) == before


def test_shipped_deck_is_copied_first(run: Run, home: Path) -> None:
    """A card for a deck that came along goes to a copy of the learner's, after all its text."""
    shipped = shipped_folder() / "python-mro.yaml"
    before = shipped.read_bytes()
    found = values(run("add", "python-mro", "-q", "Which class ends every MRO?", "-a", "object",
                       "--id", "mro-last-class", "--json"))  # fmt: skip
    copy = home / "decks" / "python-mro.yaml"
    assert found == {"id": "mro-last-class", "deck": "python-mro", "path": str(copy)}
    assert shipped.read_bytes() == before
    assert copy.read_bytes() == before + (
        b"  - id: mro-last-class\n    question: Which class ends every MRO?\n    answer: object\n"
    )
    decks = {deck["deck"]: deck for deck in values(run("decks", "--json"))}
    assert decks["python-mro"]["path"] == str(copy)
    assert values(run("check", "python-mro", "--json")) == []


def test_history_goes_on_in_the_copy(run: Run, home: Path) -> None:
    """The cards of the copy are those that were studied in the shipped deck."""
    values(run("answer", "mro-diamond", "easy", "--json"))
    values(run("add", "python-mro", "-q", "Which class ends every MRO?", "-a", "object", "--json"))
    found = values(run("stats", "python-mro", "--json"))
    assert found["cards"]["young"] == 1


def test_what_was_added_is_in_order(run: Run, capitals: Path) -> None:
    """`check` has nothing to say about the layout of what `add` wrote with all its options."""
    result = run("add", "capitals", "-q", "Which city is the capital of Norway?", "-a", "Oslo",
                 "-e", "Once Christiania.", "--tag", "north", "--field", "proof=assert True",
                 "--field", "source=An atlas", "--id", "norway", "--reversed")  # fmt: skip
    assert result.exit_code == 0
    assert "out of order" not in run("check", "capitals").stdout


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"deck: odd\ncards: [{id: a, question: b, answer: c}]\n", id="flow-style"),
        pytest.param(b'deck: odd\ncards:\n  - id: a\n    question: "b\n', id="broken"),
        pytest.param(b"deck: odd\ncards:\n  - id: caf\xe9\n", id="not-utf-8"),
        pytest.param(
            b"deck: odd\ncards:\n  - {id: a, question: b, answer: c}\ntags: [t]\n",
            id="cards-not-last",
        ),
    ],
)
def test_deck_that_cannot_be_added_to(
    run: Run, home: Path, make_deck: Callable[[str, str], Path], text: bytes
) -> None:
    """A file whose end is not the end of its cards is left alone, and the learner is told why."""
    path = make_deck("odd", "")
    path.write_bytes(text)
    result = run("add", "odd", "-q", "Of Norway?", "-a", "Oslo")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"studycards: error: {path}")
    assert "nothing was written" in result.stderr
    assert files(home) == {"odd.yaml": text}


def test_deck_that_has_gone(capitals: Path, open_collection: Callable[[], Collection]) -> None:
    """A deck that was deleted since it was read is begun anew."""
    collection = open_collection()
    capitals.unlink()
    note = checked({"question": "What is the capital of Italy?", "answer": "Rome"})
    assert add_note(collection, "capitals", note) == capitals
    assert [found["id"] for found in yaml.safe_load(capitals.read_text())["cards"]] == [note["id"]]


def test_file_of_the_name_with_another_deck(
    run: Run, make_deck: Callable[[str, str], Path], home: Path
) -> None:
    """A new deck whose file is taken by another is refused with the reason."""
    path = make_deck("rivers", "deck: lakes\ncards: []\n")
    before = files(home)
    result = run("add", "rivers", "-q", "Of Egypt?", "-a", "Nile")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{path} holds another deck" in result.stderr
    assert files(home)["rivers.yaml"] == before["rivers.yaml"]


def test_shipped_deck_whose_file_name_is_taken(run: Run, home: Path) -> None:
    """A card for a shipped deck never ends in another deck that has a file of the same name."""
    path = home / "decks" / "python-mro.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("deck: mine\ncards: []\n")
    result = run("add", "python-mro", "-q", "Which class ends every MRO?", "-a", "object")
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"{path} holds another deck" in result.stderr
    assert path.read_text() == "deck: mine\ncards: []\n"


def test_windows_newlines_stay(run: Run, capitals: Path) -> None:
    """A deck with CRLF gets a note with CRLF."""
    capitals.write_bytes(DECK.replace("\n", "\r\n").encode())
    values(run("add", "capitals", "-q", "Of Norway?", "-a", "Oslo", "--id", "norway", "--json"))
    added = "  - id: norway\n    question: Of Norway?\n    answer: Oslo\n"
    assert capitals.read_bytes() == (DECK + added).replace("\n", "\r\n").encode()
