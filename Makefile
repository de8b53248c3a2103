# make run: Talka with its examples on http://127.0.0.1:8000 · make test: everything · make check: form, types, contracts
# HOST, PORT, DATABASE_URL and TALKA_VAR are respected; PYTHON says which Python makes .venv.
.DEFAULT_GOAL := run
.PHONY: run serve test fuzz check bench lock format describe sbom install analysis install-test wheel wheelhouse clean

BIN := .venv/bin
CODE := src tests bench requirements manage.py hatch_build.py
TYPED := $(wildcard src/talka/*/actions.py src/talka/*/actions src/talka/*/queries.py src/talka/*/queries src/talka/*/tables src/talka/methods)

run: install
	@exec $(BIN)/talka demo

serve: install
	@exec $(BIN)/talka serve

install:
	@requirements/install base

# Heavy tables and charts, beside what every page needs.
analysis:
	@requirements/install analysis

install-test:
	@requirements/install test

.venv: install

# TESTS=path or -k word narrows it; WORKERS=1 runs it in order. A file's tests share a worker, and what it has set up.
test: install-test
	@exec $(BIN)/pytest -n $(or $(WORKERS),logical) --dist loadfile --no-loadscope-reorder $(TESTS)

# Every importer fed with nonsense: each file of tests/fuzz for TIME seconds (make test gives each a few).
fuzz: install-test
	@TALKA_FUZZ_SECONDS=$(or $(TIME),60) exec $(BIN)/pytest -n $(or $(WORKERS),logical) --dist loadfile tests/fuzz

# make -k check goes on after the first fault; each step is a target of its own.
CHECKS := check-format check-code check-types check-contracts check-templates check-translations check-migrations check-django \
	check-audit
.PHONY: $(CHECKS)
check: $(CHECKS)

check-format: install-test
	$(BIN)/ruff format --check --quiet $(CODE)
	$(BIN)/djangofmt --check --quiet src
check-code: install-test
	$(BIN)/ruff check --quiet $(CODE)
check-types: install-test
	$(BIN)/mypy --strict --follow-imports=silent --exclude '/tests/' $(TYPED)
check-contracts: install-test
	$(BIN)/lint-imports --no-logo
check-templates: install-test
	$(BIN)/djlint --lint --quiet src
	$(BIN)/djangofmt check --quiet src
check-translations: install-test
	$(BIN)/talka translations check
check-migrations: install-test
	$(BIN)/talka manage makemigrations --check --dry-run
check-django: install-test
	$(BIN)/talka check
# Needs a network; without one it says so and does not fail.
check-audit: install-test
	@$(BIN)/python -m requirements.audit

# One JSON line per claim; CLAIM=name runs one file of bench/.
bench:
	@requirements/install bench
	@exec $(BIN)/python -m bench $(CLAIM)

# Takes the newest versions that fit; hashes for every platform, no address of any index.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" --upgrade

lock: install-test
	$(LOCK) pyproject.toml requirements/base.in -o requirements/base.txt
	$(LOCK) requirements/analysis.in -o requirements/analysis.txt
	$(LOCK) requirements/test.in -o requirements/test.txt
	$(LOCK) requirements/bench.in -o requirements/bench.txt

# Lays out code and templates.
format: install-test
	$(BIN)/ruff format --quiet $(CODE)
	$(BIN)/djangofmt check --fix --quiet src
	$(BIN)/djangofmt --quiet src

# Tables of signals and slots, and figures of the source, as docs/developers has them.
describe: install-test
	$(BIN)/python docs/describe_house.py

# dist/talka-….whl holds everything; dist/wheels holds all that it needs too, for machines of this kind with this Python:
# pip install --no-deps dist/wheels/*.whl, and dist/wheels/analysis/*.whl for heavy tables and charts
wheel: install
	@rm -f dist/talka-*.whl
	@$(BIN)/pip wheel --quiet --no-build-isolation --no-deps --wheel-dir dist .

wheelhouse: wheel
	@rm -rf dist/wheels
	@mkdir -p dist/wheels/analysis
	@for set in base:. analysis:analysis; do $(BIN)/pip download --quiet --quiet --require-hashes --no-deps \
		--only-binary :all: --dest dist/wheels/$${set#*:} -r requirements/$${set%:*}.txt || exit 1; done
	@cp dist/talka-*.whl dist/wheels
	@echo "All wheels are in dist/wheels."
# What `pip install talka` brings along, with licences, as CycloneDX JSON.
sbom: install-test
	@$(BIN)/python -m requirements.bill dist/talka.cdx.json

clean:
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
