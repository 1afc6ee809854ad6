.PHONY: dev test fast lint types docs bench decks

python = .venv/bin/python

dev:
	python3 -m venv .venv && $(python) -m pip install -q -e '.[dev]'

test:
	$(python) -m pytest

fast:
	$(python) -m pytest -q -m "not slow"

lint:
	.venv/bin/ruff check && .venv/bin/ruff format --check

types:
	.venv/bin/mypy

docs:
	$(python) -m cogapp -P -r README.md docs/*.md
	$(python) -m docs.pictures
	$(python) -m docs.schema

bench:
	$(python) -m benchmarks.measure build/benchmarks

decks:
	STUDYCARDS_HOME=$$(mktemp -d) .venv/bin/studycards check decks/*.yaml --run --trust
