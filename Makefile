# make demo   sets up, builds, runs the 35 nights of the CDNOW sample and builds the site
# make test   sets up and runs every check: format, unit tests, soundness, the demo's result
# make fixtures   computes the expectations of models and statistics again with the frameworks themselves
# make fuzz   throws damaged input at our parsers, FUZZ_SECONDS=60 at each, or at TARGETS alone
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

RELEASE := .build/release/scorebook
TESTED := .build/tests/release/scorebook

# A crash then tells functions and not lines; it takes less time to build, and two fifths less room.
FLAGS := -debug-info-format none

.PHONY: help demo test build format lint fixtures fuzz clean

FUZZ_SECONDS ?= 60
TARGETS ?=

help:
	@sed -n 's/^# //p' Makefile

build:
	@.ci/setup build
	swift build -c release --product scorebook $(FLAGS)

demo: build
	@.ci/setup demo
	@.ci/demo $(RELEASE)

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks

format:
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks

test:
	@.ci/setup test
	$(MAKE) --no-print-directory lint
	@.ci/tests build
	@.ci/tests run
	@.ci/check-markdown
	@.ci/demo $(TESTED)
	@.ci/check-demo $(TESTED)
	@.ci/check-process $(TESTED)
	@.ci/check-mlflow $(TESTED)
	@.ci/check-cards $(TESTED)
	@.ci/check-site $(TESTED)
	@.ci/check-mail $(TESTED)
	@.ci/check-hooks $(TESTED)
	@.ci/readme-commands $(TESTED)
	@.ci/kill-test $(TESTED) 20
	SCOREBOOK_DEMO_TARGET=$(CURDIR)/_out/cdnow.db .ci/tests run --filter "Demo(Evaluation|Readout)Tests"

fixtures:
	@.ci/fixtures

fuzz:
	@.ci/fuzz $(FUZZ_SECONDS) $(TARGETS)

clean:
	rm -rf .build .build-fuzz .scorebook _out _site
