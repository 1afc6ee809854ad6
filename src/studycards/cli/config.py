"""`studycards config`: the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studycards.cli import complete, context
from studycards.errors import ConfigError, HistoryError, UsageProblemError

if TYPE_CHECKING:
    from studycards.config import Settings


def config(
    name: Annotated[
        str | None, typer.Argument(help="A setting.", autocompletion=complete.setting_names)
    ] = None,
    value: Annotated[str | None, typer.Argument(help="New value.")] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show the settings, show one, or change one.

    Example: studycards config new_per_day 10
    """
    from studycards.config import SETTINGS, shown

    known = {setting.name: setting for setting in SETTINGS}
    if name is not None and name not in known:
        raise UsageProblemError(
            f"there is no setting '{name}'", hint=f"Settings: {', '.join(known)}."
        )
    if name is not None and value is not None:
        _change(name, value)
    settings = _in_force(name if value is not None else None)
    chosen = [known[name]] if name else list(SETTINGS)
    if json:
        context.print_json({setting.name: getattr(settings, setting.name) for setting in chosen})
        return
    if name:
        context.out().print(shown(known[name], getattr(settings, name)))
        return
    _table(settings)


def _in_force(changed: str | None) -> Settings:
    """The settings with the scheduling rules that hold: another device may have set them.

    Args:
        changed: A setting that was just written; it holds from now on.
    """
    from studycards.scheduling.rules import Rules

    settings = context.settings()
    if not context.places().history.exists():
        return settings
    try:
        log = context.open_collection(talk=False, refresh=False).log
        if changed in Rules._fields and getattr(log.rules, changed) != getattr(settings, changed):
            log.change_rules({changed: getattr(settings, changed)}, context.clock())
    except HistoryError:
        return settings
    rules = log.rules._asdict()
    return settings._replace(**{n: rule for n, rule in rules.items() if n in settings._fields})


def _table(settings: Settings) -> None:
    from rich.table import Table
    from rich.text import Text

    from studycards.config import SETTINGS, shown

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("setting", "value", "what it is"):
        table.add_column(heading, header_style="bold", no_wrap=heading == "setting")
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        changed = "" if value == setting.default else "bold"
        table.add_row(setting.name, Text(shown(setting, value), changed), setting.help)
    console = context.out()
    console.print(table)
    where = context.places()
    console.print(
        f"\nsettings {where.config}\nhistory  {where.history}\ndecks    {where.decks}",
        soft_wrap=True,
    )


def _change(name: str, value: str) -> None:
    """Write one setting, keeping the rest of the file unchanged."""
    from studycards.config import (
        SETTINGS,
        parse_settings,
        read_settings,
        settings_content,
        with_setting,
    )
    from studycards.files import replace_text

    path = context.places().config
    setting = next(setting for setting in SETTINGS if setting.name == name)
    if "\n" in value:
        raise ConfigError(f"{name}: a value must be on one line", hint=setting.help)
    before = settings_content(path)
    parse_settings(before or b"", path)
    text = with_setting(before.decode() if before else "", setting, value)
    values = parse_settings(text.encode(), path)
    read_settings({name: values[name]}, "nothing was changed")
    read_settings(values, str(path))
    replace_text(path, before, text)
