//! Colours, or none of them.

use anstyle::{AnsiColor, Color, Style};

/// The styles of the output. Plain ones print nothing, so that the same code writes with colours and without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Palette {
    pub heading: Style,
    pub faint: Style,
    pub kept: Style,
    pub matched: Style,
    pub substituted: Style,
}

impl Palette {
    pub const COLOURED: Self = Self {
        heading: Style::new().bold(),
        faint: Style::new().dimmed(),
        kept: foreground(AnsiColor::Green),
        matched: foreground(AnsiColor::Green),
        substituted: foreground(AnsiColor::Magenta),
    };
    /// Labels on standard error.
    pub const ERROR: Style = foreground(AnsiColor::Red).bold();
    pub const PROBLEM: Style = foreground(AnsiColor::Magenta).bold();
}

/// Yellow and cyan cannot be read on white, nor blue on black; red, green and magenta can on both, and the latter two
/// are told apart by those who see no red or no green.
const fn foreground(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}
