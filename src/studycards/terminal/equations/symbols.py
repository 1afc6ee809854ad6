"""The symbols of characters and macros."""

from __future__ import annotations

from studycards.terminal.equations.tree import Kind, Limits, Symbol

_ORDINARY = r"""
partial ∂ nabla ∇ infty ∞ ell ℓ hbar ℏ hslash ℏ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅
prime ′ backprime ‵ top ⊤ bot ⊥ intercal ⊺ Re ℜ Im ℑ wp ℘ neg ¬ lnot ¬ angle ∠ measuredangle ∡
sphericalangle ∢ triangle △ vartriangle △ bigtriangleup △ triangledown ▽ bigtriangledown ▽ blacktriangle ▲ blacktriangledown ▼ dagger † ddagger ‡
imath ı jmath ȷ complement ∁ mho ℧ eth ð degree ° surd √ dots … ldots … hdots … dotsc … dotso … cdots ⋯
dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ aleph ℵ beth ℶ gimel ℷ daleth ℸ digamma ϝ checkmark ✓ square □
Box □ Diamond ◇ lozenge ◊ blacklozenge ⧫ blacksquare ■ QED ∎ qed ∎ bigstar ★ clubsuit ♣ diamondsuit ♢
heartsuit ♡ spadesuit ♠ flat ♭ natural ♮ sharp ♯ S § P ¶ pounds £ copyright © backslash \ R ℝ N ℕ Z ℤ
% % # # & & _ _ $ $ alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ
vartheta ϑ iota ι kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ
sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ
Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π varSigma Σ
varUpsilon Υ varPhi Φ varPsi Ψ varOmega Ω Bbbk 𝕜 Finv Ⅎ Game ⅁ circledS Ⓢ circledR ® maltese ✠ yen ¥
diagup ╱ diagdown ╲
"""
_BINARY = """
cdot · times × div ÷ pm ± mp ∓ odot ⊙ oplus ⊕ otimes ⊗ ominus ⊖ oslash ⊘ circ ∘ ast ∗ star ⋆ bullet •
cap ∩ cup ∪ Cap ⋒ Cup ⋓ sqcap ⊓ sqcup ⊔ uplus ⊎ setminus ∖ smallsetminus ∖ wedge ∧ land ∧ vee ∨ lor ∨
barwedge ⊼ veebar ⊻ curlywedge ⋏ curlyvee ⋎ amalg ⨿ wr ≀ diamond ⋄ bigcirc ◯ dotplus ∔ ltimes ⋉
rtimes ⋊ divideontimes ⋇ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ circledast ⊛ circledcirc ⊚
circleddash ⊝ doublecap ⋒ doublecup ⋓ leftthreetimes ⋋ rightthreetimes ⋌ doublebarwedge ⩞
centerdot · triangleleft ◁ triangleright ▷
"""
_RELATION = """
le ≤ leq ≤ leqslant ⩽ leqq ≦ ge ≥ geq ≥ geqslant ⩾ geqq ≧ ne ≠ neq ≠ lt < gt > nless ≮ ngtr ≯ nleq ≰
ngeq ≱ lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lessgtr ≶ gtrless ≷
lesseqgtr ⋚ gtreqless ⋛ ll ≪ gg ≫ lll ⋘ ggg ⋙ lessdot ⋖ gtrdot ⋗ prec ≺ succ ≻ preceq ⪯ succeq ⪰
preccurlyeq ≼ succcurlyeq ≽ precsim ≾ succsim ≿ nprec ⊀ nsucc ⊁ in ∈ notin ∉ ni ∋ owns ∋ subset ⊂
supset ⊃ subseteq ⊆ supseteq ⊇ subseteqq ⫅ supseteqq ⫆ subsetneq ⊊ supsetneq ⊋ varsubsetneq ⊊
varsupsetneq ⊋ subsetneqq ⫋ supsetneqq ⫌ nsubseteq ⊈ nsupseteq ⊉ Subset ⋐ Supset ⋑ sqsubset ⊏
sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ approx ≈ approxeq ≊ sim ∼ nsim ≁ simeq ≃ thicksim ∼
thickapprox ≈ backsim ∽ equiv ≡ cong ≅ ncong ≇ asymp ≍ propto ∝ varpropto ∝ doteq ≐ doteqdot ≑
triangleq ≜ circeq ≗ eqcirc ≖ bumpeq ≏ Bumpeq ≎ coloneqq ≔ coloneq ≔ eqqcolon ≕ Coloneqq ⩴ perp ⊥
parallel ∥ nparallel ∦ mid | nmid ∤ shortmid | vdash ⊢ nvdash ⊬ dashv ⊣ models ⊨ vDash ⊨ nvDash ⊭
Vdash ⊩ Vvdash ⊪ bowtie ⋈ Join ⋈ smile ⌣ frown ⌢ between ≬ pitchfork ⋔ therefore ∴ because ∵
vartriangleleft ⊲ vartriangleright ⊳ trianglelefteq ⊴ trianglerighteq ⊵ to → rightarrow →
longrightarrow ⟶ gets ← leftarrow ← longleftarrow ⟵ leftrightarrow ↔ longleftrightarrow ⟷ Rightarrow ⇒
Longrightarrow ⟹ implies ⟹ Leftarrow ⇐ Longleftarrow ⟸ impliedby ⟸ Leftrightarrow ⇔
Longleftrightarrow ⟺ iff ⟺ nrightarrow ↛ nleftarrow ↚ nleftrightarrow ↮ nRightarrow ⇏ nLeftarrow ⇍
nLeftrightarrow ⇎ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ twoheadrightarrow ↠
twoheadleftarrow ↞ rightarrowtail ↣ leftarrowtail ↢ rightharpoonup ⇀ rightharpoondown ⇁
leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ rightrightarrows ⇉
leftleftarrows ⇇ rightleftarrows ⇄ leftrightarrows ⇆ upuparrows ⇈ downdownarrows ⇊ Rrightarrow ⇛
Lleftarrow ⇚ leadsto ⇝ rightsquigarrow ⇝ leftrightsquigarrow ↭ curvearrowright ↷ curvearrowleft ↶
circlearrowright ↻ circlearrowleft ↺ dashrightarrow ⇢ dashleftarrow ⇠ multimap ⊸ nearrow ↗ searrow ↘
swarrow ↙ nwarrow ↖ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕
eqsim ≂ backsimeq ⋍ lnsim ⋦ gnsim ⋧ lnapprox ⪉ gnapprox ⪊ precneqq ⪵ succneqq ⪶ precnsim ⋨ succnsim ⋩
precapprox ⪷ succapprox ⪸ npreceq ⋠ nsucceq ⋡ eqslantless ⪕ eqslantgtr ⪖ curlyeqprec ⋞ curlyeqsucc ⋟
lesseqqgtr ⪋ gtreqqless ⪌ nleqslant ≰ ngeqslant ≱ nleqq ≰ ngeqq ≱ lvertneqq ≨ gvertneqq ≩ nsubseteqq ⊈
nsupseteqq ⊉ varsubsetneqq ⫋ varsupsetneqq ⫌ risingdotseq ≓ fallingdotseq ≒ Doteq ≑ vcentcolon :
dblcolon ∷ ntriangleleft ⋪ ntriangleright ⋫ ntrianglelefteq ⋬ ntrianglerighteq ⋭ lhd ⊲ rhd ⊳ unlhd ⊴
unrhd ⊵ blacktriangleleft ◀ blacktriangleright ▶ nVdash ⊮ nVDash ⊯ nshortmid ∤ shortparallel ∥
nshortparallel ∦ backepsilon ϶ upharpoonleft ↿ upharpoonright ↾ restriction ↾ downharpoonleft ⇃
downharpoonright ⇂ Lsh ↰ Rsh ↱ looparrowleft ↫ looparrowright ↬
"""
_OPEN = """
lbrace { { { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ lmoustache ⎰ ulcorner ⌜
llcorner ⌞ llbracket ⟦ lBrack ⟦
"""
_CLOSE = """
rbrace } } } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ rmoustache ⎱ urcorner ⌝
lrcorner ⌟ rrbracket ⟧ rBrack ⟧
"""
_LARGE = """
sum ∑ prod ∏ coprod ∐ int ∫ smallint ∫ intop ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰ bigcup ⋃
bigcap ⋂ bigsqcup ⨆ biguplus ⨄ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀
"""
_FUNCTIONS = """
log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan deg dim ker hom
arg
"""
_FUNCTIONS_WITH_LIMITS = "max min sup inf lim plim Pr det gcd argmax argmin"
_TWO_WORDS = {
    "limsup": "lim sup", "liminf": "lim inf", "injlim": "inj lim", "projlim": "proj lim",
    "varlimsup": "lim sup", "varliminf": "lim inf",
}  # fmt: skip
BARS = {"|": "|", r"\vert": "|", r"\|": "‖", r"\Vert": "‖", "‖": "‖"}
"""Delimiters that open, close or separate, depending on their place."""
RIGHT_BARS = {r"\rvert": "|", r"\rVert": "‖"}

