//! Exact decimals: what is shown is reckoned with whole numbers, never with binary fractions.

use crate::text::Number;
use crate::text::number::vietnamese;
use std::cmp::Ordering;
use std::fmt;

/// `mantissa / 10^scale`. Reckoning gives `None` where numbers are beyond any report.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    mantissa: i128,
    scale: u8,
}

/// More decimals than these are nobody's.
const MOST_DECIMALS: u8 = 12;

impl Exact {
    /// Nothing.
    pub const ZERO: Exact = Exact { mantissa: 0, scale: 0 };

    /// A number as written, if it can be reckoned with.
    pub fn of(number: Number) -> Option<Exact> {
        (number.scale <= MOST_DECIMALS).then_some(Exact { mantissa: number.mantissa.into(), scale: number.scale })
    }

    /// A whole number.
    pub fn whole(value: usize) -> Exact {
        Exact { mantissa: value as i128, scale: 0 }
    }

    /// The same with its sign turned.
    pub fn negative(self) -> Exact {
        Exact { mantissa: -self.mantissa, ..self }
    }

    /// How many decimals it is written with.
    pub fn decimals(self) -> u8 {
        self.scale
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    fn at(self, scale: u8) -> Option<i128> {
        self.mantissa.checked_mul(10i128.checked_pow(scale.checked_sub(self.scale)?.into())?)
    }

    /// Digits and a decimal comma, without points between thousands.
    pub fn plain(self) -> String {
        self.to_string().replace('.', "")
    }

    /// The sum.
    pub fn plus(self, other: Exact) -> Option<Exact> {
        let scale = self.scale.max(other.scale);
        Some(Exact { mantissa: self.at(scale)?.checked_add(other.at(scale)?)?, scale })
    }

    /// The product.
    pub fn times(self, other: Exact) -> Option<Exact> {
        let mantissa = self.mantissa.checked_mul(other.mantissa)?;
        Some(Exact { mantissa, scale: self.scale.checked_add(other.scale)? }.trimmed())
    }

    /// The same without zeros at its end.
    pub fn trimmed(mut self) -> Exact {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self = Exact { mantissa: self.mantissa / 10, scale: self.scale - 1 };
        }
        self
    }

    /// `factor · self / by`, rounded half up to some decimals; `None` also where `by` is not above zero.
    pub fn over(self, by: Exact, factor: i128, decimals: u8) -> Option<Exact> {
        let scale = self.scale.max(by.scale);
        let (top, bottom) = (self.at(scale)?.checked_mul(factor)?, by.at(scale)?);
        if bottom <= 0 {
            return None;
        }
        let top = top.checked_mul(10i128.checked_pow(decimals.into())?)?;
        let doubled = top.checked_mul(2)?.checked_add(bottom)?;
        Some(Exact { mantissa: doubled.div_euclid(bottom.checked_mul(2)?), scale: decimals })
    }

    /// Rounded half up, where it has more decimals than that.
    pub fn rounded(self, decimals: u8) -> Option<Exact> {
        if self.scale <= decimals {
            return Some(self);
        }
        self.over(Exact { mantissa: 1, scale: 0 }, 1, decimals)
    }

    /// The percentage by which a level grows each year to become `self` after some years, rounded half up.
    pub fn growth_from(self, level: Exact, years: u32, decimals: u8) -> Option<Exact> {
        let scale = self.scale.max(level.scale);
        let (last, first) = (u64::try_from(self.at(scale)?).ok()?, u64::try_from(level.at(scale)?).ok()?);
        if first == 0 || !(1..=20).contains(&years) || decimals > 4 {
            return None;
        }
        // With `base` for one, the yearly factor is `base · (last / first)^(1 / years)`. Twice that, cut off, tells
        // where it rounds to: the largest `t` with `t^years · first ≤ (2 · base)^years · last`.
        let base = 100 * 10u64.pow(decimals.into());
        let bound = product(last, 2 * base, years);
        let (mut low, mut high) = (0u64, 1u64 << 40);
        while high - low > 1 {
            let middle = low.midpoint(high);
            if compare(&product(first, middle, years), &bound) == Ordering::Greater {
                high = middle;
            } else {
                low = middle;
            }
        }
        let factor = i128::from(low.div_ceil(2));
        Some(Exact { mantissa: factor - i128::from(base), scale: decimals })
    }
}

/// `value · base^power` in limbs of 32 bits, the lowest first.
fn product(value: u64, base: u64, power: u32) -> Vec<u32> {
    let mut limbs = vec![1u32];
    for factor in std::iter::once(value).chain(std::iter::repeat_n(base, power as usize)) {
        let mut carry = 0u128;
        for limb in &mut limbs {
            carry += u128::from(*limb) * u128::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        while carry > 0 {
            limbs.push(carry as u32);
            carry >>= 32;
        }
    }
    while limbs.len() > 1 && limbs.last() == Some(&0) {
        limbs.pop();
    }
    limbs
}

fn compare(a: &[u32], b: &[u32]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        let scale = self.scale.max(other.scale);
        Some(self.at(scale)?.cmp(&other.at(scale)?))
    }
}

/// Vietnamese form, as many decimals as it has.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        vietnamese(f, self.mantissa, self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        Exact::of(Number::parse(text).unwrap()).unwrap()
    }

    #[test]
    fn reckoning() {
        assert_eq!(exact("1.234,5").plus(exact("0,55")).unwrap().to_string(), "1.235,05");
        assert_eq!(exact("65,4").times(exact("5200")).unwrap().to_string(), "340.080");
        assert_eq!(exact("1").over(exact("8"), 100, 1).unwrap().to_string(), "12,5");
        assert_eq!(exact("1").over(exact("8"), 100, 0).unwrap().to_string(), "13");
        assert_eq!(exact("271").over(exact("342"), 100, 2).unwrap().to_string(), "79,24");
        assert_eq!(exact("1").negative().over(exact("8"), 100, 0).unwrap().to_string(), "-12");
        assert!(exact("1").over(Exact::ZERO, 1, 2).is_none());
        // 1,1^5 = 1,61051
        assert_eq!(exact("161,051").growth_from(exact("100"), 5, 2).unwrap().to_string(), "10,00");
        assert_eq!(exact("90").growth_from(exact("100"), 1, 2).unwrap().to_string(), "-10,00");
        assert_eq!(exact("3").growth_from(exact("2"), 5, 4).unwrap().to_string(), "8,4472");
    }

    proptest! {
        #[test]
        fn growth_is_that_of_floating_numbers(first in 1u32..9_000_000, last in 1u32..9_000_000, years in 1u32..10) {
            let of = |value: u32| Exact::whole(value as usize);
            let growth = of(last).growth_from(of(first), years, 2).unwrap();
            let near = ((f64::from(last) / f64::from(first)).powf(1.0 / f64::from(years)) - 1.0) * 10_000.0;
            prop_assert!((growth.mantissa as f64 - near).abs() <= 0.51, "{growth} {near}");
        }
    }
}
