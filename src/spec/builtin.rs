//! The files of `models/` that travel inside the binary, by the name a study calls them.

/// Model files: name, text.
pub const MODELS: [(&str, &str); 11] = [
    ("age-sex", include_str!("../../models/age-sex.toml")),
    ("ols-demographic", include_str!("../../models/ols-demographic.toml")),
    ("ols-morbidity", include_str!("../../models/ols-morbidity.toml")),
    ("ols-constrained", include_str!("../../models/ols-constrained.toml")),
    ("gamma-log", include_str!("../../models/gamma-log.toml")),
    ("poisson-log", include_str!("../../models/poisson-log.toml")),
    ("tweedie", include_str!("../../models/tweedie.toml")),
    ("two-part", include_str!("../../models/two-part.toml")),
    ("pooled-trend", include_str!("../../models/pooled-trend.toml")),
    ("elastic-net", include_str!("../../models/elastic-net.toml")),
    ("by-sector", include_str!("../../models/by-sector.toml")),
];

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

/// The province of each municipality of the engine's table, by NIS code.
pub fn provinces() -> std::collections::BTreeMap<&'static str, &'static str> {
    let of_line = |line: &'static str| {
        let mut columns = line.split(',');
        Some((columns.next()?, columns.nth(3)?))
    };
    GEOGRAPHY.lines().skip(1).filter_map(of_line).collect()
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
