"""Cards that are shown, revealed and rated by the learner."""

from __future__ import annotations

from dataclasses import dataclass

from studycards.cards.asking import Judgement, Prompt, Reveal


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A question and an answer, both Markdown made by the kind."""

    question: str
    expected: str

    def prompt(self, seed: str) -> Prompt:  # noqa: ARG002 - nothing to shuffle
        """The question."""
        return Prompt(self.question, Reveal())

    def answer(self) -> str:
        """The answer."""
        return self.expected

    def judge(self, given: str, seed: str) -> Judgement:  # noqa: ARG002 - nothing to shuffle
        """Only the learner can tell."""
        return Judgement(None, given)


def fenced(code: str, language: str = "python") -> str:
    """Code as a Markdown fence that no backticks inside can close."""
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"
