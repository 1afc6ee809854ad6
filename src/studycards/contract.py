"""Cards, states, outcomes and statistics as JSON: a stable contract for other programs."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from studycards.cards.asking import Arrange, Choose, Program, Write
from studycards.scheduling.states import New, Rating, Scheduled
from studycards.scheduling.study_day import study_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studycards.collection.cards import CurrentCard
    from studycards.collection.health import Finding
    from studycards.collection.statistics import Bin, DeckCounts, Recall, Report, Retention
    from studycards.history.backup import Backup
    from studycards.scheduling.states import State


def card_json(current: CurrentCard) -> dict[str, Any]:
    """A card with its question, without the answer."""
    card, question = current.card, current.card.question
    value: dict[str, Any] = {
        "id": card.id,
        "note": card.note_id,
        "deck": card.deck,
        "kind": card.kind,
        "tags": list(card.tags),
        "path": str(card.location.path),
        "line": card.location.line,
        "question": question.shown,
    }
    match question.input:
        case Choose(options=options, several=several):
            value |= {"input": "choose", "options": list(options), "several": several}
        case Arrange(items=items):
            value |= {"input": "arrange", "items": list(items)}
        case Write():
            value["input"] = "write"
        case Program(starter=starter):
            value |= {"input": "program", "starter": starter}
        case _:
            value["input"] = "reveal"
    return value


def state_json(state: State, now: datetime, rollover: int) -> dict[str, Any]:
    """The state of a card; `due` is a time, for whole days the start of the study day."""
    if isinstance(state, New):
        return {"phase": "new"}
    if isinstance(state.due, datetime):
        moment = state.due.astimezone(now.tzinfo)
        day = study_day(moment, rollover)
    else:
        day = state.due
        moment = datetime.combine(day, time(rollover), now.tzinfo)
    return {
        "phase": str(state.phase),
        "step": state.step,
        "stability": state.memory.stability,
        "difficulty": state.memory.difficulty,
        "due": moment.isoformat(),
        "due_day": day.isoformat(),
        "interval_days": state.interval,
        "last_review": state.last_review.astimezone(UTC).isoformat(),
        "reps": state.reps,
        "lapses": state.lapses,
    }


def outcomes_json(
    outcomes: Mapping[Rating, Scheduled], now: datetime, rollover: int
) -> dict[str, Any]:
    """The state after each rating, by the rating's name."""
    return {r.name.lower(): state_json(outcomes[r], now, rollover) for r in Rating}


def report_json(report: Report) -> dict[str, Any]:
    """A report, with days in ISO format."""
    return {
        "day": report.day.isoformat(),
        "deck": report.deck,
        "cards": report.cards._asdict(),
        "today": report.today._asdict(),
        "streak": report.streak._asdict(),
        "retention": {found.period: _retention(found) for found in report.retention},
        "due": [{"day": due.day.isoformat(), "cards": due.cards} for due in report.forecast],
        "calendar": [
            {"day": studied.day.isoformat(), "answers": studied.answers}
            for studied in report.calendar
        ],
        "stability": _histogram(report.stability),
        "difficulty": _histogram(report.difficulty),
        "retrievability": _histogram(report.retrievability),
        "decks": [_counts(deck) for deck in report.decks],
    }


def deck_json(deck: DeckCounts) -> dict[str, Any]:
    """The card counts of a deck, with its file and source article."""
    source = {name: text for name, text in deck.source._asdict().items() if text}
    return _counts(deck) | {"path": deck.path, "source": source}


def _counts(deck: DeckCounts) -> dict[str, Any]:
    return {"deck": deck.deck, "title": deck.title, **deck.counts._asdict()}


def _retention(retention: Retention) -> dict[str, Any]:
    return {
        "young": _recall(retention.young),
        "mature": _recall(retention.mature),
        "all": _recall(retention.all),
    }


def _recall(recall: Recall) -> dict[str, Any]:
    return {"passed": recall.passed, "failed": recall.failed, "rate": recall.rate}


def _histogram(bins: Iterable[Bin]) -> list[dict[str, int]]:
    return [{"from": bar.low, "to": bar.high, "cards": bar.cards} for bar in bins]


def backup_json(backup: Backup) -> dict[str, Any]:
    """A backup of the history."""
    return {
        "path": str(backup.path),
        "made_at": backup.moment.isoformat(),
        "reviews": backup.reviews,
        "actions": backup.actions,
        "bytes": backup.size,
        "why": backup.why,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding of `doctor`."""
    return finding._asdict()