SPACES = {
    r"\,": 1, r"\:": 1, r"\;": 1, r"\>": 1, r"\ ": 1, "~": 1, r"\space": 1, r"\thinspace": 1,
    r"\medspace": 1, r"\thickspace": 1, r"\nobreakspace": 1, r"\enspace": 1, r"\quad": 2, r"\qquad": 4, r"\hfill": 2,
    r"\!": -1, r"\negthinspace": -1, r"\negmedspace": -1, r"\negthickspace": -1,
}  # fmt: skip

SIZES = {
    rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
}
"""Macros for the size of a delimiter, which follows from what is inside."""
IGNORED = {
    **dict.fromkeys((r"\displaystyle", r"\textstyle", r"\scriptstyle", r"\scriptscriptstyle"), 0),
    **dict.fromkeys((r"\nonumber", r"\notag", r"\mathstrut", r"\strut", r"\relax", r"\null"), 0),
    **dict.fromkeys((r"\allowbreak", r"\nobreak", r"\displaylimits"), 0),
    **dict.fromkeys((r"\color", r"\label", r"\leftroot", r"\uproot"), 1),
}
"""Macros without effect, and how many arguments they have."""


def _macros(pairs: str, kind: Kind, limits: Limits = Limits.BESIDE) -> dict[str, Symbol]:
    words = pairs.split()
    names = zip(words[::2], words[1::2], strict=True)
    return {rf"\{name}": Symbol(text=text, kind=kind, limits=limits) for name, text in names}


def _named(words: dict[str, str], limits: Limits) -> dict[str, Symbol]:
    return {
        rf"\{name}": Symbol(text=text, kind=Kind.FUNCTION, limits=limits)
        for name, text in words.items()
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
    **_named({name: name for name in _FUNCTIONS.split()}, Limits.BESIDE),
    **_named({name: name for name in _FUNCTIONS_WITH_LIMITS.split()}, Limits.STACKED),
    **_named(_TWO_WORDS, Limits.STACKED),
    r"\colon": Symbol(text=":", kind=Kind.PUNCTUATION),
    r"\bmod": Symbol(text="mod", kind=Kind.BINARY),
    r"\mod": Symbol(text="mod", kind=Kind.FUNCTION),
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
