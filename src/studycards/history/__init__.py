"""The SQLite edge: what the learner did, for ever, and what follows from it."""
