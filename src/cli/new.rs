//! `vankien new`.

use super::args::{Common, NewArgs};
use super::error::CliError;
use std::process::ExitCode;

/// Runs the command.
pub fn run(_args: &NewArgs, _common: &Common) -> Result<ExitCode, CliError> {
    Err(CliError::Usage("chưa có".into()))
}
