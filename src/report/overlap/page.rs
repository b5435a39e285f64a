//! stub
use super::Comparison;
use crate::lint::Lang;
use crate::report::page::PageError;
/// Renders.
pub fn render(_: &Comparison, _: Lang, _: &dyn Fn(&str) -> Option<String>) -> Result<String, PageError> {
    Ok(String::new())
}
