#!/bin/sh
# From a fresh clone to the open window. What the system lacks is installed first, then the
# playground in .venv, where it disturbs nothing else.
#
#   sh resources/start.sh [options of lstm-gui]   open the window
#   sh resources/start.sh tests [area ...]        run all checks and tests, or some
set -eu

root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
venv=$root/.venv

# What MXNet and Qt load, a font for Chinese, and a screen for tests where there is none.
debian="python3-venv libgomp1 libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 fonts-noto-cjk xvfb xauth"
fedora="python3.12 libgomp libglvnd-egl libglvnd-glx dbus-libs fontconfig glib2 libxkbcommon-x11 xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil google-noto-sans-cjk-fonts xorg-x11-server-Xvfb xorg-x11-xauth"
arch="python gcc-libs libglvnd dbus fontconfig glib2 libxkbcommon-x11 xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil noto-fonts-cjk xorg-server-xvfb xorg-xauth"
if [ "$(uname -m)" = x86_64 ]; then # nothing else has quadruple precision of its own
  debian="$debian libquadmath0"
  fedora="$fedora libquadmath"
fi

say() { printf 'start.sh: %s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "without sudo this is for whoever looks after the machine: $*"
    return 1
  fi
}

lacking_of_debian() {
  for name in $debian; do # some have another name in newer releases: libglib2.0-0t64
    dpkg-query -W -f '${db:Status-Status}\n' "$name" "${name}t64" 2>/dev/null |
      grep -qx installed || printf '%s ' "$name"
  done
}

install_packages() {
  if command -v apt-get >/dev/null; then
    lacking=$(lacking_of_debian)
    [ -z "$lacking" ] && return
    say "installing $lacking"
    as_root apt-get update -qq || say "the lists of packages are as old as they are"
    # shellcheck disable=SC2086 # a list of words is meant, here and below
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $lacking
  elif command -v dnf >/dev/null; then
    rpm -q $fedora >/dev/null 2>&1 || as_root dnf install -y $fedora
  elif command -v pacman >/dev/null; then
    lacking=$(pacman -T $arch) || as_root pacman -S --noconfirm $lacking
  elif command -v brew >/dev/null; then
    command -v python3.12 >/dev/null || brew install python@3.12
  fi
}

fits() { # Debian's Python lacks ensurepip until python3-venv is there
  "$1" -c 'import sys, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 13))' \
    >/dev/null 2>&1
}

make_venv() {
  for python in python3 python3.12 python3.11 python3.10; do
    if fits "$python"; then
      "$python" -m venv --clear "$venv"
      return
    fi
  done
  # MXNet has nothing for a newer Python; uv brings one that fits, for this folder alone.
  say "no Python from 3.10 to 3.12 here, so uv fetches 3.12"
  command -v uv >/dev/null || {
    python3 -m venv --clear "$venv-uv"
    "$venv-uv/bin/pip" install --quiet uv
    PATH=$venv-uv/bin:$PATH
  }
  uv venv --clear --seed --python 3.12 "$venv"
}

install_packages || say "going on without; lstm-gui doctor names what is missing"
fits "$venv/bin/python" || make_venv
if [ "${1-}" = tests ]; then
  shift
  "$venv/bin/python" -m pip install -e "$root[test]"
  cd "$root"
  exec "$venv/bin/python" -m tests "$@"
fi
"$venv/bin/python" -m pip install "$root"
exec "$venv/bin/lstm-gui" "$@"
