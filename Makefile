# make demo   sets up, builds, runs the 35 nights of the CDNOW sample and builds the site
# make test   sets up and runs every check: format, unit tests, soundness, the demo's result
# make fixtures   computes the expectations of models and statistics again with the frameworks themselves
# make fuzz   throws damaged input at our parsers, FUZZ_SECONDS=60 at each, or at TARGETS alone
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

RELEASE := .build/release/scorebook

# A crash then tells functions and not lines; both builds take less time, and the program two fifths less room.
FLAGS := -debug-info-format none

.PHONY: help demo test build format lint fixtures fuzz clean

FUZZ_SECONDS ?= 60
TARGETS ?=

help:
	@sed -n 's/^# //p' Makefile

build:
	@.ci/setup build
	swift build -c release --product scorebook --static-swift-stdlib $(FLAGS)

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
	swift build --build-tests $(FLAGS)
	swift test --skip-build
	@.ci/check-markdown
	$(MAKE) --no-print-directory demo
	@.ci/check-demo $(RELEASE)
	@.ci/check-process $(RELEASE)
	@.ci/check-mlflow $(RELEASE)
	@.ci/check-cards $(RELEASE)
	@.ci/check-site $(RELEASE)
	@.ci/check-mail $(RELEASE)
	@.ci/check-hooks $(RELEASE)
	@.ci/readme-commands $(RELEASE)
	@.ci/kill-test $(RELEASE) 20
	SCOREBOOK_DEMO_TARGET=$(CURDIR)/_out/cdnow.db swift test --skip-build --filter "Demo(Evaluation|Readout)Tests"

fixtures:
	@.ci/fixtures

fuzz:
	@.ci/fuzz $(FUZZ_SECONDS) $(TARGETS)

clean:
	rm -rf .build .build-fuzz .scorebook _out _site
