#!/usr/bin/env bash
# Validates Tech Data's fixtures against the document types that are made from the declarations. A document type declaration
# in a fixture is left aside: nothing is ever fetched. Documents of a case that begins with `loose-` are those that no
# document type allows; of each such pair, one must fail, so that none hides there without need.
set -euo pipefail
cd "$(dirname "$0")/.."

validate() {
  local root
  root=$(sed -n 's/.*<\(XML_[A-Za-z_]*\)[ />].*/\1/p' "$1" | head -n 1)
  [ -n "$root" ] && xmllint --noout --nonet --dtdvalid "docs/reference/techdata/$root.dtd" "$1"
}

good=0 loose=0 wrong=0
while read -r request; do
  response=${request%.request.xml}.response.xml
  failed=0
  for document in "$request" "$response"; do
    if ! report=$(validate "$document" 2>&1); then
      failed=1
      case $document in
        */loose-*) ;;
        *)
          printf '%s\n' "$report" >&2
          wrong=$((wrong + 1))
          ;;
      esac
    fi
  done
  case $request in
    */loose-*)
      loose=$((loose + 1))
      if [ "$failed" -eq 0 ]; then
        echo "$request and its response are valid: no reason to call them loose" >&2
        wrong=$((wrong + 1))
      fi
      ;;
    *) good=$((good + 1)) ;;
  esac
done < <(find fixtures/techdata -name '*.request.xml' | sort)

if [ "$good" -eq 0 ] || [ "$wrong" -gt 0 ]; then
  echo "$wrong documents are wrong, of $good pairs" >&2
  exit 1
fi
echo "document types: $good pairs valid, $loose loose ones"
