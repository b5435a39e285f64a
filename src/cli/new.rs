//! `vankien new`.

use super::args::{Common, NewArgs};
use super::catalogues::Catalogues;
use super::error::CliError;
use super::{note, output, today};
use crate::document::front_matter::{parse_term, split_unit};
use crate::lint::pack::Level;
use crate::places::{Gazetteer, Kind as Change, Named, Origin, UnitType};
use crate::skeleton::{self, Birth, Predecessor, Profile};
use crate::text::Date;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: &NewArgs, common: &Common) -> Result<ExitCode, CliError> {
    let term = parse_term(&args.term)
        .ok_or_else(|| CliError::Usage(format!("«{}» không phải là nhiệm kỳ (viết 2025-2030)", args.term)))?;
    let now = today();
    // A congress is held in the first year of its term; the day of the clerk's work, if that is it.
    let likely = if now.year == term.0 { Some(now) } else { Date::new(term.0, 8, 1) };
    let day = common.as_of.or(likely).unwrap_or(now);
    let profile = profile(&args.unit, term, day)?;
    let catalogue = Catalogues::default().load(common.lints.clone(), Vec::new())?;
    let wrong = |error: skeleton::SkeletonError| CliError::Usage(error.to_string());
    if args.kinds.is_empty() {
        let files = skeleton::dossier(&profile, &catalogue.pack).map_err(wrong)?;
        let folder = common.output.clone().unwrap_or_else(|| PathBuf::from("."));
        return write_all(&folder, &files, common);
    }
    let mut files = Vec::new();
    for kind in &args.kinds {
        let text = skeleton::render(kind, &profile, &catalogue.pack).map_err(wrong)?;
        let known = skeleton::kinds().into_iter().find(|k| k.id() == kind);
        let name = known.map_or(format!("{kind}.md"), |k| skeleton::file_name(k).to_string());
        files.push((name, text));
    }
    match (&common.output, files.as_slice()) {
        (None, [(_, text)]) => {
            output::write(common, text)?;
            Ok(ExitCode::SUCCESS)
        }
        (folder, _) => write_all(folder.as_deref().unwrap_or(Path::new(".")), &files, common),
    }
}

/// Writes files into a folder; what is there already was written by a person and stays.
fn write_all(folder: &Path, files: &[(String, String)], common: &Common) -> Result<ExitCode, CliError> {
    std::fs::create_dir_all(folder).map_err(CliError::io(folder))?;
    for (name, text) in files {
        let path = folder.join(name);
        if path.exists() {
            note(common, &format!("{} đã có, giữ nguyên", path.display()));
        } else {
            output::write_file(&path, text)?;
            note(common, &format!("đã tạo {}", path.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What the gazetteer knows of the unit on a day. A unit of the State must be there; a chi bộ or an
/// office's đảng bộ need not.
fn profile(label: &str, term: (i32, i32), day: Date) -> Result<Profile, CliError> {
    let (unit, province) = split_unit(label);
    let unit = unit.ok_or_else(|| CliError::Usage("--unit còn trống".into()))?;
    let named = Named::parse(&unit);
    let year = |year: i32| u16::try_from(year).unwrap_or(0);
    let mut profile = Profile {
        unit: unit.clone(),
        unit_type: String::new(),
        name: unit.clone(),
        province: province.clone().unwrap_or_default(),
        level: Level::CoSo,
        born: None,
        predecessors: Vec::new(),
        term: (year(term.0), year(term.1)),
        ordinal: None,
        date: Some(day),
    };
    let Some(unit_type) = named.unit_type else {
        if crate::text::fold(&unit).starts_with("chi bộ") {
            profile.level = Level::ChiBo;
        }
        return Ok(profile);
    };
    let gazetteer = Gazetteer::embedded();
    let Some(found) = gazetteer.profile(&unit, province.as_deref(), day) else {
        return Err(CliError::Usage(unknown(gazetteer, &unit, named.name, province.as_deref(), day)));
    };
    profile.unit = format!("{} {}", found.unit.unit_type.lower(), found.unit.name);
    profile.unit_type = found.unit.unit_type.lower().to_string();
    profile.name = found.unit.name.to_string();
    profile.province = found.province.map(|p| p.name.to_string()).or(province).unwrap_or_default();
    profile.level = level(unit_type, found.district.is_some());
    // Changes before the outgoing term are history to this congress.
    let recent: Vec<&Origin<'_>> = found.origins.iter().filter(|o| o.link.date.year >= 2 * term.0 - term.1).collect();
    let merged =
        found.merged() && recent.iter().any(|o| matches!(o.link.kind, Change::MergedWhole | Change::MergedPart));
    if merged {
        let basis = recent.iter().map(|o| o.link.basis).find(|b| !b.is_empty());
        profile.born = found.born.map(|date| Birth { date, resolution: basis.map(cite) });
        profile.predecessors = recent
            .iter()
            .map(|origin| Predecessor {
                unit_type: origin.link.old.unit_type.lower().to_string(),
                name: origin.link.old.name.to_string(),
                part: origin.link.kind == Change::MergedPart,
            })
            .collect();
    }
    Ok(profile)
}

/// A resolution as it is to be cited; its date is not in the gazetteer and stays a blank.
fn cite(number: &str) -> String {
    let (kind, issuer) = match number {
        n if n.contains("/NQ-UBTVQH") => ("Nghị quyết số", "Ủy ban Thường vụ Quốc hội"),
        n if n.contains("/NQ-CP") => ("Nghị quyết số", "Chính phủ"),
        n if n.contains("/NĐ-CP") => ("Nghị định số", "Chính phủ"),
        n if n.contains("/QH") => ("Nghị quyết số", "Quốc hội"),
        _ => return format!("văn bản số {number}"),
    };
    format!("{kind} {number}, ngày …/…/… của {issuer}")
}

fn level(unit_type: UnitType, in_district: bool) -> Level {
    match unit_type {
        UnitType::Tinh => Level::Tinh,
        UnitType::Huyen | UnitType::Quan | UnitType::ThiXa => Level::Huyen,
        UnitType::ThanhPho if in_district => Level::Huyen,
        UnitType::ThanhPho => Level::Tinh,
        _ => Level::Xa,
    }
}

/// Why a unit was not found, and what may have been meant.
fn unknown(gazetteer: &Gazetteer, unit: &str, name: &str, province: Option<&str>, day: Date) -> String {
    let place = province.map(|p| format!(" ở {p}")).unwrap_or_default();
    let bearers: Vec<String> = gazetteer
        .named(Named::parse(unit).unit_type, name)
        .iter()
        .filter(|state| state.alive_on(day))
        .filter_map(|state| gazetteer.province_on(state, day))
        .map(|home| home.name.to_string())
        .collect();
    if bearers.len() > 1 || (!bearers.is_empty() && province.is_some()) {
        return format!(
            "«{unit}»{place}: chưa rõ đơn vị nào; có ở {}; ghi thêm tỉnh, như --unit \"{unit}, {}\"",
            bearers.join(", "),
            bearers[0]
        );
    }
    let near: Vec<String> = gazetteer.suggest(name).into_iter().map(|s| s.name.to_string()).collect();
    let hint = if near.is_empty() { String::new() } else { format!("; có phải: {}?", near.join(", ")) };
    format!("không có «{unit}»{place} vào ngày {}{hint} (tra bằng vankien places)", day.vietnamese())
}
