//! What does it cost to read the same articles from each format?
//!
//! Writes a feed in several formats and reads each in a process of its own. Not run by `cargo bench` or in continuous
//! integration: it takes articles, minutes, and several times their room on disk.
//!
//!     cargo bench --bench reading --all-features -- feed.jsonl

mod written;

use std::{
    env,
    fs::{self, File},
    io::{self, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Duration,
};

use anyhow::{Context, ensure};
use clap::Parser;
use samecopy::{
    read::{Input, ReadOptions, Reading, read},
    scratch::Scratch,
};

/// As the program has it.
#[cfg(all(feature = "jemalloc", not(target_env = "msvc")))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Bytes of memory, of which texts have a small share: it takes those of 85,000 articles.
const MEMORY: u64 = 16 << 30;

/// Measures what it costs to read the same articles from each format.
#[derive(Parser)]
#[command(name = "reading")]
struct Arguments {
    /// The articles, in any format.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// Times that each is read, in turn; medians are printed.
    #[arg(long, value_name = "N", default_value_t = 3)]
    rounds: usize,
    /// Where they are written for a while.
    #[arg(long, value_name = "DIR", default_value_os_t = env::temp_dir())]
    tmp_dir: PathBuf,
    /// Read this once, and say what it cost.
    #[arg(long, hide = true)]
    once: bool,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = if arguments.once { measure(&arguments.input) } else { compare(&arguments) };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "reading: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Reads all, with room in memory for their texts.
fn articles_of(paths: &[PathBuf]) -> io::Result<Reading> {
    let inputs: Vec<Input> = paths.iter().map(Input::new).collect();
    let options = ReadOptions { scratch: Scratch::new(MEMORY, env::temp_dir()), ..ReadOptions::default() };
    read(&inputs, &options, &mut io::empty())
}

/// What one reading cost.
#[derive(Debug, Clone, Copy)]
struct Cost {
    articles: usize,
    /// In seconds, unpacking included.
    cpu: f64,
    unpacking: f64,
    megabytes: f64,
}

/// In this process, which does nothing else.
fn measure(paths: &[PathBuf]) -> anyhow::Result<()> {
    let before = cpu_time();
    let articles = articles_of(paths)?.articles.len();
    let cpu = (cpu_time() - before).as_secs_f64();
    writeln!(io::stdout(), "{articles} {cpu} {}", peak_megabytes().unwrap_or(f64::NAN))?;
    Ok(())
}

/// In a process of its own, so that its memory is that of nothing else.
fn cost(path: &Path) -> anyhow::Result<Cost> {
    let output = Command::new(env::current_exe()?).arg("--once").arg(path).output()?;
    let said = String::from_utf8(output.stdout)?;
    let mut numbers = said.split_whitespace().map(str::parse);
    let mut next = || -> anyhow::Result<f64> { Ok(numbers.next().context("nothing was measured")??) };
    Ok(Cost { articles: next()? as usize, cpu: next()?, megabytes: next()?, unpacking: unpacking(path)? })
}

fn compare(arguments: &Arguments) -> anyhow::Result<()> {
    let mut articles = articles_of(&arguments.input)?.articles;
    // What has no text is an article of a table, and none of a crawl.
    articles.retain(|article| !article.text.is_empty());
    ensure!(!articles.is_empty(), "there are no articles");
    let folder = tempfile::tempdir_in(&arguments.tmp_dir)?;
    let files = written::all(&articles, folder.path())?;
    let expected = articles.len();
    drop(articles);

    let mut rounds: Vec<Vec<Cost>> = vec![Vec::new(); files.len()];
    for _ in 0..arguments.rounds.max(1) {
        for ((name, path), costs) in files.iter().zip(&mut rounds) {
            let cost = cost(path)?;
            ensure!(cost.articles == expected, "{name}: {} articles of {expected} were read", cost.articles);
            costs.push(cost);
        }
    }

    let mut out = io::stdout().lock();
    let kept = |costs: &[Cost]| median(costs.iter().map(|cost| cost.cpu - cost.unpacking));
    let plain = kept(&rounds[0]);
    writeln!(
        out,
        "| format | MB | CPU s | unpacking alone | beside JSON Lines, without it | peak memory, MB |"
    )?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|")?;
    for ((name, path), costs) in files.iter().zip(&rounds) {
        let cpu = median(costs.iter().map(|cost| cost.cpu));
        let unpacking = median(costs.iter().map(|cost| cost.unpacking));
        let peak = median(costs.iter().map(|cost| cost.megabytes));
        let megabytes = fs::metadata(path)?.len() as f64 / 1e6;
        let times = kept(costs) / plain;
        writeln!(out, "| {name} | {megabytes:.0} | {cpu:.2} | {unpacking:.2} | {times:.1} | {peak:.0} |")?;
    }
    Ok(())
}

/// CPU seconds of unpacking a file and throwing away what is in it.
fn unpacking(path: &Path) -> io::Result<f64> {
    let before = cpu_time();
    let file = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut unpacked: Box<dyn Read> = match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
        Some("zst") => Box::new(zstd::Decoder::with_buffer(file)?),
        _ => return Ok(0.0),
    };
    io::copy(&mut unpacked, &mut io::sink())?;
    Ok((cpu_time() - before).as_secs_f64())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

/// CPU time of this process, all threads together.
#[cfg(unix)]
fn cpu_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// Elsewhere the time that has passed since it was first asked for, which is as much for one thread on an idle machine.
#[cfg(not(unix))]
fn cpu_time() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// The peak of resident memory, where the system tells it in `/proc`.
fn peak_megabytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = peak.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}
