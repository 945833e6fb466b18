//! Numbers of the command line, and what is said of others.

/// From 0 to 1.
pub fn share(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or("it must be a number from 0 to 1")
}

/// From `least` to 65,536.
pub fn count(least: usize) -> impl Fn(&str) -> Result<usize, String> + Clone {
    between(least, 65_536)
}

/// From `least` to `most`.
pub fn between(least: usize, most: usize) -> impl Fn(&str) -> Result<usize, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| format!("it must be a whole number from {least} to {most}"))
    }
}

/// From 0 on.
pub fn whole(text: &str) -> Result<usize, &'static str> {
    text.parse().map_err(|_| "it must be a whole number from 0 on")
}
