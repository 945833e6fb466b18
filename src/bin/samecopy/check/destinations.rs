//! Where the forms of the findings go, and that they all go there.

use std::{fs, path::Path};

use anyhow::{Result, bail};
use samecopy::report::CheckReport;

use super::text;
use crate::{
    args::OutputArgs,
    formats::{Further, ReportFormat},
    output::{Destination, Staged},
};

/// Where the forms of the findings go, no two to one place.
pub struct Destinations<'a> {
    format: ReportFormat,
    main: Destination,
    further: Vec<(&'a Further, Destination)>,
}

impl<'a> Destinations<'a> {
    /// # Errors
    /// One cannot be written, or is where another one or the baseline is.
    pub fn new(
        output: &OutputArgs<ReportFormat>,
        also: &'a [Further],
        baseline: Option<&Path>,
    ) -> Result<Self> {
        let main = Destination::new(output.output.as_deref())?;
        let baseline = baseline.and_then(|path| fs::canonicalize(path).ok());
        let is_baseline =
            |place: &Destination| matches!(place, Destination::File(path) if Some(path) == baseline.as_ref());
        if is_baseline(&main) {
            bail!(
                "the findings cannot go to the baseline; name another file, or write it with --update-baseline"
            );
        }
        let mut further: Vec<(&Further, Destination)> = Vec::new();
        for also in also {
            let destination = Destination::new(Some(&also.path))?;
            if is_baseline(&destination)
                || destination == main
                || further.iter().any(|(_, other)| *other == destination)
            {
                bail!("two forms of the findings cannot go to {}; name another file", also.path.display());
            }
            further.push((also, destination));
        }
        Ok(Self { format: output.format, main, further })
    }

    /// Writes all before any is put in its place, so that they belong together.
    pub fn write(&self, report: &CheckReport) -> Result<()> {
        let staged =
            self.further.iter().map(|(also, place)| place.stage(|out| also.format.write(report, out)));
        let staged: Vec<Staged> = staged.collect::<Result<_>>()?;
        let look = self.main.look();
        let main = self.main.stage(|out| match self.format {
            ReportFormat::Text => text::findings(report, look, out),
            ReportFormat::Findings(format) => format.write(report, out),
        })?;
        main.commit()?;
        staged.into_iter().try_for_each(Staged::commit)
    }
}
