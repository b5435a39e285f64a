pub struct Origin;
pub fn to_docx() {}
