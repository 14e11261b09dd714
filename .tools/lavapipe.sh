#!/usr/bin/env bash
# Installs Mesa's software Vulkan driver (lavapipe, with shader-f16) on a Debian machine, for the tests in Node.
# Debian 12's own Mesa is too old for Dawn, so there it comes from the backports suite of the mirror that
# the machine already uses. Changes nothing where it is installed, where it can't be, or without root.
set -euo pipefail
oldest_major=23

major() { dpkg-query -W -f '${Version}' mesa-vulkan-drivers 2>/dev/null | sed 's/^[0-9]*://; s/\..*//'; }
is_new_enough() { [ "$(major || true)" -ge "$oldest_major" ] 2>/dev/null; }

if is_new_enough; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo 'lavapipe: not installed; it takes root on Debian or Ubuntu' >&2
  exit 0
fi

export DEBIAN_FRONTEND=noninteractive
. /etc/os-release
target=()
if [ "${VERSION_CODENAME:-}" = bookworm ]; then
  target=(-t bookworm-backports)
  # the first stanza of the machine's own sources, with its suites replaced
  awk 'NR > 1 && /^Types:/ { exit } /^Suites:/ { print "Suites: bookworm-backports"; next } { print }' \
    /etc/apt/sources.list.d/debian.sources >/etc/apt/sources.list.d/backports.sources
fi
apt-get update -qq && apt-get install -y -qq --no-install-recommends "${target[@]}" mesa-vulkan-drivers libvulkan1
