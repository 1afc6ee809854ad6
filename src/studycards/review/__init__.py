"""One review session: the queue, a pure state machine, its effects, exercises, the editor."""
