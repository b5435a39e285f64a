//! Ignores that silence nothing. The engine finds them; the rule gives them words and weight.

use crate::lint::check::Check;
use serde::Deserialize;

/// `unused-ignore:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnusedIgnore {}

impl Check for UnusedIgnore {}
