"""What an answer is compared by, derived from the answer and its question."""

from __future__ import annotations

import builtins
import re

_COMPLEXITY = re.compile(r"^\$?\\?(?:O|o|Θ|Ω|𝒪|ω|θ|Theta|Omega)\s*\(")
_ABOUT_GROWTH = re.compile(
    r"\b(?:big[- ]?o|o[- ]notation|complexity|grow|time|space|cost|run)", re.IGNORECASE
)
_ABOUT_VERSIONS = re.compile(
    r"\bversions?\b|\breleases?\b|\bwhich Python\b|\bsince Python\b|\bwhat Python\b"
)
_ABOUT_SHAPES = re.compile(r"\b(?:shape|dimensions?)\b")
_ALGEBRA = re.compile(
    r"(?=.*[a-zA-Zα-ω])(?=.*[\d+*/^·×√²³⁰-⁹-])(?:sqrt|log|exp|max|min|[a-zA-Zα-ω](?![a-zA-Z]{2})|[\d\s.+\-*/^()·×−√½²³⁰¹⁴-⁹₀-₉!])+"
)


def comparison(answer: str, asked: str, before: str = "") -> str:
    """What an answer is compared by, as far as it is plain.

    Args:
        answer: The right answer.
        asked: The question.
        before: The text right before a gap.
    """
    answer = answer.strip().strip("`").strip()
    if "\n" in answer or len(answer) > 200:
        return "text"
    if (
        _COMPLEXITY.match(answer)
        or _is_growth(answer, asked)
        or re.search(r"\b[OΘΩ]\(\s*$", before)
    ):
        return "complexity"
    if re.fullmatch(r"\d+\.\d+(\.\d+)?", answer) and _ABOUT_VERSIONS.search(asked):
        return "text"
    if re.fullmatch(r"\d+(?:\.\d+)?[a-zA-Z]", answer) and _is_symbol(answer[-1], asked):
        return "formula"
    if _is_quantity(answer):
        return "number"
    if _is_shape(answer, asked):
        return "text"
    if _is_command(answer, asked):
        return "command"
    if _is_path(answer):
        return "path"
    if _is_python(answer, asked):
        return "python"
    return "formula" if _is_algebra(answer) else "text"


def _is_growth(answer: str, asked: str) -> bool:
    """Whether an answer is a word for a complexity, and one is asked for."""
    if not answer.isascii() or not _ABOUT_GROWTH.search(asked):
        return False
    from studycards.cards.judging.growth import is_complexity  # noqa: PLC0415 - 5 ms

    return is_complexity(answer)


_MAY_BE_A_NUMBER = re.compile(
    r"[\d½⅓⅔¼¾∞]|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred"
    r"|thousand|million|billion|half|third|quarter|\w+th|twice|thrice|double|triple|quadruple|\w+fold|dozen|once)\b",
    re.IGNORECASE,
)


def _is_quantity(answer: str) -> bool:
    if not _MAY_BE_A_NUMBER.search(answer):
        return False
    from studycards.cards.judging.quantities import is_quantity  # noqa: PLC0415 - 10 ms, with fractions

    return is_quantity(answer)


def _is_interval(answer: str) -> bool:
    if not re.search(r"\d.*\d", answer):
        return False
    from studycards.cards.judging.intervals import interval  # noqa: PLC0415 - rare

    return interval(answer) is not None


def _is_shape(answer: str, asked: str) -> bool:
    """Whether an answer is the shape of a matrix, or a range."""
    if re.fullmatch(r"\d+(?:\s*[x×]\s*\d+)+", answer):
        return True
    if re.search(r"\d", answer) and _ABOUT_SHAPES.search(asked):
        return True
    is_list = answer[:1] in ("(", "[") and not _ABOUT_RANGES.search(asked)
    return not is_list and _is_interval(answer)


def _is_symbol(letter: str, asked: str) -> bool:
    return re.search(rf"(?<![a-zA-Z]){letter}(?![a-zA-Z])", asked) is not None


def _is_algebra(answer: str) -> bool:
    return (
        len(answer) > 1
        and _ALGEBRA.fullmatch(answer) is not None
        and not re.fullmatch(r"[\w-]*[a-zA-Z]-[\w-]*|[a-zA-Z]\d+|\d+[A-Z]", answer)
    )


_PROGRAMS = frozenset(
    "python python3 py pip git ls grep egrep tar rm cp mv mkdir rmdir chmod chown du df sort wc head tail uniq cut sed awk diff"
    " curl wget docker pytest ln ps cat cd echo find ssh scp kill xargs sudo make npm node cargo go gcc kubectl man which"
    " touch less more export source uv conda ruff mypy bash sh zsh vim jupyter systemctl apt brew tr tee env rsync zip unzip"
    " ping netstat top history alias".split()
)
_VERBS = frozenset(
    "sort find cut make which more less go head top history source man touch node tail kill diff".split()
)
"""Programs whose names are also read as words."""
_ABOUT_COMMANDS = re.compile(
    r"\b(?:shell|terminal|bash|git|pdb|unix|linux|docker|posix|command[- ]line)\b", re.IGNORECASE
)
_ASKS_A_COMMAND = re.compile(
    r"\b(?:command|option|flag|program|utility|type|prompt)\b", re.IGNORECASE
)


