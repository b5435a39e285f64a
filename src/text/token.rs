//! Tokens: the syllables and numbers of a text, with what stands between them.

use super::fold::{CHARACTERS, Characters, Syllable, SyllableHasher, is_apostrophe};

/// A syllable or a number; `start..end` are byte offsets into the plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The folded syllable; of a number, its digits and separators.
    pub id: Syllable,
    /// Word or number.
    pub kind: TokenKind,
    /// How its letters are capitalised.
    pub case: Case,
    /// What stands between it and the token before it.
    pub gap: Gap,
}

impl Token {
    /// The token's bytes in the plain text.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The token as written.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or("")
    }

    /// Whether the first letter is a capital.
    pub fn is_capitalised(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper)
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits, with the points and commas inside them.
    Number,
}

/// Capitals of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No capital first; numbers too.
    Lower,
    /// First letter only (a single capital letter too).
    Title,
    /// Two capitals or more and nothing else.
    Upper,
}

/// What stands between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: `4ha`.
    None,
    /// White space.
    Space,
    /// One hyphen or dash, spaced or not.
    Hyphen,
    /// One comma.
    Comma,
    /// One slash.
    Slash,
    /// One full stop.
    Stop,
    /// Anything else: quotes, brackets, semicolons, several marks.
    Other,
    /// The end of a block; also before the first token.
    Break,
}

impl Gap {
    /// Whether a phrase may run across it: `quốc phòng, an ninh` is `quốc phòng - an ninh`.
    pub fn joins(self) -> bool {
        matches!(self, Gap::None | Gap::Space | Gap::Hyphen | Gap::Comma)
    }

    fn of(between: &str) -> Gap {
        if between == " " {
            return Gap::Space;
        }
        let mut gap = Gap::None;
        for c in between.chars() {
            let this = match c {
                '\n' => return Gap::Break,
                c if c.is_whitespace() => {
                    if gap == Gap::None {
                        gap = Gap::Space;
                    }
                    continue;
                }
                '-' | '–' | '—' | '\u{2010}' | '\u{2011}' => Gap::Hyphen,
                ',' => Gap::Comma,
                '/' => Gap::Slash,
                '.' => Gap::Stop,
                _ => Gap::Other,
            };
            gap = if matches!(gap, Gap::None | Gap::Space) { this } else { Gap::Other };
            if gap == Gap::Other && !between.contains('\n') {
                return Gap::Other;
            }
        }
        gap
    }
}

/// Cuts `text` into tokens. Blocks are parted by `\n`, which no token and no phrase crosses.
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let characters = &*CHARACTERS;
    let mut rest = text.chars();
    let mut last_end = None; // Nothing before the first token: a break.
    loop {
        let start = text.len() - rest.as_str().len();
        let Some(c) = rest.next() else { break };
        let token = if c.is_ascii_digit() {
            number(text, start)
        } else if characters.of(c).word {
            word(text, start, characters)
        } else {
            continue;
        };
        let gap = last_end.map_or(Gap::Break, |end| Gap::of(&text[end..start]));
        let end = token.end as usize;
        tokens.push(Token { gap, ..token });
        rest = text[end..].chars();
        last_end = Some(end);
    }
    tokens
}

fn number(text: &str, start: usize) -> Token {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    while digit(end) || (matches!(bytes.get(end), Some(b'.' | b',')) && digit(end + 1)) {
        end += 1;
    }
    let id = Syllable::of(&text[start..end]);
    let case = Case::Lower;
    Token { start: start as u32, end: end as u32, id, kind: TokenKind::Number, case, gap: Gap::None }
}

fn word(text: &str, start: usize, characters: &Characters) -> Token {
    let mut hasher = SyllableHasher::default();
    let (mut upper, mut lower, mut first_upper) = (0, 0, false);
    let mut end = start;
    let mut rest = text[start..].chars();
    while let Some(c) = rest.next() {
        let known = characters.of(c);
        if known.base != '\0' {
            hasher.letter(known.base, known.tone);
        } else if known.word {
            hasher.push(c);
        } else if is_apostrophe(c) && end > start && rest.clone().next().is_some_and(char::is_alphabetic) {
            hasher.push('\'');
        } else {
            break;
        }
        first_upper |= known.upper && end == start;
        upper += usize::from(known.upper);
        lower += usize::from(known.lower);
        end = text.len() - rest.as_str().len();
    }
    let case = match (first_upper, upper, lower) {
        (true, 2.., 0) => Case::Upper,
        (true, ..) => Case::Title,
        _ => Case::Lower,
    };
    let id = hasher.finish();
    Token { start: start as u32, end: end as u32, id, kind: TokenKind::Word, case, gap: Gap::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|t| t.text(text)).collect()
    }

    #[test]
    fn numbers_stay_whole_and_marks_fall_between() {
        assert_eq!(words("đạt 79,23%, (4.621 m²)."), ["đạt", "79,23", "4.621", "m²"]);
        assert_eq!(
            words("Chỉ thị số 35-CT/TW, ngày 30/5/2019."),
            ["Chỉ", "thị", "số", "35", "CT", "TW", "ngày", "30", "5", "2019"]
        );
        assert_eq!(words("Ea H'leo ‘Dân vận khéo’"), ["Ea", "H'leo", "Dân", "vận", "khéo"]);
        assert_eq!(words(""), Vec::<&str>::new());
    }

    #[test]
    fn gaps_and_case() {
        let text = "Quốc phòng, an ninh - UBND xã; TP. Huế\nA";
        let tokens = tokenize(text);
        let gaps: Vec<Gap> = tokens.iter().map(|t| t.gap).collect();
        use Gap::*;
        assert_eq!(gaps, [Break, Space, Comma, Space, Hyphen, Space, Other, Stop, Break]);
        let cases: Vec<Case> = tokens.iter().map(|t| t.case).collect();
        assert_eq!(cases[0], Case::Title);
        assert_eq!(cases[4], Case::Upper);
        assert_eq!(cases[8], Case::Title);
    }
}
