# Shared by the scripts of this folder; sourced, never run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# Runs a command as root, saying so where that needs sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        say "  (sudo) $*"
        sudo "$@"
    else
        die "This needs root, and there is no sudo. As root, run:  $*"
    fi
}

# The C libraries, by the headers that the build reads.
missing_libraries() {
    local missing=()
    have_header histedit.h || missing+=("$1")
    have_header cmark-gfm.h || missing+=("$2")
    have_header cmark-gfm-core-extensions.h || missing+=("${3:-$2}")
    have_header sqlite3.h || missing+=("$4")
    printf '%s\n' "${missing[@]}" | sort -u | grep -v '^$' || true
}

have_header() {
    local folder
    for folder in /usr/include /usr/local/include /opt/homebrew/include \
        "$(xcrun --show-sdk-path 2>/dev/null || true)/usr/include"; do
        [ -e "$folder/$1" ] && return 0
    done
    return 1
}

# Debian and Ubuntu ship the venv module in a package of its own.
missing_venv() {
    local python=$1
    "$python" -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv\n'
}

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

ensure_system() {
    command -v swift >/dev/null ||
        die "Swift is missing: install Swift 6.2 or later from https://www.swift.org/install, then run this again."
    local python packages
    if ! find_python >/dev/null && command -v apt-get >/dev/null; then
        install_debian python3 python3-venv
    fi
    python=$(find_python) ||
        die "Python 3.11 or later is missing: install it, then run this again."
    if command -v apt-get >/dev/null; then
        packages=$(missing_libraries libedit-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libsqlite3-dev
            case $python in /usr/bin/*) missing_venv "$python" ;; esac)
        [ -z "$packages" ] || install_debian $packages
    elif command -v brew >/dev/null; then
        packages=$(missing_libraries libedit cmark-gfm cmark-gfm sqlite)
        [ -z "$packages" ] || { say "Installing with Homebrew:" $packages; brew install $packages; }
    else
        packages=$(missing_libraries libedit cmark-gfm cmark-gfm sqlite3)
        [ -z "$packages" ] || die "Development files are missing; install them with your package manager:" $packages
    fi
}

install_debian() {
    say "Installing system packages: $*"
    as_root apt-get install -y -q "$@" >/dev/null 2>&1 && return 0
    as_root apt-get update -q >/dev/null
    as_root apt-get install -y -q "$@" >/dev/null ||
        die "apt-get could not install them. Run it yourself to see why:  apt-get install $*"
}

# Builds quietly: one line that moves on a terminal, the whole output when it fails.
build() {
    local log
    log=$(mktemp)
    if [ -t 2 ]; then
        swift build --package-path "$root" "$@" 2>&1 | tee "$log" | show_progress
    else
        swift build --package-path "$root" "$@" >"$log" 2>&1
    fi
    local status=${PIPESTATUS[0]}
    if [ "$status" -ne 0 ]; then
        cat "$log" >&2
        rm -f "$log"
        die "The build failed; its output is above."
    fi
    rm -f "$log"
}

show_progress() {
    local line
    while IFS= read -r line; do
        case $line in
            \[*/*\]*|Fetching*|Computing*|Creating*|Compiling*|Building*)
                printf '\r\033[K  %.74s' "$line" >&2 ;;
        esac
    done
    printf '\r\033[K' >&2
}
