#!/bin/sh
# Voxtally in one word: `voxtally` opens the window, `voxtally COMMAND …` runs a command without one.
set -eu

# Where this script really lies, whatever link it was called by.
self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
here=$(cd "$(dirname "$self")" && pwd -P)

case $(uname -s) in
  Darwin)
    application=$here/../../MacOS/Voxtally
    headless=
    ;;
  *)
    application=$here/../voxtally
    # Without it Electron ends where there is no display.
    headless=--ozone-platform=headless
    ;;
esac

case ${1-} in
  # Nothing, or switches of Chromium's or Node's: the window. Any other word is for the command line to know or refuse.
  '' | --no-sandbox | --disable-* | --enable-* | --force-* | --gtk-* | --lang=* | --ozone-* | --password-store=* | --use-* | \
    --inspect* | --remote-debugging-* | -remote-debugging-*) exec "$application" "$@" ;;
esac

# A command opens no page, so there is nothing for a sandbox to hold, and root and containers have none.
# Behind `--` no word is a switch of Chromium's or Node's.
# shellcheck disable=SC2086 # empty on macOS, where it must not become a word
exec "$application" $headless --no-sandbox --disable-gpu --log-level=3 --run-command -- "$@"
