//! `lint --since OLD`: of the findings only those that an earlier revision did not have.

use super::args::Common;
use super::catalogues::Catalogues;
use super::error::CliError;
use super::fix::Sources;
use super::inputs::{self, STDIN};
use super::lint::{self, Outcome, Work};
use super::note;
use crate::document::{Content, Document, ReadError};
use crate::lint::Finding;
use crate::lint::engine::{Input, Options};
use crate::revision::findings::{self, Compared};
use crate::revision::{Reading, Revision, compare, dossier};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// An earlier revision, judged as it would be by itself.
pub struct Since {
    findings: Vec<Finding>,
    readings: Vec<Reading>,
}

type Reader<'a> = dyn Fn(&Input) -> Result<Content, ReadError> + Sync + 'a;

impl Since {
    /// Reads and judges the earlier revision.
    pub fn read(
        path: &Path,
        compared: &[PathBuf],
        catalogues: &mut Catalogues,
        options: &Options,
        common: &Common,
    ) -> Result<Since, CliError> {
        if path.as_os_str() == STDIN {
            return Err(CliError::Usage("--since cần một tệp hoặc thư mục, không đọc từ đầu vào (-)".into()));
        }
        let mut works = Vec::new();
        for dossier in inputs::find(&[path.to_path_buf()], common.config.as_deref())? {
            works.push(lint::work(dossier, compared, catalogues, common)?);
        }
        let sources = Sources::new(None, false);
        let options = Options { detail: false, ..options.clone() };
        let findings = lint::judge_all(&works, &sources, &options, common)?.report.findings;
        let read = |input: &Input| sources.read(&input.path);
        Ok(Since { findings, readings: readings(&works, &read)? })
    }

    /// Leaves of an outcome what is new since then.
    pub fn leave_new(
        &self,
        works: &[Work],
        sources: &Sources,
        common: &Common,
        outcome: &mut Outcome,
    ) -> Result<(), CliError> {
        let read = |input: &Input| sources.read(&input.path);
        let new = readings(works, &read)?;
        let pairing = dossier::pair(&documents(&self.readings), &documents(&new));
        let both = |&(old, is): &(usize, usize)| Some((self.readings.get(old)?, new.get(is)?));
        let both: Vec<(&Reading, &Reading)> = pairing.pairs.iter().filter_map(both).collect();
        let revisions: Vec<Revision> = both.par_iter().map(|(old, new)| compare(old, new)).collect();
        let compared: Vec<Compared<'_>> =
            both.iter().zip(&revisions).map(|(&(old, new), revision)| Compared { old, new, revision }).collect();
        let between = findings::between(&self.findings, &outcome.report.findings, &compared);
        if common.verbose {
            let (fixed, kept) = (between.fixed.len(), between.kept);
            note(common, &format!("so với bản trước: {fixed} phát hiện đã hết, {kept} phát hiện vẫn còn (không in)"));
        }
        outcome.report.findings = between.new;
        outcome.found = lint::worst(&outcome.report);
        Ok(())
    }
}

fn documents(readings: &[Reading]) -> Vec<&Document> {
    readings.iter().map(|reading| &reading.document).collect()
}

/// The documents of some dossiers with what they name.
fn readings(works: &[Work], read: &Reader<'_>) -> Result<Vec<Reading>, CliError> {
    let mut readings = Vec::new();
    for work in works {
        let manifest = work.dossier.manifest.as_ref().map(|(_, manifest)| manifest);
        let of = work.dossier.inputs.par_iter().map(|input| {
            let wrong = |error| CliError::Read { path: PathBuf::from(&input.path), error };
            let mut document =
                Document::parse(&input.path, read(input).map_err(wrong)?, input.format).map_err(wrong)?;
            if let Some(manifest) = manifest {
                manifest.complete(&mut document, input.kind);
            }
            Ok(Reading::new(document, &work.catalogue))
        });
        readings.extend(of.collect::<Result<Vec<_>, CliError>>()?);
    }
    Ok(readings)
}
