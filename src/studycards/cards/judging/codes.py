"""Answers that are code: Python, command lines, paths; case always matters."""

from __future__ import annotations

import ast
import builtins
import re
import shlex
import warnings
from typing import TYPE_CHECKING

from studycards.cards.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROMPT = re.compile(r"^\s*(?:>>>|\.\.\.|\$|%|❯|\(Pdb\)|In \[\d*\]:|C:\\>)\s+")
_TOKENS = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\w+|\*\*=?|//=?|[<>=!:+*/-]=|->|<<|>>|\S")


def bare(text: str) -> str:
    """Code without a prompt before it, or backticks or quotes around it."""
    text = _PROMPT.sub("", text.strip()).strip()
    if text.startswith("```"):
        text = re.sub(r"^```\w*\n?|\n?```$", "", text)
    text = text.strip("`").strip().replace("’", "'").replace("‘", "'").replace("−", "-")
    text = re.sub(r"^<class '([\w.]+)'>$", r"\1", text)
    return text.replace("“", '"').replace("”", '"')


def unquoted(text: str) -> str:
    """A text without the quotes around all of it."""
    quoted = len(text) > 2 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted and text[0] not in text[1:-1] else text


def tokens(text: str) -> tuple[str, ...]:
    """The tokens of code in any language: spaces between signs do not matter, quotes are one kind."""
    found = _TOKENS.findall(text)
    return tuple(
        f'"{token[1:-1]}"' if token[0] in "'\"" and len(token) > 1 else token for token in found
    )


def same_python(given: str, answer: str, asked: str = "") -> bool:
    """Whether two texts are the same code: syntax trees, or tokens where there is no tree.

    A name may be given with its module or type if the question speaks of it, and with `()`.
    """
    typed, right = bare(given), bare(answer)
    if _loose(typed) == _loose(right):
        return True
    tree = syntax_tree(typed)
    if tree and tree == syntax_tree(right) and _strings(typed) == _strings(right):
        return True
    typed, right = unquoted(_NOUN.sub("", typed).removesuffix(";")), unquoted(right)
    if tokens(typed) == tokens(right):
        return True
    name, wanted = _called(typed if "(" in right else _ARGUMENT.sub("()", typed)), _called(right)
    if name and wanted:
        is_call = right.endswith("()") and not typed.endswith("()")
        if is_call and not re.search(r"\b(?:function|method|built-?in|call)\b", asked):
            return False
        is_short = len(name) < len(wanted) and right.endswith(")")
        return name == wanted if is_short else _same_name(name, wanted, asked)
    return False


_NOUN = re.compile(
    r"^(?:an?|the) (?=\S)|(?<=\S) (?:(?:built-?in )?(?:method|function|operator|keyword|exception|decorator|"
    r"attribute|module|statement|command|option|flag|class|type|call))$",
    re.IGNORECASE,
)
"""What a thing is, as people add to its name."""


def _loose(text: str) -> tuple[str, ...]:
    """The tokens without what may be left out at the ends."""
    return tokens(re.sub(r"(?<=\w)[:;,.]+$", "", text))


def _strings(text: str) -> int:
    """The number of strings: Python joins those that stand side by side."""
    return sum(token[0] in "'\"" for token in tokens(text))


_ARGUMENT = re.compile(r"\((?:obj|\w)\)$")


def _called(text: str) -> str:
    """The dotted name in `name`, `name()`, `.name` or `@name`; empty if there is none."""
    match = re.fullmatch(
        r"[.@]?([^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\(\s*(?:self|\.\.\.|…)?\s*\))?", text
    )
    return match[1] if match else ""


_MODULES = frozenset(
    "abc array ast asyncio bdb bisect builtins collections contextlib copy csv ctypes dataclasses datetime decimal dis"
    " enum fractions functools gc heapq inspect io itertools json logging math multiprocessing numbers operator os"
    " pathlib pdb pickle queue random re secrets shutil statistics string struct subprocess sys tempfile textwrap"
    " threading time timeit tracemalloc types typing unittest uuid warnings weakref self cls".split()
)


def _same_name(name: str, wanted: str, asked: str) -> bool:
    if name == wanted:
        return True
    longer, shorter = sorted((name, wanted), key=len, reverse=True)
    if not longer.endswith(f".{shorter}"):
        return False
    qualifier = longer.removesuffix(f".{shorter}").split(".")
    known = {*re.findall(r"\w+", asked)}
    if longer != name and re.search(r"\b(?:which|what) (?:module|package)", asked, re.IGNORECASE):
        return False
    if longer == name:
        known |= {*_MODULES, *dir(builtins)}
        if re.fullmatch(r"[a-z]|obj|object|instance", qualifier[0]) and len(qualifier) == 1:
            return True
    return all(part in known for part in qualifier)


