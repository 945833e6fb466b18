//! The bodies of the fuzz targets, which `cargo test` runs as well.

#[path = "../../tests/formats/bodies.rs"]
mod bodies;

/// Runs the body of this name.
pub fn run(name: &str, bytes: &[u8]) {
    let (_, body) = bodies::BODIES.iter().find(|(known, _)| *known == name).expect("a body of this name");
    body(bytes);
}
