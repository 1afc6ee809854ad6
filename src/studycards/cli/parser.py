"""The command line as typer reads it: each command is imported when it is called.

Annotations are evaluated here and in `review`: typer evaluates a text four times, which would add
2 ms to a start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from studycards import __version__
from studycards.cli import COMMANDS, process
from studycards.cli.failures import reported

_UsageError: Any = typer.BadParameter.__mro__[1]
"""The base of all errors on the command line, which typer does not export."""


class Commands(TyperGroup):
    """Commands that are imported when called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command, imported on use: building all of them would add 10 ms to every start."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            module = import_module(f"studycards.cli.{cmd_name}")
            app = typer.Typer(add_completion=False)
            app.command(cmd_name, short_help=COMMANDS[cmd_name])(getattr(module, cmd_name))
            self.commands[cmd_name] = typer.main.get_command(app)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the first word; for an unknown word, the nearest ones are suggested."""
        if args and args[0] not in COMMANDS:
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Read the options before the command."""
        process.drop_impossible_sizes()
        with _usage_shown_safely():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with reported(), _usage_shown_safely():
            return super().invoke(ctx)


@contextmanager
def _usage_shown_safely() -> Iterator[None]:
    """What typer tells of an argument cannot control the terminal."""
    try:
        yield
    except _UsageError as error:
        from studycards.terminal.safe import visible

        error.message = visible(error.message)
        raise


app = typer.Typer(
    name="studycards",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"studycards {__version__}")
        raise typer.Exit


@app.callback()
def studycards(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Spaced repetition for people who program."""
