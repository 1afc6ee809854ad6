"""The table of fields: what an author may write, and every problem with it at once."""

from __future__ import annotations

import pytest

from studycards.cards import KINDS, kind_named
from studycards.cards.fields import COMMON_FIELDS, Fields, Version, is_kebab, runs_on
from studycards.cards.notes import problems_of_note

BASIC = {"question": "q", "answer": "a"}
TYPED = BASIC | {"kind": "typed"}
CHOICE = {"kind": "choice", "question": "q", "options": ["a", "b"], "answer": "a"}
ORDER = {"kind": "order", "question": "q", "answer": ["a", "b"]}

CLOZE = {"kind": "cloze", "text": "An {{c1::a}} and a {{c2::b}}."}

PROBLEMS: dict[str, tuple[Fields, list[tuple[str, str]]]] = {
    "none": (BASIC, []),
    "unknown kind": (BASIC | {"kind": "Basic"}, [("kind", "unknown kind 'Basic'")]),
    "kind of another type": (BASIC | {"kind": ["basic"]}, [("kind", "kind")]),
    "missing": ({"kind": "typed"}, [("", "'question' is missing"), ("", "'answer' is missing")]),
    "unknown field": (BASIC | {"anwser": "a"}, [("anwser", "unknown field 'anwser'")]),
    "field of another kind": (BASIC | {"code": "1"}, [("code", "unknown field 'code'")]),
    "text": (BASIC | {"question": ["q"]}, [("question", "'question' must be text")]),
    "texts": (BASIC | {"tags": "oop"}, [("tags", "'tags' must be a list of texts")]),
    "texts within": (BASIC | {"tags": ["a", ["b"]]}, [("tags", "must be a list of texts")]),
    "mapping": (BASIC | {"ignore": "all"}, [("ignore", "must be a mapping from names to texts")]),
    "mapping within": (BASIC | {"ignore": {"x": ["y"]}}, [("ignore", "must be a mapping")]),
    "switch": (BASIC | {"reversed": "yes"}, [("reversed", "'reversed' must be true or false")]),
    "text or texts": (CHOICE | {"answer": {"a": "b"}}, [("answer", "a text or a list of texts")]),
    "version": (BASIC | {"answer": {"3": "a"}}, [("answer", "mapping from Python version")]),
    "version within": (BASIC | {"answer": {"3.8": ["a"]}}, [("answer", "from Python version")]),
    "version, huge": (BASIC | {"answer": {f"3.{'9' * 5_000}": "a"}}, [("answer", "version")]),
    "empty text": (BASIC | {"answer": ""}, [("answer", "'answer' is empty")]),
    "blank text": (BASIC | {"answer": " \n"}, [("answer", "empty")]),
    "empty list": (BASIC | {"tags": []}, [("tags", "'tags' is empty")]),
    "empty item": (TYPED | {"accept": ["x", ""]}, [("accept", "empty")]),
    "empty mapping": (BASIC | {"answer": {}}, [("answer", "'answer' is empty")]),
    "empty text by version": (BASIC | {"answer": {"3.8": ""}}, [("answer", "empty")]),
    "id": (BASIC | {"id": "Mro Diamond"}, [("id", "'Mro Diamond' is not kebab-case")]),
    "id with others": (
        {"id": "Mro", "question": "q", "x": "y"},
        [("id", "'Mro' is not kebab-case"), ("x", "unknown field"), ("", "'answer' is missing")],
    ),
    "one option": (CHOICE | {"options": ["a"]}, [("options", "there is nothing to choose")]),
    "same options": (CHOICE | {"options": ["a", "b", "b"]}, [("options", "the same option")]),
    "no option": (CHOICE | {"answer": "c"}, [("answer", "'c' is not one of the options")]),
    "no options": (
        CHOICE | {"answer": ["a", "c", "d"]},
        [("answer", "'c' is not one of the options"), ("answer", "'d' is not one of the options")],
    ),
    "same answers": (CHOICE | {"answer": ["a", "a"]}, [("answer", "twice")]),
    "one item": (ORDER | {"answer": ["a"]}, [("answer", "there is nothing to order")]),
    "wrong": (BASIC | {"wrong": ["x", "y"]}, []),
    "wrong with reasons": (BASIC | {"wrong": {"x": "because"}}, []),
    "wrong text": (BASIC | {"wrong": "x"}, [("wrong", "'wrong' must be a list of texts, or a")]),
    "wrong within": (BASIC | {"wrong": {"x": ["y"]}}, [("wrong", "must be a list of texts, or")]),
    "wrong, empty reason": (BASIC | {"wrong": {"x": ""}}, [("wrong", "'wrong' is empty")]),
    "gaps": (CLOZE | {"accept": {"c1": ["x"]}, "wrong": {"c1": ["y"], "c2": {"z": "no"}}}, []),
    "gaps as a list": (CLOZE | {"accept": ["x"]}, [("accept", "a mapping from gaps such as c1")]),
    "gap with a text": (CLOZE | {"accept": {"c1": "x"}}, [("accept", "to lists of texts")]),
    "gap without texts": (CLOZE | {"wrong": {"c1": {}}}, [("wrong", "'wrong' is empty")]),
    "no such gap": (
        CLOZE | {"accept": {"c3": ["x"]}, "wrong": {"1": ["x"]}},
        [("accept", "there is no gap 'c3'"), ("wrong", "there is no gap '1'")],
    ),
    "python": (BASIC | {"python": ">=3.11, <3.14"}, []),
    "python, one version": (BASIC | {"python": "3.13"}, [("python", "'3.13' is no range")]),
    "python, no version": (BASIC | {"python": ">=3.11,"}, [("python", "no range of versions")]),
    "python, huge": (BASIC | {"python": f">=3.{'9' * 5_000}"}, [("python", "no range")]),
    "same items": (ORDER | {"answer": ["a", "b", "a"]}, [("answer", "the same item appears")]),
}


