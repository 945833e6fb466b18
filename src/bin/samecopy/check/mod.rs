//! What only a gate needs: the baseline, where the root is, what git says was changed, the findings as text, and where
//! their forms go.

pub mod baseline;
pub mod changes;
pub mod destinations;
pub mod root;
pub mod text;
