"""Decks and history joined: the open collection, and a module for each use case beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studycards.collection import index
from studycards.decks.find import deck_files
from studycards.errors import ConfigError
from studycards.history.database import BackUp, copy_in_memory, open_history, transaction
from studycards.history.log import Log
from studycards.scheduling.memory import DEFAULT_PARAMETERS, are_parameters
from studycards.scheduling.rules import Rules

if TYPE_CHECKING:
    from datetime import datetime

    from studycards.config import Settings
    from studycards.decks.find import SearchPath
    from studycards.errors import HistoryError
    from studycards.history.database import Progress


class Collection:
    """The handle that use cases take: deck files, history and settings."""

    def __init__(
        self,
        *,
        history: Path,
        search_path: SearchPath,
        settings: Settings,
        now: datetime,
        progress: Progress = lambda *_: None,
        settings_file: Path | None = None,
        unwritable: HistoryError | None = None,
    ) -> None:
        """Open a history and the decks on a search path; changed decks are read by `refresh`.

        Args:
            history: The file, which is created or migrated if needed.
            search_path: The folders of decks.
            settings: Those in the learner's file. Scheduling rules that changed there are
                recorded; the rules in force are `log.rules`, as another device may have changed
                them.
            now: The time at which changed rules are recorded.
            progress: Called with the progress of a migration or a fold.
            settings_file: The learner's file of settings, for backups.
            unwritable: Why the history cannot be written: a copy in memory is opened, and this is
                raised where an event is to be recorded.

        Raises:
            HistoryError: The history cannot be opened.
            ConfigError: The settings hold invalid parameters.
        """
        rules = _rules_in(settings)
        self.history = history
        self.search_path = search_path
        self.settings = settings
        self.settings_file = settings_file
        if unwritable:
            self.db = copy_in_memory(history, progress)
        else:
            self.db = open_history(history, progress, BackUp(self.belongings, now))
        self.log = Log(self.db)
        fold_progress = partial(progress, "Rescheduling")
        try:
            self.log.adopt(rules, now, fold_progress)
            self.log.bring_up_to_date(fold_progress)
            self.log.unwritable = unwritable
        except BaseException:
            self.db.close()
            raise

    def belongings(self) -> dict[str, Path]:
        """The settings file and the learner's own decks, by their names in a backup."""
        own = self.search_path.own
        found = {f"decks/{Path(p).relative_to(own).as_posix()}": Path(p) for p in deck_files([own])}
        return found | ({"config.toml": self.settings_file} if self.settings_file else {})

    def close(self) -> None:
        """Close the history."""
        self.db.close()

    def refresh(self, progress: Progress = lambda *_: None) -> None:
        """Read the decks that changed."""
        if not index.is_current(self.db, deck_files(self.search_path.folders)):
            with transaction(self.db, self.log.waiting):
                self.reindex(progress)

    def reindex(self, progress: Progress = lambda *_: None) -> None:
        """Read the decks that changed; call it inside a transaction."""
        files = deck_files(self.search_path.folders)
        index.refresh(self.db, files, partial(progress, "Reading decks"))


def _rules_in(settings: Settings) -> dict[str, Any]:
    """The scheduling rules that the settings hold.

    Raises:
        ConfigError: The parameters are not 21 weights within their bounds.
    """
    found = {name: getattr(settings, name) for name in Rules._fields if name in settings._fields}
    parameters = settings.fsrs_parameters
    if parameters is None:
        return found
    if parameters and not are_parameters(parameters):
        raise ConfigError(
            "fsrs_parameters in the settings: a weight is outside the bounds of FSRS-6",
            hint="Correct it, or write [] for the defaults.",
        )
    return found | {"parameters": parameters or DEFAULT_PARAMETERS}
