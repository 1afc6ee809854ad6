"""Everything that is shown, and the keys that are read; used by `cli` alone."""
