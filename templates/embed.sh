#!/bin/sh
# Writes the templates into the program's source, so that one binary is all that has to be installed.
# Run it after each change in this folder; a test compares.
set -eu
cd "$(dirname "$0")"

# embed ENUMERATION SOURCE SENTENCE FILE…
embed() {
  name=$1 out=$2 sentence=$3
  shift 3
  {
    printf '// swift-format-ignore-file\n'
    printf '// Made by templates/embed.sh from the files in templates/; edit those.\n\n'
    printf '/// %s\n' "$sentence"
    printf 'package enum %s {\n  package static let files: [String: String] = [\n' "$name"
    for file in "$@"; do
      printf '    "%s": ###"""\n' "${file##*/}"
      cat "$file"
      printf '\n"""###,\n'
    done
    printf '  ]\n}\n'
  } > "$out.new"
  mv "$out.new" "$out"
}

embed EmbeddedTemplates ../Sources/Site/EmbeddedTemplates.swift \
  'The templates as they stand in the program, by file name.' *.css *.js *.mustache
embed EmbeddedMailTemplates ../Sources/Delivery/Templates/EmbeddedMailTemplates.swift \
  'The templates of mails as they stand in the program, by file name.' email/*.css email/*.mustache
