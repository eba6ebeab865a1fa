# Two commands: `make demo` shows it working, `make test` checks everything.
# Both set up what they need in .venv, and do nothing twice. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
DATA := .piketpaal
SAMPLE := corpus/sample/documents
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --constraint constraints.txt

# At run time nothing leaves this machine: no telemetry, no hub, no driver download.
export ANONYMIZED_TELEMETRY := False
export GRADIO_ANALYTICS_ENABLED := False
export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export SE_OFFLINE := true
export ORT_DISABLE_TELEMETRY := 1

QUESTION_1 := Hoe maken we de Vogelbuurt klimaatbestendig als het riool toch opengaat?
QUESTION_2 := Hoe krijgen we 1.000 extra bomen geplant en is er dekking voor het beheer?
QUESTION_3 := Wie is bestuurlijk opdrachtgever voor de vergroening van de Vogelbuurt en welke instrumenten ontbreken?

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

.PHONY: demo
demo: .venv/installed $(DATA)/.sample ## set up, read the sample municipality, answer three questions
	@for question in "$(QUESTION_1)" "$(QUESTION_2)" "$(QUESTION_3)"; do \
	    printf '\n────────────────────────────────────────\n%s\n\n' "$$question"; \
	    $(BIN)/piketpaal --data $(DATA) ask "$$question"; \
	done
	@printf '\nZelf vragen stellen in de browser: make chat\n'
	@printf 'Op de opdrachtregel: %s/piketpaal --data %s ask "Hoe ...?"\n' '$(BIN)' '$(DATA)'

.PHONY: chat
chat: .venv/installed $(DATA)/.sample ## open the chat over the sample municipality
	@$(BIN)/piketpaal --data $(DATA) chat

.PHONY: test
test: .venv/installed-dev browser lint ## set up, then ruff, mypy and every test
	@echo 'Tests uitvoeren (duurt enkele minuten) ...'
	@$(BIN)/python -m pytest -q

.PHONY: lint
lint: .venv/installed-dev ## ruff and mypy
	@echo 'Code controleren met ruff en mypy ...'
	@$(BIN)/python -m ruff check --quiet .
	@$(BIN)/python -m ruff format --check --quiet .
	@$(BIN)/python -m mypy

.PHONY: format
format: .venv/installed-dev ## let ruff lay out the code
	@$(BIN)/python -m ruff check --quiet --fix .
	@$(BIN)/python -m ruff format --quiet .

.PHONY: bench
bench: .venv/installed $(DATA)/.sample ## measure how long a cold and a warm answer take
	@echo 'Antwoordtijden meten (duurt een minuut) ...'
	@$(BIN)/python -m evals.bench --data $(DATA)

.PHONY: bench-reading
bench-reading: .venv/installed-bench ## measure reading beside other readers (needs real documents)
	@echo 'Inlezen meten, naast andere lezers (duurt vijf tot tien minuten) ...'
	@nice $(BIN)/python -m evals.reading.bench --rivals --markdown docs/inlezen.md $(if $(DOCLING),--docling $(DOCLING))

.PHONY: eval
eval: .venv/installed $(DATA)/.sample ## measure the answers over the sample, with a report in build/meting.html
	@echo 'De vragenset stellen en de antwoorden nameten (duurt een minuut) ...'
	@$(BIN)/piketpaal --data $(DATA) eval --report build/meting.html --gate

.PHONY: baseline
baseline: .venv/installed $(DATA)/.sample ## record how good the answers are now; review the change like code
	@$(BIN)/piketpaal --data $(DATA) eval --record-baseline evals/baseline/wilgenwaard.json

.PHONY: sample
sample: .venv/installed-dev ## make the sample documents again from their sources
	@echo 'Voorbeelddocumenten opnieuw maken ...'
	@$(BIN)/python -m corpus.sample.build

.PHONY: setup
setup: .venv/installed-dev ## set up .venv with the development tools

.PHONY: constraints
constraints: ## renew constraints.txt with the newest packages that pyproject.toml allows
	@echo 'Nieuwste pakketten bepalen (duurt 2-4 minuten) ...'
	@rm -rf build/constraints
	@$(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip --disable-pip-version-check install -qq '.[dev,bench]'
	@sed '/^[^#]/,$$d' constraints.txt > build/constraints.txt
	@build/constraints/bin/python -m pip --disable-pip-version-check freeze --exclude piketpaal \
	    | sed 's/+[a-z0-9]*$$//' >> build/constraints.txt
	@mv build/constraints.txt constraints.txt
	@rm -rf build/constraints

.PHONY: clean
clean: ## remove .venv, the sample store and every cache
	rm -rf .venv $(DATA) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The browser test drives a real Chromium; without one it is skipped, except in CI.
.PHONY: browser
browser:
	@if ! { command -v chromium && command -v chromedriver; } >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo 'Chromium installeren voor de browsertest (apt-get install chromium chromium-driver) ...'; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	        apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-liberation; } >/dev/null 2>&1 \
	    || echo 'Chromium kon niet worden geïnstalleerd; de browsertest wordt overgeslagen.'; \
	fi

# ---- what is made once -------------------------------------------------------------------

# An environment holds the folder it was made in, so one that was copied or moved is remade.
ifneq ($(shell cat .venv/here 2>/dev/null),$(CURDIR))
.PHONY: .venv/here
endif

.venv/here:
	@command -v "$(PYTHON)" >/dev/null || { echo '$(PYTHON) ontbreekt: installeer Python 3.11 of nieuwer.' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Python 3.11 of nieuwer is nodig; $(PYTHON) is $$("$(PYTHON)" -V 2>&1). Kies een andere met: make PYTHON=python3.12 ..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo '$(PYTHON) mist venv/ensurepip. Op Debian en Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Python-omgeving maken in .venv ...'
	@rm -rf .venv
	@"$(PYTHON)" -m venv .venv
	@pwd -P > $@

.venv/installed: .venv/here pyproject.toml constraints.txt
	@echo 'Pakketten installeren (duurt 2-4 minuten) ...'
	@$(PIP) --editable . || { echo 'Installeren mislukt; de regels hierboven zeggen waarom.' >&2; exit 1; }
	@touch $@

.venv/installed-dev: .venv/installed
	@echo 'Testgereedschap installeren ...'
	@$(PIP) --editable '.[dev]' || { echo 'Installeren mislukt; de regels hierboven zeggen waarom.' >&2; exit 1; }
	@touch $@

.venv/installed-bench: .venv/installed
	@echo 'Andere lezers installeren ...'
	@$(PIP) --editable '.[bench]' || { echo 'Installeren mislukt; de regels hierboven zeggen waarom.' >&2; exit 1; }
	@touch $@

# The sample is read again only when a document or the code that reads it is newer.
ifneq ($(shell find corpus ingest -type f -not -name '*.pyc' -newer $(DATA)/.sample 2>/dev/null),)
.PHONY: $(DATA)/.sample
endif

$(DATA)/.sample: .venv/installed
	@echo 'Voorbeelddocumenten inlezen ...'
	@$(BIN)/piketpaal --data $(DATA) ingest --no-ocr $(SAMPLE)
	@touch $@
