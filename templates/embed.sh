#!/bin/sh
# Writes the templates into the program's source, so that one binary is all that has to be installed.
# Run it after each change in this folder; a test compares.
set -eu
cd "$(dirname "$0")"
out=../Sources/Site/EmbeddedTemplates.swift
{
  printf '// swift-format-ignore-file\n'
  printf '// Made by templates/embed.sh from the files in templates/; edit those.\n\n'
  printf '/// The templates as they stand in the program, by file name.\n'
  printf 'package enum EmbeddedTemplates {\n  package static let files: [String: String] = [\n'
  for file in *.css *.js *.mustache; do
    printf '    "%s": ###"""\n' "$file"
    cat "$file"
    printf '\n"""###,\n'
  done
  printf '  ]\n}\n'
} > "$out.new"
mv "$out.new" "$out"
