# Everything runs in .venv. The first target call sets it up; later ones see that nothing changed.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: help setup env demo test check quality bench soak clean

help:
	@echo "make demo     set up, crawl the sample newsroom, search it"
	@echo "make setup    the virtual environment alone, in $(VENV)"
	@echo "make env      .env with random secrets for docker-compose.yml: make env CONTACT=you@example.org"
	@echo "make test     set up, then ruff, mypy --strict, import rules and pytest"
	@echo "make quality  lemma, extraction, language, relevance, tag and duplicate figures against their floor"
	@echo "make bench    speed, as ratios to bare Scrapy, bare Trafilatura and so on"
	@echo "make soak     long crash tests"

setup: $(RUN_STAMP)

$(RUN_STAMP): requirements.txt tools/setup.sh
	@PYTHON="$(PYTHON)" sh tools/setup.sh $(VENV) requirements.txt
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.txt
	@PYTHON="$(PYTHON)" sh tools/setup.sh $(VENV) requirements-dev.txt
	@touch $@

env:
	@"$(PYTHON)" tools/make_env.py $(if $(CONTACT),'$(CONTACT)')

demo: $(RUN_STAMP)
	@$(BIN)/python -m tests.newsroom.demo

check: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Many tests wait for crawls and servers: three processes, a file's tests in
# one of them, in our order (tests/conftest.py).
PYTEST_ARGS ?= -n 3 --dist loadfile --no-loadscope-reorder

test: check
	$(BIN)/python -m pytest $(PYTEST_ARGS)

quality: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.quality

bench: $(DEV_STAMP)
	$(BIN)/python -m benchmarks

soak: $(DEV_STAMP)
	$(BIN)/python -m pytest -m soak --timeout=0

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
