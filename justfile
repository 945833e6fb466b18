# Every recipe is what continuous integration runs; `just ci` runs them all.

[private]
default:
    @just --list --unsorted

# Find the same copies in the fixtures
run *OPTIONS:
    cargo run --release --locked -- scan fixtures/feed.jsonl {{ OPTIONS }}

# All tests
test *OPTIONS:
    cargo test --locked {{ OPTIONS }}

# Format, lints, and the library without the command line
lint:
    cargo fmt --check
    cargo clippy --locked --all-targets --all-features -- -D warnings
    cargo clippy --locked --lib --no-default-features -- -D warnings

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

# Everything a change has to pass
ci: lint msrv doc test
