"""Code from cards, run in a child process that can do no harm by accident, and little on purpose.

docs/running-code.md says what is stopped and what is not. `runner` starts the child and judges
how it ended, `reading` collects its output, `platform` holds what differs by platform. The modules
`child_*` are sent to the child as text and run there, under Python 3.8 or later: they import
nothing of the package.
"""

from studycards.running.results import InterpreterError, Limits, Outcome, RunResult
from studycards.running.runner import run_code

__all__ = ["InterpreterError", "Limits", "Outcome", "RunResult", "run_code"]
