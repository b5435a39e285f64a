//! A document in another format: Word in the official form, Markdown, plain text.
//!
//! Nothing here changes or loses a word. Plain functions from value to value; files are the caller's.

mod docx;
mod markdown;
mod runs;
mod text;

pub use docx::to_docx;
pub use markdown::to_markdown;
pub use text::to_text;
