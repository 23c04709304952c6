#!/usr/bin/env bash
# Reads the files of `b2b sync run` with DuckDB and pyarrow. See README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

if [[ -z ${B2B:-} ]]; then
  cargo build --release --bin b2b
  B2B=target/release/b2b
fi
b2b=$(realpath "$B2B")

work=$(mktemp -d "${TMPDIR:-/tmp}/b2b-tables.XXXXXX")
pid=
finish() {
  if [[ -n $pid ]]; then
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"

mkfifo "$work/stdout"
"$b2b" sandbox --write-config "$work/b2b.toml" >"$work/stdout" &
pid=$!
exec 3<"$work/stdout" # stays open, or the sandbox's next line would kill it
read -r -t 60 ready <&3 || { echo "the sandbox printed no ready line" >&2; exit 1; }
[[ -n $ready ]]

"$work/venv/bin/python" "$here/write_jobs.py" "$work/jobs.parquet"
# 1 says that some was not answered: there is an article among the jobs that nobody has.
code=0
"$b2b" --config "$work/b2b.toml" sync run "$work/jobs.parquet" --out "$work/out" --format parquet --format sqlite || code=$?
[[ $code == 1 ]] || { echo "b2b sync run ended with $code" >&2; exit 1; }
"$work/venv/bin/python" "$here/read_tables.py" "$work/out" docs/reference/sync.md
