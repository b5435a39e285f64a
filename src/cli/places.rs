//! `vankien places`.

use super::args::{Common, ListFormat, PlacesArgs};
use super::error::CliError;
use super::{output, today};
use crate::places::Gazetteer;
use crate::report::places;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: &PlacesArgs, common: &Common) -> Result<ExitCode, CliError> {
    let gazetteer = Gazetteer::embedded();
    let day = common.as_of.unwrap_or_else(today);
    let answers: Vec<places::Answer> = args.names.iter().map(|name| places::answer(gazetteer, name, day)).collect();
    let text = match args.format {
        ListFormat::Json => places::json(&answers)?,
        ListFormat::Terminal => places::terminal(&answers),
    };
    output::write(common, &text)?;
    Ok(ExitCode::SUCCESS)
}
