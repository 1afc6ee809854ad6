"""What may reach a terminal: text that cannot control it.

`terminal/console.py` and `cli/context.py` pass everything through here on its way to a stream. The
views call `visible` as well where the width of a line depends on it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from studycards.cards.fields import LONGEST_SHOWN

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_CONTROLS |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_CONTROLS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_CONTROLS |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)

_LEFT_BY_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Text that cannot control the terminal: controls, overrides and surrogates are replaced."""
    # Printable text, which nearly all is, holds none of them: that is known in a tenth of the time.
    return text if text.isprintable() else text.translate(_CONTROLS)


def cut(text: str) -> str:
    """A text as far as a screen shows it: a longer one would take seconds for each key."""
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}…\n\n… cut: {len(text) - LONGEST_SHOWN:,} more characters"


def one_line(*texts: str) -> str:
    """Texts joined on one line, safe to show."""
    return " ".join(visible(cut(" ".join(texts))).split())


def json_text(value: Any) -> str:
    """A value as indented JSON, with everything escaped that could control the terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _LEFT_BY_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
