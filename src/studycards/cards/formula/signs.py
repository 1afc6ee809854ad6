"""Signs, letters and words of formulas, and what each stands for."""

from __future__ import annotations

import unicodedata

_SMALL = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi",
    "psi", "omega",
)  # fmt: skip


def _letter(case: str, name: str) -> str:
    return unicodedata.lookup(f"GREEK {case} LETTER {name.replace('lambda', 'lamda').upper()}")


GREEK = {_letter("SMALL", name): name for name in _SMALL}
GREEK |= {_letter("CAPITAL", name): name.capitalize() for name in _SMALL}
GREEK |= {
    "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ϱ": "rho", "ς": "sigma", "ϖ": "pi", "µ": "mu",
    "ε": "epsilon", "φ": "phi",
}  # fmt: skip
"""Greek letters, and the word for each."""

GREEK_WORDS = frozenset(GREEK.values()) | {"eps"}

BIG = {
    "∑": "sum", "∏": "prod", "Π": "prod", "∫": "int", "∮": "int", "⋃": "union", "⋂": "inter",
}  # fmt: skip
"""Signs of operators with limits; `Σ` is told from the letter while reading."""

SAME = {
    "·": "*", ".": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*", "⁎": "*", "⋆": "*", "×": "×", "⨯": "×",
    "⨉": "×", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "﹣": "-", "➖": "-",
    "⊙": "⊙", "∘": "⊙", "◦": "⊙", "○": "⊙", "⊗": "⊗", "÷": "/", "∕": "/", "⁄": "/",
    "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≦": "<=", "≧": ">=", "≠": "!=", "==": "=",
    ":=": "=", "≔": "=", "≡": "=", "≜": "=", "←": "=", "<-": "=", "⟵": "=", "≈": "≈", "≃": "≈",
    "~=": "≈", "≅": "≈", "∼": "~", "∝": "∝", "∈": "∈", "∉": "∉", "‖": "||", "∥": "||",
    "∣": "|", "❘": "|", "｜": "|", "…": "...", "⋯": "...", "..": "...", "‥": "...", "⋮": "...",
    "**": "^", "′": "'", "’": "'", "‘": "'", "`": "'", "″": "''", "⟨": "<(", "⟩": ")>",
    "→": "->", "⟶": "->", "↦": "->", "⇒": "=>", "⟹": "=>", "⇔": "<=>", "∖": "∖", "⊤": "⊤",
    "¬": "¬", "∧": "∧", "∨": "∨", "⊕": "⊕", "∪": "∪", "∩": "∩", "±": "±", "∓": "∓", "∂": "∂",
    "∇": "∇", "√": "√", "∞": "∞", "∅": "∅", "⌊": "⌊", "⌋": "⌋", "⌈": "⌈", "⌉": "⌉",
    "⟦": "[", "⟧": "]", "【": "[", "】": "]", "（": "(", "）": ")", "，": ",", "＝": "=",
    "ħ": "hbar", "ℏ": "hbar", "+-": "±", "+/-": "±", "⊂": "⊂", "⊆": "⊆", "⊃": "⊃", "⊇": "⊇", "∀": "∀", "⋅⋅⋅": "...", "△": "Delta",
    "∆": "Delta", "ℓ": "l", "†": "†", "⊥": "⊥", "≪": "<<", "≫": ">>", "°": "°",
}  # fmt: skip
"""Signs, and the one that each is read as."""

