# shellcheck shell=bash
# Shared by bot/run and tests/run: the Debian packages, and how a preset is configured and built. Sourced, never run.
# Says what it does on stderr, so that stdout belongs to whoever sources it.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# What CMake's find_package calls need (cmake/libraries.cmake), the compiler, and what the executable reads at run time.
# libboost1.81-dev: Debian's default, 1.74, lacks what we use of Asio.
# shellcheck disable=SC2034  # used by those who source this
build_packages=(
    g++ cmake ninja-build ccache pkg-config
    libboost1.81-dev libssl-dev nlohmann-json3-dev libsqlitecpp-dev libsqlite3-dev libfmt-dev libspdlog-dev
    libcli11-dev libtomlplusplus-dev libexpected-dev libhowardhinnant-date-dev prometheus-cpp-dev libsimdjson-dev
    tzdata ca-certificates
)

say() { printf '%s\n' "$*" >&2; }

# One line that says what is wrong and what to do.
fail()
{
    say "docket: $*"
    exit 1
}

as_root()
{
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# Prints those of the named packages that are not installed, one a line.
missing_packages()
{
    local installed name
    # dpkg-query ends with 1 as soon as one name is unknown to it; what it prints is right all the same.
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for name in "$@"; do
        grep -qxF "installed $name" <<<"$installed" || printf '%s\n' "$name"
    done
}

# Installs those of the named packages that are missing; asks the network only if there are any. Never removes one.
install_packages()
{
    command -v dpkg-query >/dev/null || fail "this is not Debian: install the counterparts of these yourself: $*"
    local -a missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0

    local by_hand="apt-get install --no-install-recommends ${missing[*]}"
    if [[ " ${missing[*]} " == *" libboost1.81-dev "* && -z $(missing_packages libboost1.74-dev) ]]; then
        fail "libboost1.74-dev is installed and Debian allows no second Boost beside it: 'apt-get install libboost1.81-dev' as root replaces it; then start again"
    fi
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        fail "packages are missing and there is no sudo: as root, run: $by_hand"
    fi

    say "docket: installing ${#missing[@]} Debian packages and what they need: ${missing[*]}"
    local log started=$SECONDS
    local -a apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
    log=$(mktemp)
    if ! as_root "${apt[@]}" update >"$log" 2>&1 ||
        ! as_root "${apt[@]}" install --no-install-recommends --no-remove "${missing[@]}" >>"$log" 2>&1; then
        tail -n 8 "$log" >&2
        rm -f "$log"
        fail "the packages could not be installed (see above): mend that, or as root run: $by_hand"
    fi
    rm -f "$log"
    say "docket: installed in $((SECONDS - started)) s"
}

# Compilers at once: one a core, and no more than memory carries at 1.2 GB for the largest file.
build_jobs()
{
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1200000) }' /proc/meminfo)
    ((memory >= 1)) || memory=1
    echo $((memory < cores ? memory : cores))
}

# configure PRESET: once; again when the presets changed or the checkout moved. Ninja sees to every other change.
configure()
{
    local folder=$root/build/$1
    if [[ -f $folder/build.ninja && $folder/configured -nt $root/CMakePresets.json ]] &&
        grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        return 0
    fi
    mkdir -p "$folder" 2>/dev/null || true
    [[ -w $folder ]] || fail "$folder cannot be written: remove it, or start as its owner"
    (cd "$root" && cmake --fresh --log-level=NOTICE --preset "$1" >&2) || return 1
    touch "$folder/configured"
}

# build PRESET [TARGET…]
build()
{
    local preset=$1
    shift
    (cd "$root/build/$preset" && ninja -j "$(build_jobs)" "$@" >&2)
}
