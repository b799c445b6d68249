# `make` alone lists the targets. Targets that need the environment install it first.

.DEFAULT_GOAL := help
SHELL := /bin/bash

# The environment: Python 3.11 and the exact packages of requirements.lock, in .venv.
IS_3_11 := -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'
PYTHON ?= $(shell for name in python3.11 python3; do \
	$$name $(IS_3_11) 2>/dev/null && command -v $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DBT := $(BIN)/dbt

# dbt uses the project's profile, not the one in the user's home, and sends no usage statistics.
export DBT_PROFILES_DIR := $(CURDIR)/profiles
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

# `make test` builds here: from scratch each time, and never in the database in use.
TEST_DIR := build/test

comma := ,
# $(call part,name,command): prints the part's name, and prints it again if the command fails.
define part
echo "==> $(1)"; $(2) || { echo "==> FAILED: $(1)" >&2; exit 1; }
endef

.PHONY: help
help: ## List what `make` can do
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: environment
environment: $(STAMP) ## Install the locked packages into .venv (other targets do this themselves)

# Runs again when the lock changes. --no-deps: the lock is complete. --require-hashes: only locked
# files are installed. compileall: without bytecode, each start of dbt takes 3 s longer, and pip
# would compile on one core. Files that do not compile are skipped, as pip would skip them.
$(STAMP): requirements.lock
	@test -n "$(PYTHON)" && "$(PYTHON)" $(IS_3_11) \
		|| { echo "Python 3.11 is needed: install it, or run make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "==> installing the environment into $(VENV) (about a minute)"
	@"$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check \
		--no-deps --require-hashes --no-compile -r requirements.lock
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
	@touch $@

.PHONY: build
build: $(STAMP) ## Build and test the demo in DuckDB, and show the campaigns (unit tests run in `make test`)
	@mkdir -p build
	@$(BIN)/python -m tools.build --target duckdb --full-refresh --exclude-resource-type unit_test
	@$(BIN)/python -m tools.show_campaigns

.PHONY: publish
publish: $(STAMP) ## Copy the marts into a DuckDB file for BI tools, which no build locks (ARGS="--parquet DIR --account ID")
	@$(BIN)/python -m tools.publish $(ARGS)

.PHONY: dashboard
dashboard: $(STAMP) ## Open the dashboard on what was published, in a browser (publishes first if nothing was; ARGS="--server.port 8600")
	@test -f $${SMS_ANALYTICS_PUBLISHED:-build/published/sms_marts.duckdb} || $(BIN)/python -m tools.publish
	@$(BIN)/python -m streamlit run dashboard/app.py $(ARGS)

.PHONY: demo
demo: build ## Build the demo, publish it and open the dashboard, in one go (ARGS="--server.port 8600")
	@$(MAKE) --no-print-directory publish ARGS=
	@$(MAKE) --no-print-directory dashboard

# The templater queries the database. An empty in-memory database is enough, and a running build
# cannot lock it.
LINT := SMS_ANALYTICS_DUCKDB_PATH=:memory: $(BIN)/sqlfluff lint --processes 2 --disable-progress-bar
LINT_ALL := $(LINT) $(wildcard models tests analyses)

# Lint and dbt each use one core, so they run in parallel. Lint's output is shown when dbt is done.
.PHONY: test
test: $(STAMP) ## Run everything CI runs: dbt's tests, lint, the Python tests; stops at the first failure
	@rm -rf $(TEST_DIR) && mkdir -p $(TEST_DIR)
	@$(LINT_ALL) > $(TEST_DIR)/lint.log 2>&1 & lint=$$!; trap 'kill $$lint 2>/dev/null' EXIT; \
		$(call part,dbt build with all of its tests,SMS_ANALYTICS_DUCKDB_PATH=$(TEST_DIR)/sms_analytics.duckdb $(DBT) build --target duckdb --target-path $(TEST_DIR)/target); \
		$(call part,lint,{ wait $$lint || { cat $(TEST_DIR)/lint.log; false; }; })
	@$(call part,dbt 2.0,$(MAKE) --no-print-directory parse-dbt2)
	@$(call part,Python tests,SMS_ANALYTICS_TEST_BUILD="$(CURDIR)/$(TEST_DIR)" $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 10)
	@echo "==> all passed"

# What changed is what differs from the manifest of the last `make test-quick` that passed; the first one runs all unit tests.
QUICK_DIR := build/quick
QUICK := DBT_TARGET_PATH=$(QUICK_DIR)/target SMS_ANALYTICS_DUCKDB_PATH=$(QUICK_DIR)/sms_analytics.duckdb
.PHONY: test-quick
test-quick: $(STAMP) ## Run between edits (some minutes; longer the first time): lint, the demo with its data tests, unit tests of what changed, the second computation of the demo
	@mkdir -p $(QUICK_DIR)/passed
	@$(call part,lint of changed files,$(MAKE) --no-print-directory lint-files)
	@$(call part,the demo and its data tests,$(QUICK) $(BIN)/python -m tools.build --target duckdb --full-refresh --exclude-resource-type unit_test)
	@$(call part,unit tests of what changed,$(QUICK) $(DBT) --quiet test --target duckdb --select $$(test -f $(QUICK_DIR)/passed/manifest.json \
		&& echo state:modified$(comma)test_type:unit --state $(QUICK_DIR)/passed || echo test_type:unit))
	@$(call part,second computation of the demo,SMS_ANALYTICS_TEST_BUILD="$(CURDIR)/$(QUICK_DIR)" \
		$(BIN)/python -m pytest --quiet tests/python/test_second_computation.py::test_demo)
	@cp $(QUICK_DIR)/target/manifest.json $(QUICK_DIR)/passed/
	@echo "==> passed; \`make test\` runs everything"

# dbt 2.0 rejects some Jinja that dbt-core accepts. Its wheel exists for some platforms only. It writes into the project
# that it parses, so it gets a copy.
DBT2 := build/dbt2
.PHONY: parse-dbt2
parse-dbt2: $(STAMP) ## Parse the project with dbt 2.0 (skipped if its wheel is not available)
	@if $(BIN)/python -m venv $(DBT2) && $(DBT2)/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
			--no-deps --require-hashes -r requirements.dbt2.txt 2> $(DBT2)/pip.log; then \
		rm -rf $(DBT2)/project && mkdir $(DBT2)/project && git ls-files -z | xargs -0 cp --parents --no-dereference -t $(DBT2)/project \
			&& (cd $(DBT2)/project && ../bin/dbt parse --target duckdb) > $(DBT2)/parse.log 2>&1 \
			&& echo "    dbt 2.0 parses the project" || { cat $(DBT2)/parse.log; exit 1; }; \
	else echo "    skipped: the wheel of dbt 2.0 is not available here"; fi

.PHONY: test-python
test-python: $(STAMP) ## Run only the Python tests (ARGS="-k comparer" selects some)
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: test-engines
test-engines: $(STAMP) ## Compare DuckDB with Postgres, cell by cell (starts its own Postgres)
	@$(BIN)/python -m pytest tests/python/test_engines.py

.PHONY: test-spark
test-spark: $(STAMP) ## Build and test everything on Spark, and compare with DuckDB, cell by cell (needs Java 17; takes an hour or more)
	@SMS_ANALYTICS_SPARK_TESTS=all $(BIN)/python -m pytest -rs tests/python/test_spark.py

.PHONY: test-all
test-all: export SMS_ANALYTICS_KILLS := 10
test-all: test test-spark ## Run `make test`, and the tests it leaves out because they take an hour or more

.PHONY: lint
lint: $(STAMP) ## Check the style of all SQL
	@$(LINT_ALL)

.PHONY: lint-files
lint-files: $(STAMP) ## Check the style of some SQL files (FILES="a.sql b.sql"; default: changed files)
	@files="$(or $(FILES),$$(git ls-files --modified --others --exclude-standard -- 'models/*.sql' 'tests/*.sql' 'analyses/*.sql'))"; \
		if [ -n "$$files" ]; then $(LINT) $$files; else echo "no SQL file has changed"; fi

.PHONY: docs
docs: $(STAMP) ## Generate the documentation site into one page, target/static_index.html (after `make build`)
	@mkdir -p build
	$(DBT) docs generate --target duckdb --static
	@$(BIN)/python -m tools.docs_page target/static_index.html
	@echo "Open target/static_index.html in a browser: it needs no server and no network"

.PHONY: demo-data
demo-data: $(STAMP) ## Regenerate the demo events in seeds/raw/
	$(BIN)/python -m tools.demo_data

.PHONY: scale-data
scale-data: $(STAMP) ## Generate raw events of any size (MESSAGES=1000000 OUT=build/scale_data; ARGS="--more-days 1")
	$(BIN)/python -m tools.scale_data --messages $(or $(MESSAGES),1000000) --output $(or $(OUT),build/scale_data) $(ARGS)

.PHONY: benchmark
benchmark: $(STAMP) ## Measure the project against a hand-written script; writes docs/performance.md (SIZES="1 3 10" RUNS=3 ARGS=--postgres)
	$(BIN)/python -m tools.benchmark --sizes $(or $(SIZES),1 3 10) --runs $(or $(RUNS),3) $(ARGS)

.PHONY: benchmark-spark
benchmark-spark: $(STAMP) ## Measure the project on Spark; writes docs/spark_performance.md (SIZE=10; needs Java 17)
	$(BIN)/python -m tools.benchmark.spark --size $(or $(SIZE),10) --increment $(ARGS)

.PHONY: yaml
yaml: $(STAMP) ## Generate the YAML that repeats the raw contract and the KPI dictionary
	@$(BIN)/python -m tools.generate_yaml

.PHONY: lock
lock: ## Pin requirements.in into requirements.lock, with hashes (needs `uv`: pip install uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	uv pip compile requirements.in --override requirements.override --generate-hashes \
		--universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" \
		--quiet --output-file requirements.lock

.PHONY: clean
clean: ## Remove the output of builds and tests (keeps the environment; rm -r .venv removes it)
	rm -rf target logs dbt_packages .pytest_cache
	find build -mindepth 1 ! -name .gitkeep -delete
	find tools tests -name __pycache__ -type d -prune -exec rm -rf {} +
