//! What only a gate needs: where the root is, what git says was changed, and the findings as text.

pub mod changes;
pub mod root;
pub mod text;
