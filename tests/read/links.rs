//! Links, loops and rights.

use super::*;
use std::os::unix::fs::{PermissionsExt, symlink};

#[test]
fn a_file_that_is_reached_twice_is_read_once() {
    let files = Files::new(&[("feed/a.txt", b"a")]);
    symlink(files.path("feed/a.txt"), files.path("feed/b.txt")).unwrap();
    let reading = files.read(&["feed", "feed/a.txt", "feed/../feed/b.txt"]);
    assert_eq!(files.ids(&reading), ["feed/a.txt"]);
    assert!(reading.problems.is_empty());
}

#[test]
fn a_directory_loop_is_reported_and_the_rest_is_read() {
    let files = Files::new(&[("feed/a/x.txt", b"x"), ("feed/b.txt", b"b")]);
    symlink(files.path("feed"), files.path("feed/a/loop")).unwrap();
    let reading = files.read(&["feed"]);
    assert_eq!(files.ids(&reading), ["feed/a/x.txt", "feed/b.txt"]);
    assert_one_problem(
        &files.problems(&reading),
        "feed/a/loop",
        &["is a link back to feed,", "remove the link"],
    );
}

#[test]
fn links_to_other_directories_are_followed() {
    let files = Files::new(&[("feed/a.txt", b"a"), ("elsewhere/b.txt", b"b")]);
    symlink(files.path("elsewhere"), files.path("feed/link")).unwrap();
    assert_eq!(files.ids(&files.read(&["feed"])), ["feed/a.txt", "feed/link/b.txt"]);
}

#[test]
fn a_link_to_nothing_is_reported_unless_it_is_hidden() {
    let files = Files::new(&[("feed/a.txt", b"a")]);
    symlink(files.path("nothing"), files.path("feed/dangling.txt")).unwrap();
    symlink(files.path("nothing"), files.path("feed/.#lock.txt")).unwrap();
    let reading = files.read(&["feed"]);
    assert_eq!(files.ids(&reading), ["feed/a.txt"]);
    assert_one_problem(
        &files.problems(&reading),
        "feed/dangling.txt",
        &["is a link to something that does not exist"],
    );
}

#[test]
fn a_link_to_itself_is_reported() {
    let files = Files::new(&[("a.txt", b"a")]);
    symlink(files.path("self.txt"), files.path("self.txt")).unwrap();
    let reading = files.read(&["self.txt", "a.txt"]);
    assert_eq!(files.ids(&reading), ["a.txt"]);
    assert_one_problem(&files.problems(&reading), "self.txt", &["cannot be read"]);
}

#[test]
fn what_may_not_be_read_is_reported_and_the_rest_is_read() {
    let files = Files::new(&[("feed/a.txt", b"a"), ("feed/b/c.txt", b"c"), ("feed/d.txt", b"d")]);
    for name in ["feed/a.txt", "feed/b"] {
        fs::set_permissions(files.path(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if fs::File::open(files.path("feed/a.txt")).is_ok() {
        eprintln!("skipped: this user, probably root, may read everything");
        return;
    }
    let reading = files.read(&["feed"]);
    assert_eq!(files.ids(&reading), ["feed/d.txt"]);
    let mut problems = files.problems(&reading);
    problems.sort();
    assert!(problems[0].starts_with("feed/a.txt: may not be read"), "{problems:?}");
    assert!(problems[1].starts_with("feed/b: may not be read"), "{problems:?}");
    fs::set_permissions(files.path("feed/b"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_it_is_read_is_reported() {
    // The memory of a process opens like a regular file, and its first page cannot be read.
    let files = Files::new(&[("a.txt", b"a")]);
    let inputs = [Input::new("/proc/self/mem"), Input::new(files.path("a.txt"))];
    let reading = read(&inputs, &ReadOptions::default(), &mut "".as_bytes()).unwrap();
    assert_eq!(files.ids(&reading), ["a.txt"]);
    assert_one_problem(&files.problems(&reading), "/proc/self/mem", &["cannot be read"]);
}

#[test]
fn a_pipe_is_kept_so_that_its_lines_can_be_given_back() {
    let (reader, mut writer) = std::io::pipe().unwrap();
    let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&reader));
    if !Path::new(&path).exists() {
        eprintln!("skipped: no /dev/fd here");
        return;
    }
    std::io::Write::write_all(&mut writer, b"{\"text\":\"a\"}\n").unwrap();
    drop(writer);
    let reading = read(&[Input::new(&path)], &ReadOptions::default(), &mut "".as_bytes()).unwrap();
    assert_eq!(raw(&reading), [b"{\"text\":\"a\"}"]);
}

#[test]
fn a_list_of_feeds_cannot_have_a_device_read() {
    let list = r#"<opml version="2.0"><body><outline xmlUrl="file:///dev/zero"/><outline xmlUrl="a.xml"/></body></opml>"#;
    let feed = "<rss><channel><item><guid>1</guid><description>Rain.</description></item></channel></rss>";
    let files = Files::new(&[("list.opml", list.as_bytes()), ("a.xml", feed.as_bytes())]);
    let reading = files.read(&["list.opml"]);
    assert_eq!(files.ids(&reading), ["1"]);
    assert_one_problem(&files.problems(&reading), "/dev/zero", &["no regular file"]);
}
