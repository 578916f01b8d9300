#!/bin/bash
# runs the night
set -euo pipefail
export TZ=UTC NAME='single $quoted # no comment'
if [ "$1" = "--again" ]; then   # tail
  echo "it's ${NAME:-none} # no comment"
fi
for file in data/*.csv; do
  scorebook score repurchase@champion "$file" -o "out/${file##*/}" || exit 1
done
path=a#b
cat <<EOF
a here document with "quotes" # no comment
EOF
echo done $? $HOME
