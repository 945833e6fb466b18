# Every recipe is what continuous integration runs; `just ci` runs them all.

[private]
default:
    @just --list --unsorted

# Find the same copies in the fixtures
run *OPTIONS:
    cargo run --release --locked -- scan fixtures/feed.jsonl {{ OPTIONS }}

# All tests
test *OPTIONS:
    cargo test --locked --all-features {{ OPTIONS }}

# Reading without the features that are not in the default
test-default:
    cargo test --locked --test read

# Format, lints, the library without the command line, and the lock file of the fuzz targets, which nothing here builds
lint:
    cargo fmt --check
    cargo clippy --locked --all-targets --all-features -- -D warnings
    cargo clippy --locked --lib --no-default-features -- -D warnings
    cargo tree --locked --depth 0 --manifest-path fuzz/Cargo.toml

# Documentation, broken links being errors
doc $RUSTDOCFLAGS="-D warnings":
    cargo doc --locked --no-deps --all-features

# The guide as a website, in docs/guide/book
guide:
    mdbook build docs/guide

# No dependency needs a newer Rust than Cargo.toml promises (our own code: `just lint`)
msrv:
    .ci/msrv

# Benchmarks
bench *OPTIONS:
    cargo bench --locked {{ OPTIONS }}

# Fuzzes a reader, the words or the passages until stopped; needs cargo-fuzz. `ls fuzz/fuzz_targets` names the targets
fuzz TARGET *OPTIONS:
    SAMECOPY_CORPUS={{ justfile_directory() }}/fuzz/corpus cargo test --locked --test formats corpus
    RUSTC_BOOTSTRAP=1 cargo fuzz run {{ TARGET }} -- -rss_limit_mb=1024 -timeout=10 {{ OPTIONS }}

# samecopy beside its peers: installs them, makes the articles, prints a table (benches/peers/README.md)
peers *OPTIONS:
    python3 benches/peers/run.py {{ OPTIONS }}

# CPU and memory from 10,000 to a million articles, by threads, and of skewed articles
growth *OPTIONS:
    python3 benches/peers/growth.py {{ OPTIONS }}

# Recall of the candidates against exact comparison of all pairs: `just oracle feed.jsonl`
oracle *OPTIONS:
    cargo bench --locked --bench oracle -- {{ OPTIONS }}

# What reading the same articles costs from each format: `just reading feed.jsonl`
reading *OPTIONS:
    cargo bench --locked --all-features --bench reading -- {{ OPTIONS }}

# Licences, bans and sources of the dependencies; `cargo deny check` also asks for advisories, over the network
deny:
    cargo deny --locked --all-features check licenses bans sources

[private]
deny-if-installed:
    @if command -v cargo-deny >/dev/null; then {{ just_executable() }} deny; \
        else echo "skipped: licences of the dependencies, for which cargo-deny is not installed" >&2; fi

# What would be published, built from the packed sources
package:
    cargo package --locked

# The program with man pages and completions, as releases have it
archive TARGET=`rustc -vV | sed -n 's/^host: //p'`:
    .ci/archive {{ TARGET }}

# The Debian package; needs cargo-deb
deb:
    .ci/deb

# Breaks of the library's interface since a revision; needs cargo-semver-checks
semver SINCE:
    cargo semver-checks --baseline-rev {{ SINCE }} --only-explicit-features

# Everything a change has to pass
ci: lint msrv deny-if-installed doc test test-default
