#!/usr/bin/env bash
# Drives the sandbox's inspector in Debian's Chromium. See README.md.
# usage: run.sh [--screenshots DIR]    B2B names the command to start, otherwise it is built
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

if [[ -z ${B2B:-} ]]; then
  cargo build --release --bin b2b
  B2B=${CARGO_TARGET_DIR:-target}/release/b2b
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/b2b-browser.XXXXXX")
pid=
finish() {
  if [[ -n $pid ]]; then
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

# Modules are looked up next to the script that imports them, so the scripts move to them.
cp "$here"/*.mjs "$here/package.json" "$here/package-lock.json" "$work/"
npm ci --prefix "$work" --silent --no-audit --no-fund

mkfifo "$work/stdout"
"$B2B" sandbox --data "$work/state" >"$work/stdout" &
pid=$!
exec 3<"$work/stdout" # stays open, or the sandbox's next line would kill it
if ! read -r -t 60 ready <&3; then
  echo "the sandbox printed no ready line" >&2
  exit 1
fi
printf '%s\n' "$ready" >"$work/ready.json"

# A browser of its own that trusts the sandbox's authority, and verifies certificates as always.
mkdir -p "$work/home/.pki/nssdb"
certutil -d "sql:$work/home/.pki/nssdb" -N --empty-password
certutil -d "sql:$work/home/.pki/nssdb" -A -t C,, -n sandbox -i "$work/state/ca.pem"

if [[ ${1:-} == --screenshots ]]; then
  HOME="$work/home" node "$work/pictures.mjs" "$work/ready.json" "$2"
else
  pictures=${CARGO_TARGET_DIR:-target}/browser
  mkdir -p "$pictures"
  HOME="$work/home" node "$work/inspector.mjs" "$work/ready.json" "$pictures"
fi