MACROS = {
    "cdot": "*", "ast": "*", "star": "*", "bullet": "*", "times": "×", "odot": "⊙", "circ": "⊙",
    "otimes": "⊗", "oplus": "⊕", "div": "/", "pm": "±", "mp": "∓", "le": "<=", "leq": "<=",
    "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "lt": "<", "gt": ">", "ll": "<<", "gg": ">>",
    "approx": "≈", "simeq": "≈", "cong": "≈", "propto": "∝", "sim": "~", "in": "∈", "notin": "∉",
    "equiv": "=", "triangleq": "=", "coloneqq": "=", "gets": "=", "leftarrow": "=", "colon": ":",
    "coloneq": "=", "doteq": "=",
    "to": "->", "rightarrow": "->", "mapsto": "->", "longrightarrow": "->", "Rightarrow": "=>",
    "implies": "=>", "iff": "<=>", "Leftrightarrow": "<=>",
    "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "||", "lVert": "||", "rVert": "||",
    "|": "||", "parallel": "||", "ldots": "...", "dots": "...", "cdots": "...", "dotsc": "...",
    "dotsb": "...", "vdots": "...", "ddots": "...", "prime": "'", "top": "⊤", "intercal": "⊤",
    "dagger": "†", "partial": "∂", "nabla": "∇", "infty": "∞", "emptyset": "∅", "varnothing": "∅",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lbrace": "{set", "rbrace": "}set",
    "{": "{set", "}": "}set", "langle": "<(", "rangle": ")>", "lbrack": "[", "rbrack": "]",
    "cup": "∪", "cap": "∩", "setminus": "∖", "backslash": "∖", "subset": "⊂", "subseteq": "⊆",
    "supset": "⊃", "supseteq": "⊇", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨",
    "neg": "¬", "lnot": "¬", "forall": "∀", "perp": "⊥", "ell": "l", "hbar": "hbar",
    "bmod": "mod", "pmod": "mod", "mod": "mod", "bigcup": "∪", "bigcap": "∩", "degree": "°",
    "_": "", "%": "%", "#": "#", "$": "", "&": "∧", "Re": "Re", "Im": "Im", "aleph": "aleph",
    "imath": "i", "jmath": "j", "square": "□",
}  # fmt: skip
"""TeX macros that are signs or names."""

SPACES = frozenset({
    ",", ";", "!", ":", " ", ">", "quad", "qquad", "enspace", "thinspace", "displaystyle",
    "textstyle", "scriptstyle", "limits", "nolimits", "left", "right", "middle", "big", "Big",
    "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm",
    "Bigm", "hspace", "vspace", "nonumber", "notag", "protect", "relax", "strut", "null", "/",
    "rm", "bf", "it", "cal", "allowbreak", "noindent", "smash", "hfill", "(", ")", "[", "]",
})  # fmt: skip
"""TeX macros that draw nothing that is read."""

ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde",
    "widetilde": "tilde", "dot": "dot", "ddot": "ddot", "check": "check", "breve": "breve",
}  # fmt: skip
VECTORS = frozenset({"vec", "overrightarrow", "mathbf", "bm", "boldsymbol", "pmb", "symbf"})
"""Accents and fonts of vectors and matrices."""

FONTS = frozenset({
    "mathrm", "text", "textrm", "operatorname", "operatorname*", "mathit", "mathsf", "texttt", "mathtt",
    "textbf", "textit", "mathop", "mathcal", "mathbb", "mathscr", "mathfrak", "mbox", "textsf",
    "mathnormal", "mathbin", "mathrel", "emph", "hbox", "textnormal", "ensuremath", "boxed",
    "underline", "mathord", "mathinner", "mathstrut", "scalebox", "symrm", "bbmath",
})  # fmt: skip

MARKS = {
    "\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot",
    "\u0308": "ddot", "\u20d7": "vec", "\u030c": "check",
}  # fmt: skip
"""Combining marks that are accents."""

