#!/usr/bin/env bash
# Installs what the tests of pages, of PostgreSQL, of disks that fail and of backups read without Shilu need from Debian
# where it is missing and this user may; else says what is missing.
set -u
missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk fontconfig)
{ ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; } >/dev/null 2>&1 || missing+=(postgresql)
{ command -v cc && [ -e /usr/include/stdio.h ]; } >/dev/null 2>&1 || missing+=(gcc libc6-dev)
command -v age >/dev/null || missing+=(age)
[ ${#missing[@]} -eq 0 ] && exit 0

# Debian's postgresql makes and starts a server of its own. The tests start theirs; this machine is left without one.
no_server_of_its_own() {
    local settings=/etc/postgresql-common/createcluster.conf
    apt-get install -y -qq --no-install-recommends postgresql-common || return
    sed -i '$a create_main_cluster = false' "$settings"
    trap "sed -i '\${/^create_main_cluster = false\$/d}' $settings" EXIT
}

install_missing() {
    apt-get update -qq
    if [[ " ${missing[*]} " == *" postgresql "* ]]; then no_server_of_its_own || return; fi
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    install_missing >/dev/null 2>&1 && exit 0
fi
echo "Missing: ${missing[*]}. The tests of pages, PostgreSQL, failing disks and backups need them and will say so." >&2
