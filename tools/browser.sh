#!/bin/sh
# Installs Chromium and Chinese fonts from Debian's packages when they are missing and we may.
have_browser() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }
have_fonts() { fc-list :lang=zh-cn 2>/dev/null | grep -q .; }
have_browser && have_fonts && exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
  echo "Installing Chromium and Chinese fonts ..."
  export DEBIAN_FRONTEND=noninteractive
  $as_root apt-get update -qq >/dev/null
  $as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null 2>&1
fi
have_browser && have_fonts && exit 0

echo "The journeys need Chromium and a Chinese font, and I may not install them." >&2
echo "Please do: sudo apt-get install chromium fonts-noto-cjk" >&2
[ "${CI:-}" = true ] && exit 1
echo "They are skipped." >&2
