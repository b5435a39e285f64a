//! Running orders: steps out of place, steps nobody leads.

mod order;
mod unassigned;

pub use order::ScriptOrder;
pub use unassigned::ScriptUnassigned;
