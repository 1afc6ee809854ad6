"""The judge of typed answers: right, a slip of the fingers, or wrong."""

from __future__ import annotations

import time
import tracemalloc
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.asking import Judgement, Verdict
from studycards.cards.fields import FieldProblem
from studycards.cards.judging import LONGEST, Expected, judge, recognized
from studycards.cards.judging.deriving import comparison
from studycards.cards.notes import problems_of_note
from studycards.cards.typed import COMPARISONS
from tests.cards.library import questions

answers = st.text(min_size=1).filter(lambda text: text.strip())

FORGIVEN = {
    "same": ("object", "object"),
    "case": ("OBJECT", "object"),
    "sharp s": ("STRASSE", "straße"),
    "spaces around": ("  object\t", "object"),
    "spaces within": ("class   method", "class method"),
    "line break": ("class\nmethod", "class method"),
    "decomposed": (unicodedata.normalize("NFD", "café"), "café"),
    "full stop": ("object.", "object"),
    "full stop of the author": ("object", "object."),
    "backticks": ("`object`", "object"),
    "backticks of the author": ("object", "`object`"),
    "punctuation alone": ("...", "..."),
    "minus spaced": ("size(x)-1", "size(x) - 1"),
    "article": ("the zero vector", "zero vector"),
    "hyphen": ("byte pair encoding", "byte-pair encoding"),
    "plural": ("reference cycles", "reference cycle"),
    "irregular plural": ("vertices", "vertex"),
    "British": ("tokeniser", "tokenizer"),
    "Greek": ("σ", "sigma"),
    "TeX": ("$\\eta$", "η"),
    "index": ("h_{t-1}", "hₜ₋₁"),
    "quotes": ("“local precedence”", "local precedence"),
    "brackets": ("(hidden state)", "hidden state"),
    "prompt": ("$ merge sort", "merge sort"),
    "no string": ("''", '""'),
    "acronym too": ("method resolution order (MRO)", "method resolution order"),
}

SLIPS = {
    "two letters swapped": ("objcet", "object"),
    "two of four letters swapped": ("Olso", "Oslo"),
    "a letter missing": ("metaclas", "metaclass"),
    "a letter twice": ("tupple", "tuple"),
    "the last letter twice": ("losslesss", "lossless"),
    "the next key": ("semaohore", "semaphore"),
    "two slips in a long word": ("bidrectioanl", "bidirectional"),
    "the same negation": ("not hashible", "not hashable"),
    "one word of several": ("refernce counting", "reference counting"),
}

OTHERS = {
    "another word": ("tuple", "object"),
    "nothing": ("", "object"),
    "too short for a slip": ("cat", "cut"),
    "another number": ("port 8081", "port 8080"),
    "a number missing": ("port", "port 8080"),
    "another sign": ("1000", "-1000"),
    "another sign in a text": ("it is -1000", "it is 1000"),
    "another operator": ("=", ":="),
    "an operator reversed": ("=", "!="),
    "a fraction": ("5", ".5"),
    "a suffix": ("py", ".py"),
    "two letters apart swapped": ("abcd", "dbca"),
    "a power": ("x2", "x²"),
    "nothing for a backtick": ("", "`"),
    "the opposite": ("immutable", "mutable"),
    "the opposite of a negation": ("hashable", "unhashable"),
    "a negation missing": ("is hashable", "is not hashable"),
    "always for never": ("always in fine-tuning", "never in fine-tuning"),
    "another prefix": ("decoder", "encoder"),
    "a prefix missing": ("computes", "recomputes"),
    "another form": ("encoded", "encoder"),
    "another word of the field": ("polling", "pooling"),
    "a letter of another word": ("mode", "node"),
    "a Boolean": ("Flase", "False"),
    "a unit": ("bytess", "bytes"),
    "letters with signs": ("low | set", "low | est"),
    "an acronym": ("GELU", "SELU"),
    "a name of code": ("StopIteratoin", "StopIteration"),
}


