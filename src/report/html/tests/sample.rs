//! Results of a made-up study, with one pilot too small to be shown.

use super::*;
use crate::counterfactual::Component;
use crate::credibility::Verdict;
use crate::money::Cents;
use crate::report::{
    Asked, AskedAdjuster, AskedPilot, CalibrationFigures, CalibrationRow, CurveRow, DecompositionFigures, DecompositionRow, FindingRow,
    FitRow, GainFigures, GainRow, Level, Period, PlaceboRow, PlaceboYearRow, PrecisionRow, SectorFigures, SectorRow, TermRow, TotalRow,
};
use crate::spec::{CutOff, Language, Outliers, Reading, Reference, Source};

const TARGET: &str = "chronic and age >= 18";
const VARIANT: &str = "ols-morbidity";

/// A gain in thousand euro on a guarantee of ten million, with its standard error.
fn figures(gain: i64, se: i64, verdict: Verdict) -> GainFigures {
    let thousand = |amount: i64| Cents(amount * 100_000);
    let rate = |amount: i64| amount as f64 / 10_000.0;
    GainFigures {
        persons: 1_234,
        person_years: 29_876.5,
        base_cost: thousand(9_500),
        expected_base: thousand(9_400),
        base_ratio: 1.01,
        expected: thousand(9_900),
        guarantee: thousand(10_000),
        real_cost: thousand(10_000 - gain),
        raw_cost: Some(thousand(10_100 - gain)),
        gain: thousand(gain),
        savings_rate: rate(gain),
        se: thousand(se),
        low: thousand(gain - 2 * se),
        high: thousand(gain + 2 * se),
        rate_low: rate(gain - 2 * se),
        rate_high: rate(gain + 2 * se),
        p_value: 0.1,
        p_holm: 0.2,
        se_persons: thousand(se),
        se_bootstrap: None,
        se_jackknife: None,
        share_own: 0.6,
        share_reference: 0.1,
        share_completion: 0.0,
        share_zones: 0.3,
        se_completion: thousand(0),
        zone_shock_sd: Some(0.01),
        costliest_share: Some(0.4),
        p_placebo: Some(0.3),
        p_bh: 0.8,
        shrunk_rate: Some(0.011),
        shrunk_weight: Some(0.4),
        detectable_rate: 2.8 * rate(se),
        keeps_size: true,
        verdict,
    }
}

fn step(outliers: Outliers, base_years: u64, rmse: f64) -> PrecisionRow {
    let pilots = vec!["lys".to_owned(), "sea".to_owned()];
    let (variant, reading) = (VARIANT.to_owned(), Reading::Evolution);
    PrecisionRow { variant, pilots, reading, outliers, base_years, placebos: 120, bias: -0.004, rmse }
}

fn point(pilot: &str, quantile: f64, figures: Option<(i64, f64)>) -> CurveRow {
    let euro = |amount: i64| Cents(amount * 100);
    let figures = figures.map(|(gain, rate)| (euro(gain), euro(gain - 40_000), euro(gain + 40_000), rate));
    let (pilot, variant, cut_off) = (pilot.to_owned(), VARIANT.to_owned(), CutOff::Quantile(quantile));
    CurveRow { pilot, variant, reading: Reading::Evolution, cut_off, figures }
}

fn placebo_year(pilot: &str, savings_rate: f64, verdict: Verdict) -> PlaceboYearRow {
    PlaceboYearRow {
        pilot: pilot.to_owned(),
        variant: VARIANT.to_owned(),
        base: vec![2016],
        year: 2017,
        reading: Reading::Evolution,
        main: true,
        persons: 900,
        savings_rate,
        rate_low: savings_rate - 0.1,
        rate_high: savings_rate + 0.1,
        p_value: 0.01,
        p_placebo: None,
        verdict,
    }
}

