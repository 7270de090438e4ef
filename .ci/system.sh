#!/bin/sh
# What pip cannot install.
#   system.sh venv PYTHON    the module that makes virtual environments
#   system.sh reading        Tesseract with its languages, Voikko with Finnish; without them the rest still works
#   system.sh browser DIR    Chromium, and axe-core of npm into DIR, by which the report is checked; without them it is not
set -u

debian_reading="tesseract-ocr tesseract-ocr-fin tesseract-ocr-swe tesseract-ocr-eng tesseract-ocr-osd libvoikko1 voikko-fi"
axe=axe-core@4.12.1
axe_sha256=66a8aaa95a8b044a7fd74a5435873bf04ff65a1ca75567c921b7509742085a14
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

has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }

has_axe() { [ -f "$1/axe.min.js" ] && echo "$axe_sha256  $1/axe.min.js" | sha256sum -c >/dev/null 2>&1; }

fetch_axe() {
    command -v npm >/dev/null || apt_install npm || return 1
    mkdir -p "$1" && (cd "$1" && npm pack --silent "$axe" >/dev/null 2>&1 && tar xzf axe-core-*.tgz --strip-components=1 package/axe.min.js && rm axe-core-*.tgz)
    has_axe "$1"
}

case "$1" in
browser)
    has_chromium || apt_install chromium
    has_axe "$2" || fetch_axe "$2"
    has_chromium && has_axe "$2" && exit 0
    echo "going on without the check of the report's accessibility; it needs chromium and npm" >&2
    exit 0
    ;;
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