def syntax_tree(text: str) -> str | None:
    """The canonical syntax tree; None if it is no Python."""
    for code in (text, f"{text.rstrip(':')}:\n pass"):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = parsed(code)
        except SyntaxError:
            continue
        return ast.dump(_Canonical().visit(tree))
    return None


class _Canonical(ast.NodeTransformer):
    """One order for what has none: sides of `==`, keywords, items of a set; imports are left out."""

    def visit_Module(self, node: ast.Module) -> ast.AST:
        self.generic_visit(node)
        rest = [n for n in node.body if not isinstance(n, ast.Import | ast.ImportFrom)]
        node.body = rest or node.body
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1:
            sides = [node.left, node.comparators[0]]
            if isinstance(node.ops[0], ast.Gt | ast.GtE):
                node.ops = [ast.Lt() if isinstance(node.ops[0], ast.Gt) else ast.LtE()]
                sides.reverse()
            elif isinstance(node.ops[0], ast.Eq | ast.NotEq):
                sides.sort(key=ast.dump)
            node.left, node.comparators = sides[0], sides[1:]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if all(keyword.arg for keyword in node.keywords):
            node.keywords.sort(key=lambda keyword: keyword.arg or "")
        return node

    def visit_Slice(self, node: ast.Slice) -> ast.AST:
        self.generic_visit(node)
        if _is_number(node.lower, 0) and (node.step is None or _is_number(node.step, None)):
            node.lower = None
        if _is_number(node.step, 1):
            node.step = None
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return node.operand if isinstance(node.op, ast.UAdd) else node

    def visit_Set(self, node: ast.Set) -> ast.AST:
        self.generic_visit(node)
        node.elts.sort(key=ast.dump)
        return node


