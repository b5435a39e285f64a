//! `lint --format json`, as the contract has it.

use crate::lint::engine::{DocumentInfo, Report};
use crate::lint::finding::{Finding, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct Output<'r> {
    version: u32,
    documents: &'r [DocumentInfo],
    findings: &'r [Finding],
    summary: Counts,
}

/// Findings by severity.
#[derive(Serialize, Default, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Must be mended.
    pub error: usize,
    /// A reviewer would ask.
    pub warning: usize,
    /// Remarks.
    pub info: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Counts {
        let mut counts = Counts::default();
        for finding in findings {
            counts.add(finding.severity);
        }
        counts
    }

    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }

    /// All of them.
    pub fn all(self) -> usize {
        self.error + self.warning + self.info
    }
}

/// The report as one JSON object and a line end.
pub fn render(report: &Report) -> Result<String, serde_json::Error> {
    let summary = Counts::of(&report.findings);
    let output = Output { version: 1, documents: &report.documents, findings: &report.findings, summary };
    Ok(serde_json::to_string(&output)? + "\n")
}
