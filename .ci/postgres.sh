#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL set: `.ci/postgres.sh npm run jest`.
# Uses the server that TEST_DATABASE_URL names; without one, it starts a PostgreSQL of its own from the
# installed binaries (15 or newer), in a temporary folder, and takes it away afterwards.
set -euo pipefail

oldest=15

# The folder of the newest installed server binaries.
postgres_bin() {
  local candidate newest=0 found=''
  for candidate in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
    "$(pg_config --bindir 2>/dev/null || true)" "$(dirname "$(command -v initdb || true)")"; do
    [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] || continue
    local version
    version=$("$candidate/initdb" --version | sed -E 's/.* ([0-9]+).*/\1/')
    if [ "$version" -gt "$newest" ]; then newest=$version found=$candidate; fi
  done
  if [ "$newest" -lt "$oldest" ]; then
    echo "No PostgreSQL $oldest or newer is installed here: install one, or name a server in TEST_DATABASE_URL." >&2
    return 1
  fi
  echo "$found"
}

# PostgreSQL refuses to run as root: then it runs as the account its package made, or as nobody.
as_server() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
  local account=nobody
  if id postgres >/dev/null 2>&1; then account=postgres; fi
  setpriv --reuid="$account" --regid="$(id -g "$account")" --clear-groups "$@"
}

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

start_postgres() {
  server_bin=$(postgres_bin)
  server_home=$(mktemp -d "${TMPDIR:-/tmp}/guestlist-postgres-XXXXXX")
  chmod 711 "$server_home"
  mkdir "$server_home/server"
  if [ "$(id -u)" -eq 0 ]; then
    chown "$(id -u postgres 2>/dev/null || id -u nobody)" "$server_home/server"
  fi
  local port
  port=$(free_port)
  (
    cd "$server_home/server"
    as_server "$server_bin/initdb" -D "$server_home/server/data" -U guestlist -A trust -E UTF8 --no-sync >/dev/null
    # The data are thrown away, so nothing needs to reach the disk.
    as_server "$server_bin/pg_ctl" -D "$server_home/server/data" -l "$server_home/server/log" -w -t 60 start \
      -o "-h 127.0.0.1 -p $port -k '' -c fsync=off -c full_page_writes=off -c max_connections=300" >/dev/null
  ) || { cat "$server_home/server/log" >&2 || true; return 1; }
  export TEST_DATABASE_URL="postgres://guestlist@127.0.0.1:$port/postgres"
}

stop_postgres() {
  [ -n "${server_home:-}" ] || return 0
  (cd "$server_home/server" && as_server "$server_bin/pg_ctl" -D "$server_home/server/data" -m immediate stop >/dev/null) || true
  rm -rf "$server_home"
}

if [ -z "${TEST_DATABASE_URL:-}" ]; then
  trap stop_postgres EXIT
  start_postgres
fi
"$@"
