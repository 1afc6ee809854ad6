"""One review session as a pure state machine."""
