#!/bin/sh
# What pip cannot install.
#   system.sh venv PYTHON    the module that makes virtual environments
#   system.sh reading        Tesseract with its languages, Voikko with Finnish; without them the rest still works
set -u

debian_reading="tesseract-ocr tesseract-ocr-fin tesseract-ocr-swe tesseract-ocr-eng tesseract-ocr-osd libvoikko1 voikko-fi"
brew_reading="tesseract tesseract-lang libvoikko"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then sudo "$@"
    else return 1
    fi
}

apt_install() {
    command -v apt-get >/dev/null || return 1
    echo "installing $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return
    as_root apt-get update -qq >/dev/null 2>&1 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_reading() {
    command -v tesseract >/dev/null || return 1
    for language in fin swe eng osd; do
        tesseract --list-langs 2>/dev/null | grep -qx "$language" || return 1
    done
    if command -v dpkg >/dev/null; then
        dpkg -s libvoikko1 voikko-fi >/dev/null 2>&1 || return 1
    fi
}

case "$1" in
venv)
    "$2" -c 'import ensurepip, venv' 2>/dev/null && exit 0
    apt_install python3-venv && exit 0
    echo "Python's venv module is missing: install python3-venv (Debian) and run make again" >&2
    exit 1
    ;;
reading)
    has_reading && exit 0
    if [ "$(uname)" = Darwin ] && command -v brew >/dev/null; then
        # shellcheck disable=SC2086
        brew install -q $brew_reading && exit 0
    else
        # shellcheck disable=SC2086
        apt_install $debian_reading && exit 0
    fi
    echo "going on without scans and Finnish corrections; install $debian_reading (macOS: brew install $brew_reading)" >&2
    exit 0
    ;;
esac
