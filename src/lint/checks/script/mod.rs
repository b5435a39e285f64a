//! Running orders: steps out of place, steps nobody leads.

mod agenda;
mod order;
mod unassigned;

pub(in crate::lint) use agenda::{Agenda, agendas};
pub use order::ScriptOrder;
pub use unassigned::ScriptUnassigned;
