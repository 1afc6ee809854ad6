"""The front-ends of a terminal: what is shown, and the keys that are read."""
