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

/// Municipalities, as CSV: `nis,name_fr,name_nl,arrondissement,province,region` and approximate inhabitants.
pub const GEOGRAPHY: &str = include_str!("../../models/geography.csv");

/// Municipalities that merged or changed code, as CSV: `old,new,year`.
pub const MERGERS: &str = include_str!("../../models/mergers.csv");

/// Layouts of fixed-width files: name, text.
pub const LAYOUTS: [(&str, &str); 2] = [
    ("ima-health-care-v18", include_str!("../../models/layouts/ima-health-care-v18.toml")),
    ("ima-farmanet-v17", include_str!("../../models/layouts/ima-farmanet-v17.toml")),
];

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