FUNCTIONS = {
    "exp": "exp", "log": "log", "ln": "log", "lg": "lg", "logarithm": "log",
    "log2": "log2", "log10": "log10", "sqrt": "sqrt", "cbrt": "cbrt", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "sin": "sin",
    "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc", "arcsin": "asin",
    "asin": "asin", "arccos": "acos", "acos": "acos", "arctan": "atan", "atan": "atan",
    "arctanh": "atanh", "artanh": "atanh", "atanh": "atanh", "sigmoid": "sigmoid", "sigm": "sigmoid", "logistic": "sigmoid",
    "expit": "sigmoid", "softmax": "softmax", "softplus": "softplus", "relu": "relu",
    "max": "max", "min": "min", "maximum": "max", "minimum": "min", "abs": "abs", "norm": "norm", "diag": "diag",
    "outer": "outer", "dot": "dot", "inner": "dot", "tr": "trace", "trace": "trace", "det": "det",
    "sign": "sign", "sgn": "sign", "floor": "floor", "ceil": "ceil", "binom": "binom",
    "comb": "binom", "choose": "binom", "ncr": "binom", "factorial": "factorial",
    "clip": "clip", "clamp": "clip", "gcd": "gcd", "logsumexp": "logsumexp", "erf": "erf",
    "transpose": "transpose", "inv": "inv", "frac": "frac", "pow": "pow", "mod": "mod", "cross": "cross",
    "hadamard": "hadamard", "matmul": "matmul", "round": "round",
}  # fmt: skip
"""Functions that are computed, by the words for them in lower case."""

OPERATORS = {
    "sum": "sum", "prod": "prod", "product": "prod", "argmax": "argmax", "argmin": "argmin",
    "lim": "lim", "limsup": "limsup", "sup": "sup", "inf": "inf", "int": "int", "iint": "int",
    "integral": "int", "oint": "int", "coprod": "prod", "union": "union",
}  # fmt: skip
"""Operators over bound names, by the words for them."""

ABBREVIATIONS = frozenset({
    "dp", "SS", "opt", "cost", "fib", "LCS", "lcs", "rel", "TP", "FP", "TN", "FN", "TPR", "FPR", "TNR", "FNR", "IDF", "TF", "idf", "tf", "df", "DF",
    "KL", "JS", "MSE", "RMSE", "MAE", "ELBO", "IoU", "DCG", "IDCG", "NDCG", "nDCG", "PPL", "PP",
    "BLEU", "BP", "SNR", "Var", "Cov", "Pr", "std", "var", "cov", "mean", "lr", "LN", "FFN", "MLP",
    "BN", "CE", "GELU", "SiLU", "Swish", "ELU", "tfidf", "PE", "PMI", "IG", "RSS", "TSS", "AIC",
    "BIC", "NLL", "clip", "rank", "score", "freq", "count", "len", "size", "Attention", "MultiHead",
    "head", "Concat", "concat", "LayerNorm", "BatchNorm", "RMSNorm", "precision", "recall",
    "accuracy", "Precision", "Recall", "Accuracy", "merge", "loss", "perplexity", "cosine", "corr",
    "Corr", "dim", "span", "ker", "arg", "area", "dist", "sim", "gain", "lcm", "hit", "miss",
    "odds", "logit", "hbar", "const", "prev", "next", "old", "new", "true", "pred", "model",
})  # fmt: skip
"""Words that are names of their own, not products of letters."""

PREFIXES = {"nabla": "∇", "grad": "∇", "partial": "∂"}
"""Words of ASCII for signs that stand before what they work on."""

KEYWORDS = {"in": "∈", "if": "if", "else": "otherwise", "otherwise": "otherwise", "for": "for",
            "where": "where", "with": "where", "when": "if", "mod": "mod", "and": "∧", "or": "∨", "over": "over_word",
            "not": "¬", "choose": "choose_word", "to": "..."}  # fmt: skip
"""Words between spaces that are signs."""

CLOSING = {"(": ")", "[": "]", "{": "}", "{set": "}set", "<(": ")>", "⌊": "⌋", "⌈": "⌉"}
"""Opening brackets and what closes them."""

RELATIONS = frozenset({"=", "<=", ">=", "<", ">", "!=", "≈", "∝", "~", "∈", "∉", "->", "=>", "<=>",
                       "<<", ">>", "⊂", "⊆", "⊃", "⊇", "⊥"})  # fmt: skip
