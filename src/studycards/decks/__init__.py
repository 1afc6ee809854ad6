"""The YAML edge: find deck files, read them, append to them."""
