//! A string of XML under way: names are ours, values and text are escaped.

use crate::ooxml::xml::push_escaped;
use std::fmt::{Display, Write};

/// XML under way.
#[derive(Debug, Clone, Default)]
pub struct Xml {
    out: String,
}

impl Xml {
    /// A part's beginning: the declaration.
    pub fn part() -> Xml {
        Xml { out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_string() }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) -> &mut Xml {
        self.start(name, attributes);
        self.out.push('>');
        self
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) -> &mut Xml {
        self.start(name, attributes);
        self.out.push_str("/>");
        self
    }

    /// An element whose one attribute is `w:val`.
    pub fn value(&mut self, name: &str, value: impl Display) -> &mut Xml {
        self.empty(name, &[("w:val", &value)])
    }

    /// An element that says yes by being there.
    pub fn flag(&mut self, name: &str, on: bool) -> &mut Xml {
        if on {
            self.empty(name, &[]);
        }
        self
    }

    /// Closes an element.
    pub fn close(&mut self, name: &str) -> &mut Xml {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        self
    }

    /// Text between tags.
    pub fn text(&mut self, text: &str) -> &mut Xml {
        push_escaped(&mut self.out, text);
        self
    }

    /// XML made elsewhere.
    pub fn raw(&mut self, xml: &str) -> &mut Xml {
        self.out.push_str(xml);
        self
    }

    /// The XML so far.
    pub fn finish(self) -> String {
        self.out
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            let _ = write!(self.out, " {key}=\"");
            push_escaped(&mut self.out, &value.to_string());
            self.out.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_may_stand_in_text_and_values() {
        let mut xml = Xml::default();
        xml.open("w:t", &[("a", &"\"<&>\"")]).text("A&B < \u{1}C").close("w:t").value("w:sz", 28);
        let wanted = "<w:t a=\"&quot;&lt;&amp;&gt;&quot;\">A&amp;B &lt; C</w:t><w:sz w:val=\"28\"/>";
        assert_eq!(xml.finish(), wanted);
    }
}