/// A base cost of nine and a half million that size, case mix and prices raise to the guarantee.
fn moved(pilot: &str, period: Period, sector: Option<&str>, gain: Option<&GainFigures>) -> DecompositionRow {
    let thousand = |amount: i64| Cents(amount * 100_000);
    let figures = |gain: &GainFigures| DecompositionFigures {
        base_cost: thousand(9_500),
        components: vec![
            (Component::Size, thousand(300)),
            (Component::CaseMix, thousand(-110)),
            (Component::National, thousand(310)),
            (Component::Own, gain.real_cost - gain.guarantee),
        ],
        real_cost: gain.real_cost,
        case_mix: (pilot != "two").then(|| vec![thousand(-150), thousand(40)]),
    };
    DecompositionRow {
        pilot: pilot.to_owned(),
        period,
        variant: VARIANT.to_owned(),
        reading: Reading::Evolution,
        main: true,
        sector: sector.map(str::to_owned),
        adjusters: vec!["age_sex".to_owned(), "rare".to_owned()],
        figures: gain.map(figures),
    }
}

pub fn results(language: Language) -> Results {
    let pilots = [
        ("lys", "Vallée de la Lys", Some(figures(620, 200, Verdict::Gain))),
        ("sea", "Zee & <duin>", Some(figures(-900, 300, Verdict::Loss))),
        ("one", "Un", Some(figures(-40, 160, Verdict::NotDistinguishable))),
        ("two", "Twee", Some(figures(700, 340, Verdict::NotDistinguishable))),
        ("few", "Peu", None),
    ];
    let mut gains = Vec::new();
    let mut gains_by_sector = Vec::new();
    let mut decomposition = Vec::new();
    for (id, _, figures) in &pilots {
        for period in [Period::Year(2018), Period::Year(2019), Period::All] {
            for sector in [Some("hospital"), Some("doctors"), None] {
                decomposition.push(moved(id, period, sector, figures.as_ref()));
            }
        }
        for reading in [Reading::Level, Reading::Evolution, Reading::Additive] {
            for period in [Period::All, Period::Year(2019), Period::Year(2018)] {
                let main = reading == Reading::Evolution;
                let (pilot, variant) = ((*id).to_owned(), VARIANT.to_owned());
                gains.push(GainRow { pilot, period, variant, reading, main, figures: figures.clone() });
            }
            let sector = figures.as_ref().map(|f| SectorFigures {
                expected: f.expected,
                guarantee: f.guarantee,
                real_cost: f.real_cost,
                gain: f.gain,
                se: f.se,
                low: f.low,
                high: f.high,
            });
            gains_by_sector.push(SectorRow {
                pilot: (*id).to_owned(),
                period: Period::All,
                variant: VARIANT.to_owned(),
                reading,
                main: false,
                sector: "hospital".to_owned(),
                figures: sector,
            });
        }
    }
    let term = |term: &str, persons, estimate, se, aliased| TermRow {
        variant: VARIANT.to_owned(),
        target: TARGET.to_owned(),
        left_out: "all pilots".to_owned(),
        year: 2019,
        sector: "total".to_owned(),
        part: "cost".to_owned(),
        scale: "euro".to_owned(),
        term: term.to_owned(),
        persons,
        estimate,
        se,
        df: None,
        se_kind: "cr1".to_owned(),
        aliased,
    };
    let fit = |year, sector: &str| FitRow {
        variant: VARIANT.to_owned(),
        target: TARGET.to_owned(),
        left_out: "all pilots".to_owned(),
        year,
        sector: sector.to_owned(),
        persons: 61_234,
        person_years: 1_512_345.6,
        r2: 0.283,
        cpm: 0.221,
        mae: 4_321.0,
        sigma: 11_432.0,
        calibration: 1.0,
        deviance_explained: Some(0.283),
        dispersion: Some(1.3e8),
        condition: 4.3e11,
        changed: Some(0.05),
        iterations: 0,
        converged: true,
    };
    let total =
        |year, sector: &str, used| TotalRow { year, sector: sector.to_owned(), lines: Some(1_500), amount: Some(Cents(123_456_789)), used };
    let finding = |level, message: &str, count: Option<u64>| FindingRow {
        rule: "a_rule".to_owned(),
        level,
        facts: Default::default(),
        message: message.to_owned(),
        count,
        share: count.map(|_| 0.114),
        amount: count.map(|_| Cents(99_900)),
        advice: "Look.".to_owned(),
    };
    let figures_of_subgroup = |persons: u64, ratio: f64| CalibrationFigures {
        persons,
        person_years: 1_000.0,
        expected: Cents((500_000_000.0 * ratio) as i64),
        real_cost: Cents(500_000_000),
        predictive_ratio: ratio,
        mean_residual: 5_000.0 * (1.0 - ratio),
    };
    let subgroup = |family: &str, group: &str, figures| CalibrationRow {
        variant: VARIANT.to_owned(),
        target: TARGET.to_owned(),
        left_out: "all pilots".to_owned(),
        year: 2019,
        family: family.to_owned(),
        group: group.to_owned(),
        figures,
    };
    Results {
        asked: Asked {
            title: "Pilots <2018>".to_owned(),
            language,
            level: 0.95,
            source: Source::Sample,
            base: vec![(2016, 0.5), (2017, 0.5)],
            performance: vec![2018, 2019],
            reading: Reading::Evolution,
            reference: Reference::Pilots,
            variant: VARIANT.to_owned(),
            outliers: Outliers::DEFAULT,
            model: "least-squares".to_owned(),
            other_variants: vec!["second".to_owned()],
            adjusters: vec![AskedAdjuster::AgeSex(14), AskedAdjuster::Conditions(vec!["gout".to_owned(), "own name".to_owned()])],
            sectors: vec!["hospital".to_owned()],
            pilots: pilots
                .iter()
                .map(|(id, name, _)| AskedPilot {
                    id: (*id).to_owned(),
                    name: (*name).to_owned(),
                    municipalities: 3,
                    provinces: [("Hainaut".to_owned(), 2), ("Liège".to_owned(), 1)].into(),
                    target: TARGET.to_owned(),
                    start: 2018,
                })
                .collect(),
            version: "0.1.0".to_owned(),
            seed: 20_180_101,
            file: "study.toml".to_owned(),
            digest: "7488c0bccdc4ab09".repeat(4),
        },
        gains,
        gains_by_sector,
        decomposition,
        models: vec![
            term("age", Some(5_000), Some(-12.31), Some(2.2), false),
            term("rare", None, None, None, false),
            term("twin", Some(900), None, None, true),
        ],
        calibration: vec![
            subgroup("conditions", "1", Some(figures_of_subgroup(5_000, 1.01))),
            subgroup("conditions", "4+", Some(figures_of_subgroup(420, 0.92))),
            subgroup("gout", "no", None),
            subgroup("gout", "yes", None),
            subgroup("sex", "female", Some(figures_of_subgroup(2_000, 1.0))),
        ],
        placebos: vec![PlaceboRow {
            variant: VARIANT.to_owned(),
            pilots: vec!["lys".to_owned(), "sea".to_owned()],
            base: vec![2016, 2017],
            before: false,
            period: Period::All,
            reading: Reading::Evolution,
            side_by_side: 31,
            mean: -0.004,
            sd: 0.062,
            tau2: 0.0001,
            lasting: None,
            false_gain_rate_without: 0.07,
            false_gain_rate: 0.05,
            keeps_size: true,
            departures: (0..120).map(|number| (900, f64::from(number) * 0.002 - 0.12, 0.002)).collect(),
        }],
        placebo_years: vec![placebo_year("lys", 0.021, Verdict::NotDistinguishable), placebo_year("sea", -0.187, Verdict::Loss)],
        fits: vec![fit(2018, "total"), fit(2019, "total"), fit(2019, "hospital")],
        completion: Vec::new(),
        completion_factors: Vec::new(),
        precision: vec![step(Outliers::None, 1, 0.10), step(Outliers::DEFAULT, 2, 0.06)],
        curve: vec![point("lys", 0.95, Some((60_000, 0.0612))), point("lys", 0.99, Some((62_000, 0.062))), point("few", 0.99, None)],
        findings: vec![finding(Level::Information, "Good to know.", Some(12)), finding(Level::Error, "Fees twice.", None)],
        totals: vec![total(2018, "hospital", true), total(2019, "hospital", true), total(2019, "no sector", false)],
    }
}