@pytest.mark.parametrize(("fields", "expected"), PROBLEMS.values(), ids=PROBLEMS)
def test_problems(fields: Fields, expected: list[tuple[str, str]]) -> None:
    """Everything that is wrong with a note is found, with the field it is about."""
    found = sorted(problems_of_note(fields), key=lambda problem: problem.field)
    assert [problem.field for problem in found] == sorted(field for field, _ in expected)
    for problem, (_, part) in zip(found, sorted(expected, key=lambda e: e[0]), strict=True):
        assert part in problem.message


def test_fields_of_a_kind_have_one_meaning() -> None:
    """No kind gives a field that all share another meaning."""
    shared = {field.name for field in COMMON_FIELDS}
    own = {kind: [field.name for field in kind_named(kind).fields] for kind in KINDS}
    assert {kind: len(set(names)) for kind, names in own.items()} == {
        kind: len(names) for kind, names in own.items()
    }
    assert [kind for kind, names in own.items() if shared & set(names)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mro-diamond", True),
        ("3-10", True),
        ("x", True),
        ("Mro", False),
        ("mro_diamond", False),
        ("-mro", False),
        ("mro-", False),
        ("mro--diamond", False),
        ("mró", False),
        ("mro diamond", False),
        ("mro\n", False),
        ("", False),
    ],
)
def test_kebab(text: str, expected: bool) -> None:
    """Lower-case ASCII words and digits, joined by single hyphens."""
    assert is_kebab(text) is expected


@pytest.mark.parametrize(
    ("python", "expected"),
    [
        ({}, [(3, 9), (3, 10), (3, 13), (3, 14)]),
        ({"python": ">=3.10"}, [(3, 10), (3, 13), (3, 14)]),
        ({"python": ">3.10,<=3.13"}, [(3, 13)]),
        ({"python": " < 3.13 , != 3.9 "}, [(3, 10)]),
        ({"python": "==3.14"}, [(3, 14)]),
    ],
    ids=str,
)
def test_versions_of_python(python: Fields, expected: list[Version]) -> None:
    """The code of a note runs on the versions within all bounds, on all without a bound."""
    assert [v for v in ((3, 9), (3, 10), (3, 13), (3, 14)) if runs_on(python, v)] == expected
