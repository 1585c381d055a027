# make run is the whole product on demonstration notices; make test runs every test. Both install what they need.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: install run demo test check bench eval clean

# Compiled here, because a service that may only read its code would compile all of it at every start.
install: $(STAMP)
	$(BIN)/python -m compileall -q bot index knowledge scripts

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[build,dev,ocr]'
	touch $(STAMP)

# Imports, publishes, serves, asks eight questions over the webhook, and goes on serving until Ctrl-C.
run: install
	$(BIN)/gongkai demo --stay

# The same, and stops.
demo: install
	$(BIN)/gongkai demo

# Browser tests need a Chromium (Debian: apt-get install chromium fonts-noto-cjk) and skip without one.
test: install
	$(BIN)/python -m pytest --cov --cov-report=

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	test -f .coverage || $(MAKE) test
	$(BIN)/coverage report

# Ratios against a bare run of the same model in the same process; medians of several runs.
bench: install
	$(BIN)/python -m benchmarks

# The demonstration set; other golden sets: gongkai evaluate GOLDEN.jsonl --data DIR
eval: install
	$(BIN)/gongkai import demo/notices --config demo/gongkai.toml
	$(BIN)/gongkai publish --config demo/gongkai.toml
	$(BIN)/gongkai evaluate demo/golden.jsonl --config demo/gongkai.toml --failures

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage data
