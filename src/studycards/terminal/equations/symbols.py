"""The symbols of characters and macros."""

from __future__ import annotations

from studycards.terminal.equations.tree import Kind, Limits, Symbol

_ORDINARY = r"""
partial ∂ nabla ∇ infty ∞ ell ℓ hbar ℏ forall ∀ exists ∃ emptyset ∅ varnothing ∅ prime ′ top ⊤
bot ⊥ intercal ⊺ Re ℜ Im ℑ neg ¬ lnot ¬ angle ∠ triangle △ dagger † ddagger ‡ imath ı jmath ȷ
dots … ldots … dotsc … cdots ⋯ dotsb ⋯ vdots ⋮ ddots ⋱ aleph ℵ checkmark ✓ square □ % % # # & & _ _
$ $ alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ
Phi Φ Psi Ψ Omega Ω
"""
_BINARY = """
cdot · times × div ÷ pm ± mp ∓ odot ⊙ oplus ⊕ otimes ⊗ ominus ⊖ circ ∘ ast ∗ star ⋆ bullet •
cap ∩ cup ∪ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨
"""
_RELATION = """
le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ lt < gt > in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃
supseteq ⊇ approx ≈ sim ∼ simeq ≃ equiv ≡ cong ≅ propto ∝ ll ≪ gg ≫ prec ≺ succ ≻ perp ⊥
parallel ∥ mid | vdash ⊢ models ⊨ coloneqq ≔ to → rightarrow → longrightarrow ⟶ gets ← leftarrow ←
leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ mapsto ↦ uparrow ↑
downarrow ↓
"""
_OPEN = "lbrace { { { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖"
_CLOSE = "rbrace } } } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖"
_LARGE = (
    "sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂"
)
_FUNCTIONS = """
log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan deg dim ker hom arg
"""
_FUNCTIONS_WITH_LIMITS = "max min sup inf lim limsup liminf Pr det gcd argmax argmin"
BARS = {"|": "|", r"\vert": "|", r"\|": "‖", r"\Vert": "‖", "‖": "‖"}
"""Delimiters that open, close or separate, depending on their place."""

SPACES = {
    r"\,": 1, r"\:": 1, r"\;": 1, r"\>": 1, r"\ ": 1, "~": 1, r"\space": 1, r"\thinspace": 1,
    r"\quad": 2, r"\qquad": 4, r"\!": -1,
}  # fmt: skip

IGNORED = {r"\displaystyle", r"\textstyle", r"\scriptstyle", r"\nonumber", r"\notag"} | {
    rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
}
"""Macros without effect; delimiters take their size from what is inside."""


def _macros(pairs: str, kind: Kind, limits: Limits = Limits.BESIDE) -> dict[str, Symbol]:
    words = pairs.split()
    names = zip(words[::2], words[1::2], strict=True)
    return {rf"\{name}": Symbol(text=text, kind=kind, limits=limits) for name, text in names}


def _named(names: str, limits: Limits) -> dict[str, Symbol]:
    return {
        rf"\{name}": Symbol(text=name, kind=Kind.FUNCTION, limits=limits) for name in names.split()
    }


def _characters(text: str, kind: Kind) -> dict[str, Symbol]:
    return {character: Symbol(text=character, kind=kind) for character in text}


_MACROS = {
    **_macros(_ORDINARY, Kind.ORDINARY),
    **_macros(_BINARY, Kind.BINARY),
    **_macros(_RELATION, Kind.RELATION),
    **_macros(_OPEN, Kind.OPEN),
    **_macros(_CLOSE, Kind.CLOSE),
    **_macros(_LARGE, Kind.LARGE, Limits.STACKED),
    **_named(_FUNCTIONS, Limits.BESIDE),
    **_named(_FUNCTIONS_WITH_LIMITS, Limits.STACKED),
    r"\colon": Symbol(text=":", kind=Kind.PUNCTUATION),
}

SYMBOLS = {
    **{symbol.text: symbol for symbol in _MACROS.values() if not symbol.text.isascii()},
    **_characters("+*", Kind.BINARY),
    **_characters("=<>:", Kind.RELATION),
    **_characters(",;", Kind.PUNCTUATION),
    **_characters("([", Kind.OPEN),
    **_characters(")]", Kind.CLOSE),
    **dict.fromkeys("-−", Symbol(text="−", kind=Kind.BINARY)),
    **_MACROS,
}
"""The symbol of a token; any other character is ordinary."""
