//! Numbers as a reader of each language writes them, printed no finer than their standard error supports.

use crate::money::Cents;
use crate::spec::{Date, Language};

/// A space that neither breaks nor spreads; French groups digits with it.
const NARROW: char = '\u{202f}';
/// What stands where there is no number.
const NOTHING: &str = "–";

/// Writes numbers in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    language: Language,
}

impl Numbers {
    /// Numbers of a language.
    pub fn new(language: Language) -> Numbers {
        Numbers { language }
    }

    /// A whole number, its digits grouped by three: `1,234`, `1 234`, `1.234`.
    pub fn count(self, value: u64) -> String {
        self.grouped(&value.to_string())
    }

    /// A number with so many decimals; a dash if it is not finite.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return NOTHING.to_owned();
        }
        let written = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
        let mut text = String::new();
        // A value that rounds to zero has no sign.
        if value < 0.0 && written.contains(|digit: char| ('1'..='9').contains(&digit)) {
            text.push('−');
        }
        text.push_str(&self.grouped(whole));
        if !fraction.is_empty() {
            text.push(if self.language == Language::En { '.' } else { ',' });
            text.push_str(fraction);
        }
        text
    }

    /// A number that a table holds as text, with the decimals it has there; other text as it is.
    pub fn rewritten(self, text: &str) -> String {
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        text.parse().map_or_else(|_| text.to_owned(), |number| self.decimal(number, decimals))
    }

    /// A number rounded to `digits` places after the decimal point, or before it if negative.
    pub fn rounded(self, value: f64, digits: i32) -> String {
        match usize::try_from(digits) {
            Ok(decimals) => self.decimal(value, decimals),
            Err(_) => {
                let step = 10f64.powi(-digits);
                self.decimal((value / step).round() * step, 0)
            }
        }
    }

    /// A fraction in percent: 0.031 is `3.1%`, `3,1 %`, `3,1%`.
    pub fn percent(self, fraction: f64, decimals: usize) -> String {
        if !fraction.is_finite() {
            return NOTHING.to_owned();
        }
        let number = self.decimal(fraction * 100.0, decimals);
        match self.language {
            Language::Fr => format!("{number}{NARROW}%"),
            Language::En | Language::Nl => format!("{number}%"),
        }
    }

    /// An amount in euro, rounded to a multiple of `step` euro (see [`euro_step`]), half away from zero.
    pub fn euro(self, amount: Cents, step: u64) -> String {
        let unit = u128::from(step.max(1));
        let cents = u128::from(amount.0.unsigned_abs());
        let whole = (cents + unit * 50) / (unit * 100) * unit;
        let number = self.grouped(&whole.to_string());
        let sign = if amount.0 < 0 && whole > 0 { "−" } else { "" };
        match self.language {
            Language::En => format!("{sign}€{number}"),
            Language::Fr => format!("{sign}{number}{NARROW}€"),
            Language::Nl => format!("€\u{a0}{sign}{number}"),
        }
    }

    /// An amount in euro and cents, as accounts have them: `€1,234.50`, `1 234,50 €`, `€ 1.234,50`.
    pub fn cents(self, amount: Cents) -> String {
        let sign = if amount.0 < 0 { "−" } else { "" };
        let magnitude = amount.0.unsigned_abs();
        let point = if self.language == Language::En { '.' } else { ',' };
        let number = format!("{}{point}{:02}", self.grouped(&(magnitude / 100).to_string()), magnitude % 100);
        match self.language {
            Language::En => format!("{sign}€{number}"),
            Language::Fr => format!("{sign}{number}{NARROW}€"),
            Language::Nl => format!("€\u{a0}{sign}{number}"),
        }
    }

    /// A day: `2018-11-15`, `15/11/2018`, `15-11-2018`.
    pub fn day(self, day: Date) -> String {
        let Date { year, month, day } = day;
        match self.language {
            Language::En => format!("{year:04}-{month:02}-{day:02}"),
            Language::Fr => format!("{day:02}/{month:02}/{year:04}"),
            Language::Nl => format!("{day:02}-{month:02}-{year:04}"),
        }
    }

    /// An amount that is a change: as [`Numbers::euro`], a rise with its sign too.
    pub fn signed_euro(self, amount: Cents, step: u64) -> String {
        let text = self.euro(amount, step);
        let rises = amount > Cents::ZERO && text.contains(|digit: char| ('1'..='9').contains(&digit));
        match (rises, self.language) {
            (false, _) => text,
            (true, Language::Nl) => text.replacen('\u{a0}', "\u{a0}+", 1),
            (true, Language::En | Language::Fr) => format!("+{text}"),
        }
    }

    /// A change in percent: as [`Numbers::percent`], a rise with its sign too.
    pub fn signed_percent(self, fraction: f64, decimals: usize) -> String {
        let text = self.percent(fraction, decimals);
        let rises = fraction > 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit));
        if rises { format!("+{text}") } else { text }
    }

    fn grouped(self, digits: &str) -> String {
        let mark = match self.language {
            Language::En => ',',
            Language::Fr => NARROW,
            Language::Nl => '.',
        };
        let mut text = String::with_capacity(digits.len() * 2);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }
}

