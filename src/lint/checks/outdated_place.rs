//! Names of units that no longer exist at the report's date.

use crate::lint::check::Check;
use serde::Deserialize;

/// `outdated-place:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutdatedPlace {}

impl Check for OutdatedPlace {}
