//! `--language`: the languages that reports are written in.

use clap::ValueEnum;

use crate::spec::Language;

/// A language as the command line names it.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum Tongue {
    /// English
    En,
    /// French
    Fr,
    /// Dutch
    Nl,
}

impl From<Tongue> for Language {
    fn from(tongue: Tongue) -> Language {
        match tongue {
            Tongue::En => Language::En,
            Tongue::Fr => Language::Fr,
            Tongue::Nl => Language::Nl,
        }
    }
}
