#!/bin/sh
# Installs Pango, which draws PDF, and Chinese fonts from Debian's packages when they are missing and we may.
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fontconfig"
have_pango() { "${1:-python3}" -c 'import ctypes.util as c, sys; sys.exit(not all(map(c.find_library, ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))))' 2>/dev/null; }
have_fonts() { fc-list :lang=zh-cn 2>/dev/null | grep -q .; }
have_pango "$@" && have_fonts && exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
  echo "Installing Pango and Chinese fonts ..."
  export DEBIAN_FRONTEND=noninteractive
  $as_root apt-get update -qq >/dev/null
  # shellcheck disable=SC2086
  $as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null 2>&1
fi
have_pango "$@" && have_fonts && exit 0

echo "Printing role cards needs Pango and a Chinese font, and I may not install them." >&2
echo "Please do: sudo apt-get install $packages" >&2
[ "${CI:-}" = true ] && exit 1
echo "The tests of printing are skipped; everything else runs." >&2
