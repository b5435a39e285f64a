//! The gazetteer: Vietnam's provinces, districts and communes since 2004, what each became, and
//! whether a name in a text is still the name of a unit.
//!
//! The data are two sorted texts in `lints/data/`, searched where they lie: there is no start-up
//! cost, and a line is read only when it is asked for. Names are compared by [`place_key`].
//!
//! - [`Gazetteer`]: states by name and by code, on a day, in a province;
//! - [`Gazetteer::successors`], [`Gazetteer::links_into`]: what became of a unit, what made it;
//! - [`Gazetteer::scope`] and [`Gazetteer::judge`]: is this mention, in this report, outdated?
//! - [`Gazetteer::profile`]: a unit with its predecessors;
//! - [`Gazetteer::suggest`]: what a misspelt name may have meant.

mod follow;
mod gazetteer;
mod judge;
mod key;
mod label;
mod profile;
mod scope;
mod suggest;
mod table;
mod unit;

#[cfg(test)]
mod tests;

pub use follow::{Link, Successor};
pub use gazetteer::{Gazetteer, PlacesError, name_index};
pub use judge::{Mention, Outdated, Part, Reach, Verdict};
pub use key::place_key;
pub use label::Named;
pub use profile::{Origin, Profile};
pub use scope::Scope;
pub use suggest::Suggestion;
pub use unit::{Kind, Level, Share, UnitState, UnitType};