@pytest.mark.parametrize(("typed", "answer"), FORGIVEN.values(), ids=FORGIVEN)
def test_right(typed: str, answer: str) -> None:
    """What a reader takes for the same answer is the same."""
    assert judge(typed, Expected((answer,))) == Judgement(Verdict.RIGHT, typed)


@pytest.mark.parametrize(("typed", "answer"), SLIPS.values(), ids=SLIPS)
def test_nearly(typed: str, answer: str) -> None:
    """A slip of the fingers is told from another answer."""
    assert judge(typed, Expected((answer,))) == Judgement(Verdict.NEARLY, typed)


@pytest.mark.parametrize(("typed", "answer"), OTHERS.values(), ids=OTHERS)
def test_wrong(typed: str, answer: str) -> None:
    """Another answer is wrong, however few characters make it another."""
    assert judge(typed, Expected((answer,))) == Judgement(Verdict.WRONG, typed)


def test_case_that_matters() -> None:
    """Where the author says that case matters, it does, and no slip is forgiven."""
    expected = Expected(("Counter",), compare="text", case_sensitive=True)
    verdicts = [judge(typed, expected).verdict for typed in ("Counter", "counter", "Conuter")]
    assert verdicts == [Verdict.RIGHT, Verdict.WRONG, Verdict.WRONG]


@pytest.mark.parametrize(
    ("asked", "typed", "verdict"),
    [
        ("Which letters does it hold?", "abc", Verdict.RIGHT),
        ("What is `'abc'` in capitals?", "abc", Verdict.WRONG),
        ("What comes of abc in a shouting voice?", "abc", Verdict.WRONG),
        ("What comes of ABC?", "abc", Verdict.RIGHT),
    ],
)
def test_case_that_is_the_point(asked: str, typed: str, verdict: Verdict) -> None:
    """Another case is wrong where it only repeats the question, or case is asked about."""
    assert judge(typed, Expected(("ABC",), asked=asked)).verdict is verdict


WRONG = {"decoder": "BERT keeps only the encoder.", "unidirectional": ""}


@pytest.mark.parametrize(
    ("typed", "judgement"),
    [
        ("encoder", Judgement(Verdict.RIGHT, "encoder")),
        ("decoder", Judgement(Verdict.WRONG, "decoder", reason="BERT keeps only the encoder.")),
        ("The Decoder.", Judgement(Verdict.WRONG, "The Decoder.", reason=WRONG["decoder"])),
        ("decodre", Judgement(Verdict.WRONG, "decodre", reason=WRONG["decoder"])),
        ("unidirectional", Judgement(Verdict.WRONG, "unidirectional")),
        ("embedding", Judgement(None, "embedding")),
    ],
)
def test_listed_as_wrong(typed: str, judgement: Judgement) -> None:
    """What an author lists as wrong is wrong in every form, with its reason."""
    assert recognized(typed, Expected(("encoder",), WRONG)) == judgement


def test_a_listed_answer_is_no_slip() -> None:
    """A listed answer that looks like a slip of the right one is wrong."""
    assert judge("causal", Expected(("casual",))).verdict is Verdict.WRONG
    assert judge("casaul", Expected(("casual",))).verdict is Verdict.NEARLY
    assert judge("casaul", Expected(("casual",), {"casaul": "no word"})).reason == "no word"


