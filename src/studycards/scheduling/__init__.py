"""When a card comes back: pure functions over values, no clock, no files."""
