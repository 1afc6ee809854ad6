"""The SQLite edge: the log of events, and the caches derived from it."""
