//! Kinds of check: one file each. A rule file names one of them under `check:` and gives its data.

mod abolished_level;
mod citation;
mod empty_section;
mod existence;
mod figure_conflict;
pub(in crate::lint) mod figures;
mod impossible_date;
mod indicator;
mod missing_document;
mod missing_responsibility;
mod missing_scope;
mod missing_section;
mod missing_subjective_cause;
mod numbering_gap;
mod ordinal_mismatch;
mod outdated_place;
mod page_format;
mod personnel;
mod repeated;
mod script;
mod section_order;
mod shallow_lesson;
mod spelling;
mod target_without_task;
mod task_lacks;
mod theme_mismatch;
mod thin_shortcomings;
mod undocumented_merger;
mod unused_ignore;
mod vague_section;

use super::check::Check;
use serde::Deserialize;

/// Declares the kinds of check: the name in rule files and the type that reads its data.
macro_rules! checks {
    ($($variant:ident($check:ty)),+ $(,)?) => {
        /// The `check:` of a rule file.
        #[derive(Debug, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum CheckSpec {
            $(#[allow(missing_docs)] $variant($check)),+
        }

        impl CheckSpec {
            /// The check itself.
            pub fn as_check(&self) -> &dyn Check {
                match self { $(CheckSpec::$variant(check) => check),+ }
            }

            /// The check itself, to be set up.
            pub fn as_check_mut(&mut self) -> &mut dyn Check {
                match self { $(CheckSpec::$variant(check) => check),+ }
            }
        }
    };
}

checks! {
    AbolishedLevel(abolished_level::AbolishedLevel),
    Change(figures::Change),
    CitationAmbiguous(citation::CitationAmbiguous),
    CitationConflict(citation::CitationConflict),
    CitationFormat(citation::CitationFormat),
    CopiedFromOther(repeated::CopiedFromOther),
    EmptySection(empty_section::EmptySection),
    Exceeds(figures::Exceeds),
    Existence(existence::Existence),
    FigureConflict(figure_conflict::FigureConflict),
    IncompleteIndicator(indicator::IncompleteIndicator),
    IndicatorMismatch(indicator::IndicatorMismatch),
    ImpossibleDate(impossible_date::ImpossibleDate),
    LegacyEncoding(spelling::LegacyEncoding),
    LookalikeLetter(spelling::LookalikeLetter),
    MissingDocument(missing_document::MissingDocument),
    MissingIndicator(indicator::MissingIndicator),
    MissingIndicatorTable(indicator::MissingIndicatorTable),
    MissingResponsibility(missing_responsibility::MissingResponsibility),
    MissingScope(missing_scope::MissingScope),
    MissingSection(missing_section::MissingSection),
    MissingSubjectiveCause(missing_subjective_cause::MissingSubjectiveCause),
    NumberFormat(figures::NumberFormat),
    NumberingGap(numbering_gap::NumberingGap),
    OldTarget(indicator::OldTarget),
    OrdinalMismatch(ordinal_mismatch::OrdinalMismatch),
    OutdatedPlace(outdated_place::OutdatedPlace),
    Misspelling(spelling::Misspelling),
    PageFormat(page_format::PageFormat),
    PersonnelArithmetic(personnel::PersonnelArithmetic),
    PersonnelStructure(personnel::PersonnelStructure),
    RepeatedFromReport(repeated::RepeatedFromReport),
    RepeatedWithin(repeated::RepeatedWithin),
    RepeatedWord(spelling::RepeatedWord),
    ScriptOrder(script::ScriptOrder),
    ScriptUnassigned(script::ScriptUnassigned),
    SectionOrder(section_order::SectionOrder),
    ShallowLesson(shallow_lesson::ShallowLesson),
    Share(figures::Share),
    Sum(figures::Sum),
    TargetGrowth(indicator::TargetGrowth),
    TargetNotBetter(indicator::TargetNotBetter),
    TargetWithoutForecast(indicator::TargetWithoutForecast),
    ThemeMismatch(theme_mismatch::ThemeMismatch),
    ThinShortcomings(thin_shortcomings::ThinShortcomings),
    Spacing(spelling::Spacing),
    TargetWithoutTask(target_without_task::TargetWithoutTask),
    TaskLacks(task_lacks::TaskLacks),
    TermConsistency(spelling::TermConsistency),
    TonePlacement(spelling::TonePlacement),
    UndocumentedMerger(undocumented_merger::UndocumentedMerger),
    UnicodeForm(spelling::UnicodeForm),
    UnusedIgnore(unused_ignore::UnusedIgnore),
    VagueSection(vague_section::VagueSection),
}
