//! The files of `models/` that travel inside the binary, by the name a study calls them.

/// Model files: name, text.
pub const MODELS: [(&str, &str); 2] =
    [("ols-morbidity", include_str!("../../models/ols-morbidity.toml")), ("age-sex", include_str!("../../models/age-sex.toml"))];

/// Column maps: name, text.
pub const COLUMN_MAPS: [(&str, &str); 1] = [("ima", include_str!("../../models/columns/ima.toml"))];

/// Nomenclature code ranges and their sector, as CSV: `code_from,code_to,sector`.
pub const SECTORS: &str = include_str!("../../models/sectors.csv");

/// Municipalities, as CSV whose first column is the NIS code.
const GEOGRAPHY: &str = include_str!("../../models/geography.csv");

/// Whether a code is the NIS code of a municipality.
pub fn is_municipality(code: &str) -> bool {
    GEOGRAPHY.lines().skip(1).any(|line| line.split(',').next() == Some(code))
}

/// What tells apart the arrondissement of a municipality: its name, or for a code that is not in the table the two digits that municipalities of
/// an arrondissement share.
pub fn arrondissement(code: &str) -> &str {
    let known = GEOGRAPHY.lines().skip(1).find(|line| line.split(',').next() == Some(code));
    known.and_then(|line| line.split(',').nth(3)).or(code.get(..2)).unwrap_or(code)
}

/// Drug classes and the condition they reveal, as CSV: `atc,condition,threshold`.
pub const MORBIDITY: &str = include_str!("../../models/morbidity.csv");

/// Minimum savings rates by group size, as TOML.
pub const MINIMUM_SAVINGS: &str = include_str!("../../models/minimum-savings/mssp.toml");

/// Settlement rules: name, text.
pub const SETTLEMENT_RULES: [(&str, &str); 4] = [
    ("decree-2017", include_str!("../../models/settlement/decree-2017.toml")),
    ("lump-sum-2019", include_str!("../../models/settlement/lump-sum-2019.toml")),
    ("mssp-one-sided", include_str!("../../models/settlement/mssp-one-sided.toml")),
    ("credible", include_str!("../../models/settlement/credible.toml")),
];

/// The rules on the use of gains, with their amounts by date.
pub const ANNEX_7: &str = include_str!("../../models/annex-7.toml");
