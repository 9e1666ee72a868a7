//! The whole report, of made-up results, in every language.

use super::*;
use crate::counterfactual::Component;
use crate::credibility::Verdict;
use crate::money::Cents;
use crate::report::{
    Asked, AskedPilot, CalibrationFigures, CalibrationRow, CurveRow, DecompositionFigures, DecompositionRow, FindingRow, FitRow,
    GainFigures, GainRow, Level, Period, PlaceboRow, PlaceboYearRow, PrecisionRow, SectorFigures, SectorRow, TermRow, TotalRow,
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

fn results(language: Language) -> Results {
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
            adjusters: vec!["age".to_owned(), "sex".to_owned()],
            sectors: vec!["hospital".to_owned()],
            pilots: pilots
                .iter()
                .map(|(id, name, _)| AskedPilot {
                    id: (*id).to_owned(),
                    name: (*name).to_owned(),
                    municipalities: 3,
                    target: TARGET.to_owned(),
                    start: 2018,
                })
                .collect(),
            version: "0.1.0".to_owned(),
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
            departures: vec![(900, 0.01, 0.002); 120],
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

fn page(language: Language) -> String {
    render(&results(language)).expect("every text is there")
}

#[test]
fn the_summary_counts_the_cumulative_verdicts() {
    let page = page(Language::En);
    assert!(page.contains("5 pilots are judged over 2018–2019, against a base period of 2016–2017."));
    assert!(page.contains(
        "one pilot shows a gain and one a loss that chance alone does not explain; for 2 pilots the difference cannot be told \
         from chance, and one rests on too few persons to be shown."
    ));
    // The median of 400, 600, 320 and 680 thousand, and of 620, 900, 40 and 700, on ten million.
    assert!(page.contains("The typical interval reaches 5.0% of the guarantee to either side, and the typical difference is 6.6%"));
    assert!(page.contains("One finding about the data is serious enough"));
}

#[test]
fn the_bias_for_the_chronically_ill_comes_first_of_the_diagnostics() {
    let page = page(Language::En);
    let section = &page[page.find("id=\"diagnostics\"").expect("the section")..];
    let sentence = "For the 420 persons with 4+ conditions in the reference group, the model expects 4,600 € a year where they cost \
                    5,000 €: 400 € too little (predictive ratio 0.920).";
    assert!(section.find(sentence).expect("the sentence") < section.find("<table").expect("a table"));
    assert!(section.contains("<th scope=\"row\">gout</th><td class=\"number\">small cell</td>"), "a small subgroup is not shown");
    for language in [Language::Fr, Language::Nl] {
        assert!(self::page(language).contains("id=\"diagnostics\""));
    }
}

#[test]
fn each_pilot_has_its_sentence() {
    let page = page(Language::En);
    for sentence in [
        "For Vallée de la Lys, 2018–2019, real cost was 6.2% below the guarantee (between 2.2% and 10.2% below): a gain",
        "real cost was 9.0% above the guarantee (between 3.0% and 15.0% above): a loss",
        "real cost was 0.4% above the guarantee (between 3.6% above and 2.8% below): this cannot be told from chance.",
        "real cost was 7.0% below the guarantee (between 0.2% and 13.8% below): taken alone this would stand out",
        "For Peu, 2018–2019, the target group is too small for figures to be shown (small cell).",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
}

#[test]
fn amounts_are_written_as_each_language_writes_them() {
    for (language, amount, cell) in [
        (Language::En, "€9,380,000", "small cell"),
        (Language::Fr, "9\u{202f}380\u{202f}000\u{202f}€", "petite cellule"),
        (Language::Nl, "€\u{a0}9.380.000", "small cell"),
    ] {
        let page = page(language);
        assert!(page.contains(amount), "{amount}");
        assert!(page.contains(cell), "{cell}");
    }
}

#[test]
fn the_years_come_in_order_and_the_cumulative_line_last() {
    let page = page(Language::En);
    let table = page.split_once("id=\"gains-table\"").map(|(_, table)| table).expect("table of gains");
    let place = |text: &str| table.find(text).expect("line");
    assert!(place("\"row\">2018</th>") < place("\"row\">2019</th>"));
    assert!(place("\"row\">2019</th>") < place("\"row\">2018–2019</th>"));
}

#[test]
fn what_users_wrote_is_escaped_and_the_page_needs_no_network() {
    for language in [Language::En, Language::Fr, Language::Nl] {
        let page = page(language);
        assert!(!page.contains("<2018>") && !page.contains("<duin>"));
        assert!(!page.replace("http://www.w3.org/2000/svg", "").contains("http"));
        assert!(!page.contains("src=") && !page.contains("@import") && !page.contains("url("));
    }
}

#[test]
fn several_reference_groups_are_told_apart() {
    let mut results = results(Language::En);
    assert!(!render(&results).expect("a report").contains("without the zone"));
    for pilot in ["lys", "sea"] {
        let of_pilot = |fit: &FitRow| FitRow { left_out: pilot.to_owned(), ..fit.clone() };
        results.fits = results.fits.iter().cloned().chain(results.fits.iter().map(of_pilot)).collect();
    }
    let page = render(&results).expect("a report");
    assert!(page.contains("<td>without the zone of lys</td>"));
    assert!(page.contains("Coefficients of the model of total expenditure, 2019 (without the zones of all pilots)"));
}

#[test]
fn a_sum_over_a_small_cell_is_one() {
    let mut results = results(Language::En);
    let row = TotalRow { year: 2019, sector: "dentists".to_owned(), lines: None, amount: None, used: true };
    results.totals.push(row);
    let page = render(&results).expect("a report");
    let totals = page.split_once("id=\"totals-table\"").map(|(_, table)| table).expect("table of totals");
    let hidden = totals.matches("<td class=\"number\">small cell</td>").count();
    assert_eq!(hidden, 4, "its cell, its sum, the sum of its year, the sum of all");
    assert!(page.contains("€1,234,568<span class=\"under\">1,500 lines</span>"));
}

#[test]
fn the_same_results_give_the_same_bytes() {
    assert_eq!(page(Language::Fr), page(Language::Fr));
}

#[test]
fn a_study_without_any_figure_still_has_a_report() {
    let mut empty = results(Language::Nl);
    empty.gains.clear();
    empty.gains_by_sector.clear();
    empty.models.clear();
    empty.fits.clear();
    empty.findings.clear();
    empty.totals.clear();
    empty.precision.clear();
    empty.curve.clear();
    empty.asked.pilots.clear();
    let page = render(&empty).expect("a report");
    assert!(page.contains("Geen enkel cijfer steunt op voldoende personen"));
    assert!(!page.contains("<svg"));
}

#[test]
fn the_trial_on_pseudo_pilots_is_told_and_the_limits_follow_it() {
    let page = page(Language::En);
    assert!(page.contains("also applied to 120 pseudo-pilots"), "the lead");
    assert!(page.contains("of which 31 fit side by side"));
    assert!(page.contains("<td class=\"number\">0.4%</td>"), "the mean gain");
    assert!(page.contains("as far as pseudo-pilots show them"));
    let mut without = results(Language::En);
    without.placebos.clear();
    without.gains.iter_mut().filter_map(|row| row.figures.as_mut()).for_each(|figures| figures.zone_shock_sd = None);
    let page = render(&without).expect("every text is there");
    assert!(page.contains("they are too narrow by whatever hits a whole zone"));
    assert!(page.contains("It does not yet hold shocks that hit a whole zone"));
}

#[test]
fn a_year_before_the_pilots_had_begun_and_what_more_persons_cure_are_said() {
    let english = page(Language::En);
    assert!(english.contains("Judged on 2017 by 2016, before the pilots had begun, one of 2 pilots would have been declared"), "{english}");
    assert!(english.contains("the savings rates found run from −18.7% to 2.1%"));
    // Of a variance of which 60 % comes from persons, twice as many leave 70 % and endless many 40 %: 2.0 % to 1.7 % to 1.3 %.
    let cured = "the savings rate is known to within a standard error of 2.0%; with twice as many persons it would be 1.7%, and no number of persons brings it below 1.3%";
    assert!(english.contains(cured), "{english}");
    assert!(page(Language::Fr).contains("un des 2 projets aurait été déclaré en gain ou en perte"));
    assert!(page(Language::Nl).contains("zou een van de 2 projecten tot winst of verlies verklaard zijn"));
}

#[test]
fn the_ladder_says_what_method_buys_and_what_only_persons_do() {
    let mut results = results(Language::En);
    // Two years of departures of ±6 %, of whose variance half comes from persons.
    let year = |year| PlaceboRow {
        period: Period::Year(year),
        tau2: 0.0018,
        departures: vec![(900, 1.06_f64.ln(), 0.0018), (900, 0.94_f64.ln(), 0.0018)],
        ..results.placebos[0].clone()
    };
    let years = [year(2018), year(2019)];
    results.placebos.extend(years);
    let page = render(&results).expect("a report");
    for text in [
        "On 120 pseudo-pilots as large as lys, sea, the yearly savings rate is off by 10.0%",
        "Choice of method alone brings that to 6.0%: evolution reading, base years: 2, outlier rule: capped: costliest 1%.",
        "the error is 6.0%; twice as many persons, in pilot and reference group alike, would make it about 5.2%, and no number of persons would bring it below 4.2%",
        "<td class=\"number\">−40%</td>",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn the_gain_over_the_cut_off_is_drawn_and_the_studys_own_is_marked() {
    let page = page(Language::En);
    let section = page.split_once("<section id=\"outliers\"").map(|(_, section)| section).expect("the section");
    let section = section.split_once("</section>").map_or(section, |(section, _)| section);
    assert_eq!(section.matches("<svg class=\"chart wide\"").count(), 1, "a pilot without figures has no drawing");
    assert!(section.contains("Savings rate 6.1% to 6.2%"));
    assert!(section.contains("<tr class=\"sum\"><th scope=\"row\">costliest 1%<span class=\"under\">as this study does</span></th><td class=\"number\">€62,000<span class=\"under\">€22,000 to €102,000</span></td><td class=\"number\">6.2%</td>"), "{section}");
    assert!(section.contains("<th scope=\"row\">costliest 5%</th>"));
    assert!(section.contains("<td colspan=\"2\" class=\"small-cell\">small cell</td>"));
}

#[test]
fn a_reading_that_does_not_keep_its_size_is_marked_wherever_it_stands() {
    assert!(!page(Language::En).contains("size not kept</span>"));
    for (language, mark, warning) in [
        (Language::En, "size not kept</span>", "do not judge by it."),
        (Language::Fr, "trop de faux verdicts</span>", "ne pas juger d’après elle."),
        (Language::Nl, "te veel valse oordelen</span>", "oordeel er niet mee."),
    ] {
        let mut results = results(language);
        results.placebos[0].keeps_size = false;
        let lys = results.gains.iter_mut().filter(|row| row.pilot == "lys" && row.main);
        lys.filter_map(|row| row.figures.as_mut()).for_each(|figures| figures.keeps_size = false);
        let page = render(&results).expect("a report");
        // Three lines and the chart's table of gains, one of the readings, one of the pseudo-pilots; a sentence.
        assert_eq!((page.matches(mark).count(), page.matches(warning).count()), (6, 1), "{mark}");
        let gains = crate::report::tables(&results).into_iter().find(|table| table.name == "gains").expect("gains");
        let flagged =
            gains.rows.iter().filter(|row| matches!(row.last(), Some(crate::report::Cell::Text(flags)) if flags.contains("size-not-kept")));
        assert_eq!(flagged.count(), 3);
    }
}

#[test]
fn what_moved_the_cost_of_each_pilot_is_told_drawn_and_one_click_away() {
    let english = page(Language::En);
    let section = &english[english.find("id=\"decomposition\"").expect("the section")..];
    let section = &section[..section.find("</section>").expect("its end")];
    for text in [
        "Over 2018–2019 the target group of Vallée de la Lys cost €9,380,000, €120,000 (1.3%) less than if every year had cost what the \
         base period did. Of this, +€300,000 goes with the size of the group, −€110,000 with its case mix, +€310,000 with the national \
         evolution of expenditure; what is left, −€620,000, is the pilot’s own difference: a gain that chance alone does not explain.",
        "For Peu, 2018–2019, the target group is too small for figures to be shown (small cell).",
        // In words for those who hear the page, in the chart, and in the table below it.
        "Base cost €9,500,000; Size (person-years) +€300,000 (+3.2%); Case mix −€110,000 (−1.2%); National evolution +€310,000 (+3.3%); \
         Guarantee €10,000,000 (+5.3%); The pilot’s own difference −€620,000 (−6.5%); Real cost €9,380,000 (−1.3%).",
        ">−€620,000 (−6.5%)</text>",
        "<th scope=\"row\">age and sex</th><td class=\"number\">−€150,000</td>",
        "<th scope=\"row\">rare</th><td class=\"number\">small cell</td>",
        "<th scope=\"row\">doctors</th><td class=\"number\">€9,500,000</td>",
    ] {
        assert!(section.contains(text), "{text}: {section}");
    }
    assert_eq!(section.matches("<svg ").count(), 8, "two for each pilot that is shown");
    assert!(page(Language::Fr).contains(" ; ce qui reste, −620\u{202f}000\u{202f}€, est la différence propre au projet : un gain que"));
    assert!(page(Language::Nl).contains("; wat overblijft, €\u{a0}−620.000, is het eigen verschil van het project: een winst die toeval"));
}
