#!/usr/bin/env bash
# Runs clients of other languages against a sandbox of its own. See README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

if [[ -n ${B2B:-} ]]; then
  sandbox=("$B2B" sandbox)
else
  cargo build --release --bin b2b
  sandbox=(cargo run --quiet --release --bin b2b -- sandbox)
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/b2b-interop.XXXXXX")
pid=
stop() {
  if [[ -n $pid ]]; then
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
  fi
}
finish() {
  stop
  rm -rf "$work"
}
trap finish EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
# Modules are looked up next to the script that imports them, so the script moves to them.
cp "$here/package.json" "$here/node_client.mjs" "$here/expected_answer.json" "$work/"
npm install --prefix "$work" --silent --no-audit --no-fund --no-package-lock

# Starts a sandbox with these arguments in place of the one before.
serve() {
  stop
  rm -f "$work/stdout"
  mkfifo "$work/stdout"
  "${sandbox[@]}" "$@" >"$work/stdout" &
  pid=$!
  exec 3<"$work/stdout" # stays open, or the sandbox's next line would kill it
  local ready
  if ! read -r -t 60 ready <&3; then
    echo "the sandbox printed no ready line" >&2
    exit 1
  fi
  printf '%s\n' "$ready" >"$work/ready.json"
}

status=0
run() {
  local code=0
  "$@" "$work/ready.json" | tee -a "$work/results.tap" || code=$?
  if ((status == 0)); then status=$code; fi
}

for profile in ethervision-b1 dancik; do
  serve --fcb2b-profile "$profile"
  run python3 "$here/fcb2b_signer.py"
  run python3 "$here/fcb2b_snippet.py"
  run node "$here/fcb2b_signer.mjs"
  run java "$here/Fcb2bSigner.java"
done
run "$work/venv/bin/python" "$here/zeep_client.py"
run node "$work/node_client.mjs"

passed=$(grep -c '^ok ' "$work/results.tap" || true)
failed=$(grep -c '^not ok ' "$work/results.tap" || true)
echo "$passed passed, $failed failed"
exit "$status"
