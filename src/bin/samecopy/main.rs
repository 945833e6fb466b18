//! x
mod explain;

fn main() {}
