//! Keeps the panics of others from ending the program.

use std::{
    any::Any,
    cell::Cell,
    fmt::Display,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may fail or panic, and says why it did.
///
/// While it runs, panics of this thread are not printed, since they are told as problems of the file. What `work`
/// holds must not be used any more after an error.
pub(super) fn guarded<T, E: Display>(work: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    match result {
        Ok(result) => result.map_err(|error| {
            let error = error.to_string();
            // Who speaks is clear from the format of the file.
            ["Parquet error: ", "Parser error: ", "Ipc error: "]
                .iter()
                .find_map(|name| error.strip_prefix(name))
                .unwrap_or(&error)
                .to_owned()
        }),
        Err(panic) => Err(message(&*panic)),
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    text.unwrap_or("its reader panicked").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_and_the_next_call_is_guarded_too() {
        for _ in 0..2 {
            let of: Vec<u8> = Vec::new();
            let ended = guarded(|| Ok::<u8, String>(of[3]));
            assert!(ended.unwrap_err().contains("out of bounds"));
        }
        assert_eq!(guarded(|| Err::<(), _>("no")), Err("no".to_owned()));
        assert_eq!(guarded(|| Ok::<_, String>(7)), Ok(7));
    }
}
