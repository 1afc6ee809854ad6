"""One sitting as a pure state machine."""
