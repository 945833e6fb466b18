//! The scorer of the comparison with peers is tested where there is a Python.

use std::{path::Path, process::Command};

#[test]
fn the_scorer_counts_as_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    if !folder.exists() {
        eprintln!("skipped: the package does not hold benches/peers");
        return;
    }
    // Without bytecode, which would be left in the source.
    let unittest = Command::new("python3").args(["-B", "-m", "unittest"]).current_dir(folder).output();
    match unittest {
        Err(error) => eprintln!("skipped: python3 does not run: {error}"),
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
    }
}