def _is_command(answer: str, asked: str) -> bool:
    """Whether an answer is a command line, an option, or a command that is asked for."""
    first, _, rest = answer.removeprefix("$ ").partition(" ")
    if answer.startswith("$ ") or re.fullmatch(r"[A-Z_][A-Z0-9_]+=\S+", answer):
        return True
    is_wanted = _ABOUT_COMMANDS.search(asked) and _ASKS_A_COMMAND.search(asked)
    if first in _PROGRAMS and rest:
        return bool(is_wanted) or not (first in _VERBS and re.fullmatch(r"[a-z ]+", answer))
    if " " in answer:
        return bool(is_wanted) and re.match(r"[-!.a-z]", answer) is not None
    return bool(is_wanted) and re.fullmatch(r"[-!.]{0,2}[a-z][\w-]{,19}", answer) is not None


_FILE = re.compile(
    r"[\w.-]+\.(?:py|pyc|pyi|ya?ml|toml|txt|json|md|cfg|ini|sh|c|h|cpp|rs|js|ts|html|css|lock|log|conf|csv|ipynb|whl|gz|zip|so|o)"
)


def _is_path(answer: str) -> bool:
    if " " in answer or _FILE.fullmatch(answer):
        return bool(_FILE.fullmatch(answer))
    return (
        re.fullmatch(r"(?:~|\.{1,2})?/[\w.~*{}$/-]*", answer) is not None
        or re.fullmatch(r"\.[a-z]{3,}(?:rc|ignore|env|config|profile)", answer) is not None
    )


_WH = r"\b(?:which|what|name|type|write|give) (?:is the |are the )?(?:(?!kinds?\b|sorts?\b|is\b|are\b|does\b|do\b|can\b|an?\b)[\w'-]+ ){0,3}?"
_ASKS_A_NAME = re.compile(
    _WH
    + r"(?:functions?|methods?|attribute|operator|argument|parameter|variable|class|type|call|expression)\b",
    re.IGNORECASE,
)
_ASKS_FOR_CODE = re.compile(
    _WH
    + r"(?:exception|keyword|built-?in|decorator|dunder|module|statement|(?:string|list|dict|set|file|magic|special)"
    r" method)s?\b",
    re.IGNORECASE,
)
"""Names of code in any language; those above may be of other things."""
_ABOUT_CODE = re.compile(
    r"\b(?:C?Python|pdb|PyTorch|NumPy|numpy|pandas|JavaScript|Java|Rust|C\+\+|standard library)\b"
)
_ABOUT_RANGES = re.compile(r"\b(?:range|between|interval|bounds?)\b")
_IS_CODE = re.compile(
    r"\w*__\w+__(?:\(.*\))?|[a-z]\w+_\w+|_\w{2,}|[A-Z]\w*(?:Error|Exception|Exit|Iteration|Warning|Interrupt|Group)"
    r"|[^\W\d]\w*(?:\.[^\W\d]\w*)+(?:\(.*\))?|[a-z_]\w+\(.*\)|[a-z_]\w*(?:\.\w+)*\[.*\]|\*{1,2}[a-z]\w+|@[a-z_][\w.]*"
    r"|[a-z_]\w*\s*[-+*/]?==?\s*\S.*|[rRbBfF]{0,2}\".+\"|[rRbBfF]{0,2}'.+'"
    r"|[\[{(].*[,:].*[\])}]|\[[\d'\"].*\]|[-+*/%<>=!&|^~:@]{1,3}",
    re.DOTALL,
)
_STATEMENT = re.compile(
    r"(?:import|from|def|class|lambda|return|raise|with|for|while|yield|del|assert|global|await|async) "
)
_ENGLISH = frozenset(
    "all any bin bytes complex dir divmod exit filter float format hash help hex id input int iter license list map max min"
    " next object open ord pow print property quit range reversed round set slice sorted sum super tuple type vars zip compile"
    " copyright credits dict str bool chr repr abs ascii".split()
)
"""Built-in names that are also read as words."""


def _is_python(answer: str, asked: str) -> bool:
    """Whether an answer is code: it looks like it, or it is a name of code that is asked for."""
    if _IS_CODE.fullmatch(answer) and not re.fullmatch(
        r"[A-Za-z]\[\w\]|[a-z]_\w|(?:[a-z]\.){2,}|\w+\.(?:org|com|net|io|ai)", answer
    ):
        return True
    if _STATEMENT.match(answer) and re.search(r"[\W\d_]", answer.partition(" ")[2]):
        from studycards.cards.judging.codes import syntax_tree  # noqa: PLC0415 - 8 ms, with ast

        return syntax_tree(answer) is not None
    if not re.fullmatch(r"[^\W\d]\w*", answer):
        return False
    if (
        hasattr(builtins, answer)
        and answer not in _ENGLISH
        and answer not in ("True", "False", "None")
    ):
        return True
    if answer in ("True", "False", "None") or re.search(r"\bSQL\b", asked):
        return False
    is_asked_for = _ABOUT_CODE.search(asked) and _ASKS_A_NAME.search(asked)
    return bool(is_asked_for or _ASKS_FOR_CODE.search(asked))