/// How many places after the decimal point a figure deserves (negative: before it): two significant digits of its standard
/// error. Zero if the standard error is zero or unknown.
// METHOD: a digit worth less than a hundredth of the standard error says nothing about the pilot and suggests that it does.
// The tables of a run keep every digit; only what is read by eye is rounded (method, section 9).
pub fn digits(se: f64) -> i32 {
    if se.is_finite() && se > 0.0 { 1 - se.log10().floor() as i32 } else { 0 }
}

/// The step in euro to which amounts with this standard error are rounded: a power of ten, at least one euro.
pub fn euro_step(se: Cents) -> u64 {
    10u64.pow(digits(se.euro()).clamp(-15, 0).unsigned_abs())
}

/// The decimals of a percentage whose standard error is this fraction: one, or none from a standard error of 10 % on.
// METHOD: one decimal at most, even where the standard error would bear more, so that pilots can be compared down a column.
pub fn percent_decimals(se: f64) -> usize {
    usize::from(digits(se * 100.0) >= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Numbers = Numbers { language: Language::En };
    const FR: Numbers = Numbers { language: Language::Fr };
    const NL: Numbers = Numbers { language: Language::Nl };

    #[test]
    fn each_language_groups_and_signs_in_its_own_way() {
        let amount = Cents(-123_456_750);
        assert_eq!(EN.euro(amount, 1), "−€1,234,568");
        assert_eq!(FR.euro(amount, 1), "−1\u{202f}234\u{202f}568\u{202f}€");
        assert_eq!(NL.euro(amount, 1), "€\u{a0}−1.234.568");
        assert_eq!(EN.percent(0.0312, 1), "3.1%");
        assert_eq!(FR.percent(-0.0312, 1), "−3,1\u{202f}%");
        assert_eq!(NL.percent(0.0312, 0), "3%");
        assert_eq!([0, 999, 1000, 1_000_000].map(|n| EN.count(n)), ["0", "999", "1,000", "1,000,000"]);
    }

    #[test]
    fn accounts_have_cents_and_days_are_written_as_each_language_writes_them() {
        let amount = Cents(-123_456_705);
        assert_eq!([EN.cents(amount), NL.cents(amount)], ["−€1,234,567.05", "€\u{a0}−1.234.567,05"]);
        assert_eq!(FR.cents(amount), "−1\u{202f}234\u{202f}567,05\u{202f}€");
        let day = Date { year: 2018, month: 1, day: 5 };
        assert_eq!([EN, FR, NL].map(|numbers| numbers.day(day)), ["2018-01-05", "05/01/2018", "05-01-2018"]);
    }

    #[test]
    fn a_change_shows_its_sign_unless_it_rounds_to_nothing() {
        let signed = |numbers: Numbers| [49, 12_345_678, -12_345_678].map(|cents| numbers.signed_euro(Cents(cents), 1));
        assert_eq!(signed(EN), ["€0", "+€123,457", "−€123,457"]);
        assert_eq!(signed(FR)[1], "+123\u{202f}457\u{202f}€");
        assert_eq!(signed(NL), ["€\u{a0}0", "€\u{a0}+123.457", "€\u{a0}−123.457"]);
        assert_eq!([0.0312, -0.0312, 0.000_1].map(|rate| NL.signed_percent(rate, 1)), ["+3,1%", "−3,1%", "0,0%"]);
    }

    #[test]
    fn amounts_round_to_the_step_half_away_from_zero() {
        assert_eq!(EN.euro(Cents(1_234_567_800), 10_000), "€12,350,000");
        assert_eq!(EN.euro(Cents(-5_000), 100), "−€100");
        assert_eq!(EN.euro(Cents(-4_999), 100), "€0");
        assert_eq!(EN.rounded(-1_234.0, -1), "−1,230");
        assert_eq!(EN.rounded(0.034_56, 3), "0.035");
    }

    #[test]
    fn what_rounds_to_zero_has_no_sign_and_what_is_not_a_number_is_a_dash() {
        assert_eq!(EN.decimal(-0.04, 1), "0.0");
        assert_eq!(EN.decimal(f64::NAN, 1), "–");
        assert_eq!(EN.percent(f64::INFINITY, 1), "–");
    }

    #[test]
    fn figures_are_printed_to_two_digits_of_their_standard_error() {
        assert_eq!([412_345.0, 99.0, 2.2, 0.041, 0.0, f64::NAN].map(digits), [-4, 0, 1, 3, 0, 0]);
        assert_eq!(euro_step(Cents(41_234_500)), 10_000);
        assert_eq!(euro_step(Cents(412)), 1);
        assert_eq!([0.12, 0.022, 0.000_4].map(percent_decimals), [0, 1, 1]);
    }
}