def _is_number(node: ast.AST | None, value: int | None) -> bool:
    """Whether a node is a number: a certain one, or any."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, int):
        return False
    return value is None or node.value == value


def same_path(given: str, answer: str) -> bool:
    """Whether two texts are the same path: `./a`, `a/` and `a` are one."""
    return _path(given) == _path(answer)


def _path(text: str) -> str:
    text = re.sub(r"/{2,}", "/", unquoted(bare(text)))
    text = re.sub(r"(?<=[\w)])[.,;]+$", "", text)
    text = text.replace("/./", "/").replace("$HOME", "~").replace("${HOME}", "~")
    while text.startswith("./") and len(text) > 2:
        text = text[2:]
    return text.rstrip("/") if len(text) > 1 else text


_PYTHON = re.compile(
    r"(?:/usr(?:/local)?/bin/(?:env )?)?(?:python(?:3(?:\.\d+)?)?|py(?: -3(?:\.\d+)?)?)(?:\.exe)?(?=\s|$)"
)
_PDB = {
    "b": "break", "c": "continue", "cont": "continue", "n": "next", "s": "step", "r": "return", "l": "list",
    "ll": "longlist", "w": "where", "bt": "where", "u": "up", "d": "down", "q": "quit", "exit": "quit",
    "a": "args", "j": "jump", "unt": "until", "cl": "clear", "h": "help",
}  # fmt: skip
_LONG = {
    "git": "a=all m=message d=delete f=force u=set-upstream p=patch n=dry-run q=quiet v=verbose i=interactive",
    "grep": "i=ignore-case r=recursive v=invert-match n=line-number l=files-with-matches c=count"
    " w=word-regexp E=extended-regexp o=only-matching e=regexp q=quiet",
    "ls": "a=all h=human-readable R=recursive r=reverse",
    "tar": "x=extract c=create z=gzip f=file v=verbose t=list j=bzip2 C=directory",
    "rm": "r=recursive R=recursive f=force i=interactive v=verbose",
    "cp": "r=recursive R=recursive f=force i=interactive a=archive",
    "mkdir": "p=parents", "chmod": "R=recursive", "chown": "R=recursive",
    "du": "h=human-readable s=summarize a=all", "df": "h=human-readable", "sort": "n=numeric-sort r=reverse u=unique k=key t=field-separator",
    "wc": "l=lines w=words c=bytes m=chars", "head": "n=lines c=bytes", "tail": "n=lines f=follow c=bytes",
    "uniq": "c=count d=repeated u=unique", "cut": "d=delimiter f=fields c=characters",
    "sed": "i=in-place n=quiet e=expression E=regexp-extended", "diff": "u=unified r=recursive",
    "curl": "o=output L=location I=head s=silent X=request d=data H=header f=fail",
    "pip": "r=requirement e=editable U=upgrade", "docker": "a=all d=detach p=publish v=volume e=env t=tag i=interactive",
    "pdb": "c=command m=module", "pytest": "v=verbose q=quiet", "ln": "s=symbolic f=force",
}  # fmt: skip
_TAKE_VALUES = {
    "git": "m message b c C", "grep": "e regexp A B C m", "tar": "f file C directory", "sort": "k key t field-separator",
    "head": "n lines c bytes", "tail": "n lines c bytes", "cut": "d delimiter f fields c characters",
    "sed": "e expression", "curl": "o output X request d data H header u", "pip": "r requirement e editable",
    "docker": "p publish v volume e env t tag f file name", "pdb": "c command m module", "ls": "", "rm": "", "cp": "",
    "mkdir": "m", "chmod": "", "chown": "", "du": "d", "df": "", "wc": "", "uniq": "f s w", "diff": "U", "ln": "", "ps": "",
    "pytest": "k m n", "python": "m c W X",
}  # fmt: skip
"""Options with a value, by program; of other programs, every option may have one."""


def same_command(given: str, answer: str, asked: str = "") -> bool:
    """Whether two command lines run the same: words as a shell splits them, options in any order."""
    in_pdb = "pdb" in asked.casefold()
    if not bare(answer).startswith("sudo "):
        given = bare(given).removeprefix("sudo ")
    typed, right = (_command(text, in_pdb=in_pdb) for text in (given, answer))
    if typed is not None and typed == right:
        return True
    return in_pdb and _in_pdb(given) == _in_pdb(answer)


def _command(text: str, *, in_pdb: bool) -> tuple[object, ...] | None:
    """A canonical form; None where quotes do not match."""
    text = bare(text).removesuffix(";").strip()
    text = re.sub(r"^(?:export|set|setenv|\$env:)\s*(?=[A-Za-z_]+=)", "", text)
    try:
        words = shlex.split(text)
    except ValueError:
        return None
    if not words:
        return None
    if in_pdb and words[0] in _PDB:
        words[0] = _PDB[words[0]]
    start = _PYTHON.match(" ".join(words[:2]))
    if start:
        words[: len(start[0].split())] = ["python"]
        words = [part for word in words for part in re.findall(r"^-m(?=\w)|.+", word, re.DOTALL)]
    if words[0] == "tar" and len(words) > 1:
        words[1] = re.sub(r"^(?=[a-zA-Z]+$)", "-", words[1])
    if words[0] != "rsync":
        words = [re.sub(r"^\./(?=.)|(?<=[\w.])/$", "", word) for word in words]
    return _parts(words)


def _parts(words: Sequence[str]) -> tuple[object, ...]:
    """Program, options with their values in any order, and the other words in order."""
    program, rest = words[0], [*words[1:]]
    known = dict(pair.split("=") for pair in _LONG.get(program, "").split())
    take = _TAKE_VALUES.get(program)
    options: list[tuple[str, ...]] = []
    others: list[object] = []
    while rest:
        word = rest.pop(0)
        if program == "python" and word == "-m" and rest:
            others.append(("module", _parts(rest)))
            break
        if not re.match(r"-{1,2}[A-Za-z0-9]", word) or (program in ("python", "pdb") and others):
            others.append(word)
            if word == "--" or program == "python":
                others += rest
                break
            continue
        for name, value in _options(word, known, take):
            values = [value] if value else []
            is_value = (
                take is None or name in take.split() or name in [known.get(n) for n in take.split()]
            )
            if not value and is_value and rest and not rest[0].startswith("-"):
                values = [rest.pop(0)]
            if (program, name) == ("pdb", "command"):
                values = [_PDB.get(v, v) for v in values]
            options.append((name, *values))
    return (program, tuple(sorted(options)), tuple(others))


def _options(word: str, known: dict[str, str], take: str | None) -> list[tuple[str, str]]:
    """The options in a word by their long names: `-la` is two, `--all=x` has a value."""
    if word.startswith("--"):
        name, _, value = word[2:].partition("=")
        return [(name, value)]
    letters = word[1:]
    if letters.isdecimal():
        return [(known.get("n", "n"), letters)]
    number = re.fullmatch(r"([A-Za-z])(\d+)", letters)
    if number:
        return [(known.get(number[1], number[1]), number[2])]
    if take is None or len(letters) == 1 or not letters.isalpha():
        return [(known.get(letters, letters), "")]
    return [(known.get(letter, letter), "") for letter in letters]


def _in_pdb(text: str) -> tuple[object, ...]:
    """A command of pdb: its word, what it is about, and the condition as Python."""
    text = bare(text)
    word, _, rest = text.lstrip("!").partition(" ")
    place, comma, condition = rest.partition(",")
    if comma and _PDB.get(word, word) in ("break", "tbreak"):
        return (
            _PDB.get(word, word),
            tokens(place.removeprefix("./")),
            syntax_tree(condition.strip()) or tokens(condition),
        )
    return (_PDB.get(word, word), *tokens(re.sub(r"^\./", "", rest)))