DERIVED = {
    "complexity": [
        ("O(n log n)", "?"), ("Θ(n²)", "?"), ("quadratic", "How does the time grow?"), ("`O(1)`", "?"),
    ],
    "number": [
        ("57", "?"), ("-3", "?"), ("29%", "?"), ("1/3", "?"), ("6,000,000", "?"), ("112 GB", "?"), ("two", "?"),
        ("1e-3", "?"), ("3 layers", "?"), ("2x", "By what factor?"),
    ],
    "formula": [("2m", "How often for m letters?"), ("12H²", "?"), ("√n", "?"), ("n(n-1)/2", "?"), ("t+1", "?")],
    "python": [
        ("D.__mro__", "?"), ("super(K, self)", "?"), ("StopIteration", "?"), ("__new__", "?"), ("a[::2]", "?"),
        ("frozenset", "?"), ("use_reentrant=False", "?"), ("[1, 2]", "?"), (":=", "?"), ("*args", "?"),
        ("from math import sqrt", "?"), ("pop", "Which method of a Python list?"), ("collections.abc", "?"),
    ],
    "path": [("/etc/passwd", "?"), ("~/.ssh", "?"), ("setup.py", "?"), (".gitignore", "?")],
    "command": [
        ("python -m pdb demo.py", "?"), ("ls -la", "?"), ("PYTHONBREAKPOINT=0", "?"), ("ll", "Which pdb command?"),
        ("-i", "Which option of the shell command?"), ("b 4, i == 3", "Type the pdb command."),
    ],
    "text": [
        ("encoder", "?"), ("byte-pair encoding", "?"), ("x_t", "?"), ("a | bc", "?"), ("object", "?"),
        ("global interpreter lock", "?"), ("3.10", "Since which version of Python?"), ("e.g.", "?"), ("[CLS]", "?"),
        ("n-gram", "?"), ("find the smallest", "?"), ("4 x 3", "What shape?"), ("F1", "?"), ("True", "?"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", DERIVED)
def test_derived(kind: str) -> None:
    """What an answer is compared by follows from it and its question."""
    derived = {answer: comparison(answer, asked) for answer, asked in DERIVED[kind]}
    assert derived == dict.fromkeys(derived, kind)


def test_derived_from_what_stands_before_a_gap() -> None:
    """`log n` within `O(…)` is a complexity."""
    note = {"kind": "cloze", "text": "Searching takes O({{c1::log n}}) steps."}
    judge = questions(note)["c1"].judge
    assert [judge(typed).verdict for typed in ("log(n)", "lg n", "n log n")] == [
        Verdict.RIGHT,
        Verdict.RIGHT,
        Verdict.WRONG,
    ]


def verdict(answer: str, typed: str, **fields: object) -> Verdict | None:
    """What a typed card makes of an answer."""
    note = {"kind": "typed", "question": "?", "answer": answer, **fields}
    assert problems_of_note(note) == []
    return questions(note)[""].judge(typed).verdict


COMPARED = {
    "text": ("8", "`8`", "9"),
    "exact": ("#!/bin/sh", " #!/bin/sh\n", "#! /bin/sh"),
    "number": ("0.25", "1/4", "0.026"),
    "complexity": ("n", "O(n)", "O(n²)"),
    "python": ("f( x )", "f(x)", "f(X)"),
    "path": ("src/a.py", "./src/a.py", "src/A.py"),
    "command": ("ls -la x", "ls -a -l x", "ls -la X"),
    "set": ("list, dict, set", "set dict list", "list, dict"),
    "formula": ("m + m", "2m", "m²"),
}


@pytest.mark.parametrize("compare", COMPARISONS)
def test_comparisons(compare: str) -> None:
    """An author can say what an answer is compared by."""
    answer, right, wrong = COMPARED[compare]
    assert verdict(answer, right, compare=compare) is Verdict.RIGHT
    assert verdict(answer, wrong, compare=compare) is Verdict.WRONG


def test_settings_that_cannot_be() -> None:
    """An unknown comparison and an invalid tolerance are named, with what can be."""
    note = {"kind": "typed", "question": "?", "answer": "1", "compare": "magic", "tolerance": "x"}
    assert problems_of_note(note) == [
        FieldProblem(
            "compare",
            "unknown comparison 'magic'",
            "Write one of text, exact, number, complexity, python, path, command, set, formula.",
        ),
        FieldProblem("tolerance", "'x' is not a tolerance", "Write it like 0.01 or 5%."),
    ]


HOSTILE = {
    "5 MB": "a" * 5_000_000,
    "5 MB of words": "wrong word " * 450_000,
    "deep brackets": "(" * 5_000,
    "deep lists": "[" * 100_000 + "1",
    "signs": "-" * 4_900 + "1",
    "powers": "9**" * 1_600 + "9",
    "a tower": "9^9^9^9^9^9^9",
    "a large exponent": "1e999999999",
    "digits": "9" * 4_990,
    "factorials": "n" + "!" * 200,
    "marks": "a" + "\u0315\u0300" * 2_400,
    "quotes": "'" * 4_999,
    "commas": "a," * 2_400,
    "spaces": "a " * 2_400,
    "backslashes": "\\" * 4_900,
    "null bytes": "\0" * 4_900,
    "half a pair": "\ud800" * 100,
    "equal signs": "a=" * 2_400,
    "options": "ls " + "-a " * 1_600,
    "letters": "abcdefgh" * 600,
    "lines": "x\n" * 2_400,
    "underscores": "_" * 4_900,
    "dots": "a." * 2_400,
    "numbers": "1 " * 2_400,
}
ANSWERS = {"text": "reference counting", "number": "3.5", "complexity": "O(n log n)", "python": "f(x)"} | {
    "path": "src/a", "command": "ls -l", "set": "a, b", "formula": "n + 1", "exact": "x",
}  # fmt: skip


@pytest.mark.parametrize("compare", ANSWERS)
def test_hostile_answers(compare: str) -> None:
    """Whatever is typed, there is a verdict, and its time does not explode."""
    expected = Expected((ANSWERS[compare],), {"another": ""}, compare=compare)
    judge("x", expected)  # imports
    for text in HOSTILE.values():
        for typed in (text, text[: LONGEST - 1]):
            began = time.process_time()
            assert judge(typed, expected).verdict is Verdict.WRONG
            assert time.process_time() - began < 5


def test_memory_of_a_verdict() -> None:
    """A verdict on 5 MB takes little memory beside them."""
    expected = Expected(("reference counting",))
    judge("x", expected)  # imports
    tracemalloc.start()
    judge(HOSTILE["5 MB of words"], expected)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 2**20


@pytest.mark.parametrize("text", [text for text in HOSTILE.values() if len(text) < 10_000])
def test_hostile_authors(text: str) -> None:
    """An author's text is right as written, however strange."""
    assert judge(text, Expected((text,))).verdict is Verdict.RIGHT
    assert judge("something else", Expected((text,))).verdict is Verdict.WRONG


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(answers, min_size=1, max_size=4), st.booleans(), st.sampled_from(COMPARISONS))
def test_every_accepted_form_is_right(accepted: list[str], case: bool, compare: str) -> None:
    """Each accepted answer is right as written, and between spaces."""
    expected = Expected(tuple(accepted), compare=compare, case_sensitive=case)
    for answer in accepted:
        for typed in (answer, f"  {answer} "):
            assert judge(typed, expected) == Judgement(Verdict.RIGHT, typed)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(answers, answers, st.sampled_from(("", *COMPARISONS)))
def test_judging_never_raises(typed: str, answer: str, compare: str) -> None:
    """Any text gets a verdict."""
    assert judge(typed, Expected((answer,), {"x": "y"}, typed, compare=compare)).verdict is not None


@settings(derandomize=True, deadline=None, max_examples=60)
@given(answers | st.text(alphabet="`.,;:!? ", min_size=1).filter(str.strip))
def test_nothing_is_never_right(answer: str) -> None:
    """No answer is given by pressing Enter."""
    assert judge("", Expected((answer,))).verdict is Verdict.WRONG
    assert judge("  ", Expected((answer,))).verdict is Verdict.WRONG


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.from_regex(r"-?[1-9][0-9]{0,6}(\.[0-9]{1,3})?", fullmatch=True), st.data())
def test_no_slip_in_a_number(answer: str, data: st.DataObject) -> None:
    """A number with one character changed is right or wrong, never nearly right."""
    place = data.draw(st.integers(0, len(answer) - 1))
    typed = answer[:place] + data.draw(st.sampled_from("0123456789-. ")) + answer[place + 1 :]
    assert judge(typed, Expected((answer,))).verdict is not Verdict.NEARLY
