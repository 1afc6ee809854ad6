"""Settings: one table to read the file, validate it and generate the documentation."""

import errno
import re
import stat
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from studycards.errors import ConfigError, StudycardsError

FSRS_PARAMETERS = 21
_TOO_LARGE = 1e300
"""A weight that no decimal number holds."""


class Setting(NamedTuple):
    """One row of the table of settings."""

    name: str
    default: Any
    kind: str
    help: str
    read: Callable[[Any], Any]
    """Converts a TOML value; raises ValueError saying what is allowed."""


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    return read


def _fraction(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not low <= value <= high:
            raise ValueError(f"must be a number from {low} to {high}")
        return float(value)

    return read


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - shown as a ConfigError
    return value


_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_LONGEST_DELAY = 36_500 * 86_400
"""Seconds: the longest interval there may be."""
_MOST_DIGITS = 10
"""Of a delay; Python reads no number of more than 4300."""


def _delays(value: Any) -> tuple[int, ...]:
    """Delays such as "1m 10m" in seconds."""
    steps = value.split() if isinstance(value, str) else [None]
    matches = [re.fullmatch(r"([1-9]\d*)([smhd])", step or "") for step in steps]
    few = all(match and len(match[1]) <= _MOST_DIGITS for match in matches)
    delays = tuple(int(match[1]) * _UNITS[match[2]] for match in matches if match and few)
    if not few or max(delays, default=0) > _LONGEST_DELAY:
        raise ValueError('must be delays such as "1m 10m" (s, m, h or d, to 36500d), or ""')
    return delays


def _delay(value: Any) -> int:
    """One delay such as "20m" in seconds; 0 for none."""
    try:
        [delay] = _delays(value) or (0,)
    except ValueError:
        message = 'must be one delay such as "20m" (s, m, h or d, to 36500d), or "" for none'
        raise ValueError(message) from None
    return delay


class Grading(StrEnum):
    """How the rating that follows from an answer is used."""

    AUTO = "auto"
    PROPOSE = "propose"
    SELF = "self"


def _grading(value: Any) -> str:
    if value not in [*Grading]:
        raise ValueError(f"must be one of {', '.join(Grading)}")
    return str(value)


def _python(value: Any) -> str:
    if value != "" and not (isinstance(value, str) and re.fullmatch(r"3\.\d{1,2}", value)):
        raise ValueError('must be a version of Python 3 such as "3.13", or ""')
    return str(value)


def _folders(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(map(_is_folder_name, value)):
        raise ValueError("must be a list of folder names")
    return tuple(value)


def _is_folder_name(value: Any) -> bool:
    """Whether a value can name a folder; `~name` must be a user's home."""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        Path(value).expanduser()
    except RuntimeError:
        return False
    return True


def _parameters(value: Any) -> tuple[float, ...]:
    numbers = isinstance(value, list) and all(
        isinstance(item, int | float) and not isinstance(item, bool) and abs(item) < _TOO_LARGE
        for item in value
    )
    if not numbers or len(value) not in (0, FSRS_PARAMETERS):
        raise ValueError(f"must be a list of {FSRS_PARAMETERS} numbers, or [] for the defaults")
    return tuple(float(item) for item in value)


SETTINGS = (
    Setting(
        "new_per_day", 20, "number", "New cards per study day, in all decks together.",
        _whole(0, 9_999),
    ),
    Setting(
        "reviews_per_day", 200, "number", "Due cards per study day; learning steps do not count.",
        _whole(0, 99_999),
    ),
    Setting(
        "desired_retention", 0.9, "number", "Chance of recall at which a card is due.",
        _fraction(0.7, 0.99),
    ),
    Setting(
        "learning_steps", (60, 600), "delays", "Steps of a new card before it enters review.",
        _delays,
    ),
    Setting(
        "relearning_steps", (600,), "delays", "Steps of a card after a lapse.", _delays,
    ),
    Setting(
        "learn_ahead", 1200, "delay",
        "A step due within this time is asked when nothing else is left.", _delay,
    ),
    Setting(
        "rollover", 4, "hour", "Hour of the local day at which a study day starts.", _whole(0, 23),
    ),
    Setting(
        "maximum_interval", 36_500, "days", "The longest interval, in days.", _whole(1, 36_500),
    ),
    Setting("fuzz", True, "switch", "Spread cards learned together over several days.", _switch),
    Setting("bury_siblings", True, "switch", "Ask at most one card of a note per day.", _switch),
    Setting(
        "leech_threshold", 8, "lapses",
        "Lapses at which a card is reported as a leech, again after every half as many; 0 for never.",
        _whole(0, 99),
    ),
    Setting(
        "grading", "propose", "text",
        "auto records the rating that follows from the answer, propose suggests it, self leaves"
        " it to you.",
        _grading,
    ),
    Setting(
        "python", "", "text",
        "Version of Python that answers are about where they depend on it, such as `3.13`; if empty, the"
        " one that runs studycards, at most 3.15.",
        _python,
    ),
    Setting(
        "deck_folders", (), "folders",
        "More folders of decks, searched after your own and before the shipped ones.", _folders,
    ),
)  # fmt: skip


FORMER = (
    Setting(
        "fsrs_parameters", None, "numbers", "The 21 weights of FSRS-6, now kept in the history.",
        _parameters,
    ),
)  # fmt: skip
"""Settings of earlier versions; the history adopts a value found in the file."""


class Settings(NamedTuple):
    """The learner's settings; documented in the table `SETTINGS`."""

    new_per_day: int
    reviews_per_day: int
    desired_retention: float
    learning_steps: tuple[int, ...]
    relearning_steps: tuple[int, ...]
    learn_ahead: int
    """Seconds."""
    rollover: int
    maximum_interval: int
    fuzz: bool
    bury_siblings: bool
    leech_threshold: int
    grading: str
    python: str
    deck_folders: tuple[str, ...]
    fsrs_parameters: tuple[float, ...] | None
    """Adopted by the history: None if the file has none, empty for the defaults."""


def read_settings(values: Mapping[str, Any], origin: str) -> Settings:
    """Settings from parsed TOML, with defaults for the rest.

    Raises:
        ConfigError: Names every invalid setting, with `origin`.
    """
    known = {setting.name: setting for setting in (*SETTINGS, *FORMER)}
    problems = [f"unknown setting '{name}'" for name in values if name not in known]
    chosen = {name: setting.default for name, setting in known.items()}
    for name in values.keys() & known.keys():
        try:
            chosen[name] = known[name].read(values[name])
        except ValueError as error:
            problems.append(f"{name} {error}")
    if problems:
        raise ConfigError(
            f"{origin}: {'; '.join(sorted(problems))}",
            hint="`studycards config` lists the settings and explains them.",
        )
    return Settings(**chosen)


def parse_settings(content: bytes, path: Path) -> dict[str, Any]:
    """The values in a settings file.

    Raises:
        ConfigError: It is not TOML in UTF-8, or nests brackets too deeply.
    """
    import tomllib  # noqa: PLC0415 - 3 ms that most starts can save

    try:
        return tomllib.loads(_shallow(content.decode()))
    except ValueError as error:  # also numbers of thousands of digits
        raise ConfigError(
            f"cannot read the settings in {path}: {error}", hint="Fix or remove the file."
        ) from error


def load_settings(path: Path) -> Settings:
    """Settings from a file; the defaults if there is none.

    Raises:
        ConfigError: The file is not TOML or holds an invalid setting.
        StudycardsError: The file cannot be read.
    """
    content = settings_content(path)
    return read_settings(parse_settings(content, path) if content else {}, str(path))


_LARGEST_FILE = 2**20
"""Bytes of a settings file."""


def settings_content(path: Path) -> bytes | None:
    """The content of a settings file; None if there is none.

    Raises:
        StudycardsError: The file cannot be read: it is a pipe, a folder, not the learner's.
        ConfigError: It is larger than 1 MiB.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "it is not a file")  # noqa: TRY301 - a reason as others
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StudycardsError(
            f"cannot read the settings in {path}: {getattr(error, 'strerror', None) or error}",
            hint="Check that the folder is yours; STUDYCARDS_HOME moves it.",
        ) from error
    if len(content) > _LARGEST_FILE:
        message = f"cannot read the settings in {path}: the file is larger than 1 MiB"
        raise ConfigError(message, hint="Fix or remove the file.")
    return content


_MOST_BRACKETS = 50
"""Brackets open at once; no setting needs more than one."""


_LONGEST_VALUE = 10_000
"""Characters of a setting on the command line."""


def _shallow(text: str) -> str:
    """A text that nests no brackets too deeply for a parser that recurses for each.

    Raises:
        ValueError: It does.
    """
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        if depth > _MOST_BRACKETS:
            raise ValueError("nested too deeply")
    return text


def shown(setting: Setting, value: Any) -> str:
    """A value of `Settings` as written in the file."""
    if setting.read is _delays:
        return '"' + " ".join(_delay_text(delay) for delay in value) + '"'
    if setting.read is _delay:
        return f'"{_delay_text(value)}"' if value else '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return _toml(value)


def _toml(value: Any) -> str:
    """A text or a number; TOML has the escapes of JSON."""
    import json  # noqa: PLC0415 - 1 ms, needed only to show settings

    return json.dumps(value, ensure_ascii=False)


def _delay_text(seconds: int) -> str:
    unit = next(name for name, size in reversed(_UNITS.items()) if seconds % size == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def with_setting(text: str, setting: Setting, value: str) -> str:
    """The text of a settings file with one setting changed, everything else kept.

    Args:
        text: Valid TOML.
        setting: The setting to change.
        value: As in TOML; a text needs no quotes.

    Raises:
        ConfigError: The value is not TOML in UTF-8, or longer than 10,000 characters.
    """
    # 14 ms, needed only to change a setting.
    import tomllib  # noqa: PLC0415

    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    bare = setting.kind in ("delay", "delays", "text") and not value.startswith(('"', "'"))
    try:
        if len(value) > _LONGEST_VALUE:
            raise ValueError("too long")  # noqa: TRY301 - one of its reasons
        value.encode()
        if not bare:
            tomllib.loads(
                f"value = {_shallow(value)}"
            )  # refuses more than older versions of tomlkit
        item = tomlkit.string(value) if bare else tomlkit.value(_shallow(value))
    except (ValueError, TOMLKitError) as error:
        message = f"{setting.name}: '{value[:100]}' is not a value"
        example = shown(
            setting, setting.default or ("3.13" if setting.kind == "text" else ("~/notes",))
        )
        raise ConfigError(message, hint=f"Write it as in TOML, such as '{example}'.") from error
    # A line that tomlkit adds ends in LF.
    crlf = 0 < text.count("\n") == text.count("\r\n")
    document = tomlkit.parse(text.replace("\r\n", "\n") if crlf else text)
    document[setting.name] = item
    changed = tomlkit.dumps(document)
    return changed.replace("\n", "\r\n") if crlf else changed
