//! Ratios in exact decimals: what one number is of another, and whether a stated figure is that.

use super::Number;
use super::number::Style;

/// How a stated figure stands to the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Equal, or rounded half up.
    Right,
    /// Off by less than one unit of its last digit: cut off, or forced.
    Rounded,
    /// Neither.
    Wrong,
}

/// `factor · x / y`, known exactly.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// `factor · x / y`; `None` where y is zero or the numbers are beyond any report.
    pub fn of(x: Number, y: Number, factor: i128) -> Option<Ratio> {
        let scale = x.scale.max(y.scale);
        let (x, y) = (x.at_scale(scale)?, y.at_scale(scale)?);
        (y > 0).then_some(Ratio { numerator: x.checked_mul(factor)?, denominator: y })
    }

    /// The ratio less one part of `factor`: what `x` is more than `y`.
    pub fn change(x: Number, y: Number, factor: i128) -> Option<Ratio> {
        let ratio = Ratio::of(x, y, factor)?;
        Some(Ratio { numerator: ratio.numerator - ratio.denominator.checked_mul(factor)?, ..ratio })
    }

    /// The same without its sign.
    pub fn abs(self) -> Ratio {
        Ratio { numerator: self.numerator.abs(), ..self }
    }

    /// Whole units of `10^-scale` below the ratio, and whether it is no more than that.
    fn floor(self, scale: u8) -> Option<(i128, bool)> {
        let scaled = self.numerator.checked_mul(10i128.checked_pow(scale.into())?)?;
        Some((scaled.div_euclid(self.denominator), scaled.rem_euclid(self.denominator) == 0))
    }

    /// The ratio rounded half up to some decimals.
    pub fn rounded(self, scale: u8) -> Option<Number> {
        let (tenths, _) = self.floor(scale + 1)?;
        let mantissa = i64::try_from((tenths + 5).div_euclid(10)).ok()?;
        Some(Number { mantissa, scale, style: Style::Vietnamese })
    }

    /// How a stated figure stands to the ratio. What is too large to be sure of fits.
    pub fn fit(self, stated: Number) -> Fit {
        let Some(((floor, whole), half_up)) = self.floor(stated.scale).zip(self.rounded(stated.scale)) else {
            return Fit::Right;
        };
        let mantissa = i128::from(stated.mantissa);
        if mantissa == i128::from(half_up.mantissa) {
            Fit::Right
        } else if !whole && (mantissa == floor || mantissa == floor + 1) {
            Fit::Rounded
        } else {
            Fit::Wrong
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fit(x: &str, y: &str, stated: &str) -> Fit {
        let number = |text| Number::parse(text).unwrap();
        Ratio::of(number(x), number(y), 100).unwrap().fit(number(stated))
    }

    #[test]
    fn shares() {
        assert_eq!(fit("28", "30", "93,3"), Fit::Right);
        assert_eq!(fit("271", "342", "79,23"), Fit::Rounded);
        assert_eq!(fit("71", "342", "20,77"), Fit::Rounded);
        assert_eq!(fit("4", "61", "14,6"), Fit::Wrong);
        assert_eq!(fit("1", "8", "12,5"), Fit::Right);
        assert_eq!(fit("1", "8", "13"), Fit::Right);
        assert_eq!(fit("1", "8", "12"), Fit::Rounded);
        assert_eq!(fit("1", "4", "26"), Fit::Wrong);
        assert!(Ratio::of(Number::parse("1").unwrap(), Number::parse("0").unwrap(), 100).is_none());
    }

    proptest! {
        #[test]
        fn what_is_rounded_fits(x in 0i64..1_000_000, y in 1i64..1_000_000, scale in 0u8..4) {
            let number = |mantissa| Number { mantissa, scale: 0, style: Style::Plain };
            let ratio = Ratio::of(number(x), number(y), 100).unwrap();
            let rounded = ratio.rounded(scale).unwrap();
            prop_assert_eq!(ratio.fit(rounded), Fit::Right);
            prop_assert_eq!(ratio.fit(Number { mantissa: rounded.mantissa + 2, ..rounded }), Fit::Wrong);
        }
    }
}
