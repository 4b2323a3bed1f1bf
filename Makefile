# make book · make test · make lab · make clean · make help
# Another Python: make book PYTHON=python3.13
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HTML := _build/html
LOCK := pip compile -q --universal --python-version 3.11 --upgrade --no-annotate --no-header --generate-hashes

# Each chapter and many tests have a process of their own: what was compiled for one serves all.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help book publish pdf test lab page numbers links benchmark mutants clean lock

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

book: $(VENV)/book ## Build the book, cold and strict
	@echo "Building the book (a minute or two) …"
	@$(BIN)/python -m analysis.book

publish: $(VENV)/book ## Build the edition that may go on the web, in _build/publish
	@$(BIN)/python -m analysis.book --publish

pdf: $(VENV)/book ## Print the built book as _build/book.pdf (needs Chromium or Chrome)
	@$(BIN)/python -m analysis.book.pdf

test: $(VENV)/test ## Check everything: style, types, functions, the built pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n auto --dist loadgroup

lab: $(VENV)/book ## Open the chapters in JupyterLab
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/chapters

page: $(VENV)/book ## Run and check one chapter: make page PAGE=framing
	@$(BIN)/python -m analysis.book.check $(wildcard chapters/$(PAGE).ipynb $(PAGE).md)

numbers: $(VENV)/book ## Rewrite numbers in the prose that went stale, and show them
	@$(BIN)/python -m analysis.book.check --rewrite index.md chapters/*.ipynb

links: $(VENV)/test $(HTML)/index.html ## Follow every link of the built book (needs a network)
	$(BIN)/linkchecker --check-extern --no-status --no-warnings --ignore-url '\.ttf$$' $(HTML)/index.html

$(HTML)/index.html:
	@$(MAKE) book

benchmark: $(VENV)/test ## Measure speed against other programs (minutes); on 1 GB: make benchmark SIZE=1000
	@$(BIN)/uv pip install -q -p $(BIN)/python duckdb
	$(BIN)/python benchmarks/counting.py $(or $(SIZE),100) $(if $(SIZE),,--keep)
	$(BIN)/python benchmarks/permutations.py

mutants: $(VENV)/test ## Make 300 small changes in the measures; say which no test notices (ten minutes; ALL=--all: seven hours)
	@$(BIN)/uv pip install -q -p $(BIN)/python mutmut==3.8.1
	nice $(BIN)/python -m tests.tools.mutants $(ALL)

clean: ## Remove what was built, the environment included
	rm -rf _build $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -o -name .ipynb_checkpoints -o -name '*.egg-info' | xargs rm -rf

lock: $(VENV)/uv ## Pin the newest versions that pyproject.toml allows
	$(BIN)/uv $(LOCK) --extra book --extra large pyproject.toml -o requirements.txt
	$(BIN)/uv $(LOCK) --extra book --extra large --extra test pyproject.toml -o requirements-test.txt

$(VENV)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "The book needs Python 3.11, 3.12 or 3.13; $(PYTHON) is another. Try: make $(MAKECMDGOALS) PYTHON=python3.13"; \
	  exit 1; }
	@echo "Making the environment $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==0.13.9
	@touch $@

$(VENV)/book: $(VENV)/uv requirements.txt pyproject.toml
	@$(BIN)/uv pip install -q -p $(BIN)/python --require-hashes -r requirements.txt
	@$(BIN)/uv pip install -q -p $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/test: $(VENV)/book requirements-test.txt
	@$(BIN)/uv pip install -q -p $(BIN)/python --require-hashes -r requirements-test.txt
	@touch $@
