//! The tables of a run, column by column as batch jobs know them.

use super::completion;
use super::decomposition;
use super::table::{Cell, Kind, Table};
use super::{
    CalibrationFigures, CalibrationRow, CurveRow, FitRow, GainRow, Period, PlaceboRow, PlaceboYearRow, PrecisionRow, Results, SectorRow,
    TermRow, TotalRow,
};
use crate::money::Cents;

/// Every table of a run.
pub fn tables(results: &Results) -> Vec<Table> {
    let [completion, completion_factors] = completion::tables(&results.completion, &results.completion_factors);
    let [decomposition, case_mix] = decomposition::tables(&results.decomposition);
    vec![
        gains(&results.gains),
        by_sector(&results.gains_by_sector),
        decomposition,
        case_mix,
        models(&results.models, &results.fits),
        calibration(&results.calibration),
        placebos(&results.placebos),
        placebo_summary(&results.placebos),
        precision(&results.precision),
        outlier_curve(&results.curve),
        placebo_years(&results.placebo_years),
        completion,
        completion_factors,
        findings(results),
        control_totals(&results.totals),
    ]
}

fn word(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn period(period: Period) -> Cell {
    Cell::Text(match period {
        Period::Year(year) => year.to_string(),
        Period::All => "all".into(),
    })
}

fn whole(count: u64) -> Cell {
    Cell::Whole(count as i64)
}

/// A rate, if there is one.
fn rate(rate: f64) -> Cell {
    if rate.is_finite() { Cell::Number(rate) } else { Cell::Empty }
}

/// Whether the interval does not hold shocks that hit a whole zone.
fn without_shocks(gain: &GainRow) -> bool {
    gain.figures.as_ref().is_some_and(|figures| figures.zone_shock_sd.is_none())
}

/// Whether pseudo-pilots are called gains and losses more often than the level allows.
fn size_not_kept(gain: &GainRow) -> bool {
    gain.figures.as_ref().is_some_and(|figures| !figures.keeps_size)
}

/// What a row of `gains` is flagged with whose `raw_cost` would tell of few persons above the cut-off.
pub const RAW_HIDDEN: &str = "raw-cost-small-cell";

fn hides_raw(gain: &GainRow) -> bool {
    gain.figures.as_ref().is_some_and(|figures| figures.raw_cost.is_none())
}

/// A column of figures: its name, kind and how to take it.
type Figure<Figures> = (&'static str, Kind, fn(&Figures) -> Cell);

/// Keys and figures of a row that may be a small cell, with flags last.
fn row<Figures>(keys: Vec<Cell>, shown: &Option<Figures>, figures: &[Figure<Figures>], flags: &[(bool, &'static str)]) -> Vec<Cell> {
    let mut cells = keys;
    cells.extend(figures.iter().map(|(_, _, take)| shown.as_ref().map_or(Cell::Small, take)));
    let raised = flags.iter().filter(|(raised, _)| *raised).map(|(_, flag)| *flag);
    cells.push(Cell::Text(raised.chain(shown.is_none().then_some("small-cell")).collect::<Vec<_>>().join(" ")));
    cells
}

fn columns<Figures>(keys: &[&'static str], figures: &[Figure<Figures>]) -> Vec<(&'static str, Kind)> {
    let keys = keys.iter().map(|key| (*key, Kind::Text));
    keys.chain(figures.iter().map(|(name, kind, _)| (*name, *kind))).chain([("flags", Kind::Text)]).collect()
}

fn gains(rows: &[GainRow]) -> Table {
    let figures: [Figure<super::GainFigures>; 34] = [
        ("persons", Kind::Count, |f| whole(f.persons)),
        ("person_years", Kind::PersonYears, |f| Cell::Number(f.person_years)),
        ("base_cost", Kind::Money, |f| Cell::Money(f.base_cost)),
        ("expected_base", Kind::Money, |f| Cell::Money(f.expected_base)),
        ("base_ratio", Kind::Number, |f| Cell::Number(f.base_ratio)),
        ("expected", Kind::Money, |f| Cell::Money(f.expected)),
        ("guarantee", Kind::Money, |f| Cell::Money(f.guarantee)),
        ("real_cost", Kind::Money, |f| Cell::Money(f.real_cost)),
        ("raw_cost", Kind::Money, |f| f.raw_cost.map_or(Cell::Small, Cell::Money)),
        ("gain", Kind::Money, |f| Cell::Money(f.gain)),
        ("savings_rate", Kind::Share, |f| rate(f.savings_rate)),
        ("se", Kind::Money, |f| Cell::Money(f.se)),
        ("se_persons", Kind::Money, |f| Cell::Money(f.se_persons)),
        ("se_completion", Kind::Money, |f| Cell::Money(f.se_completion)),
        ("se_bootstrap", Kind::Money, |f| f.se_bootstrap.map_or(Cell::Empty, Cell::Money)),
        ("se_jackknife", Kind::Money, |f| f.se_jackknife.map_or(Cell::Empty, Cell::Money)),
        ("share_own", Kind::Share, |f| Cell::Number(f.share_own)),
        ("share_reference", Kind::Share, |f| Cell::Number(f.share_reference)),
        ("share_completion", Kind::Share, |f| Cell::Number(f.share_completion)),
        ("share_zones", Kind::Share, |f| Cell::Number(f.share_zones)),
        ("zone_shock_sd", Kind::Number, |f| f.zone_shock_sd.map_or(Cell::Empty, Cell::Number)),
        ("costliest_share", Kind::Share, |f| f.costliest_share.map_or(Cell::Small, Cell::Number)),
        ("low", Kind::Money, |f| Cell::Money(f.low)),
        ("high", Kind::Money, |f| Cell::Money(f.high)),
        ("rate_low", Kind::Share, |f| rate(f.rate_low)),
        ("rate_high", Kind::Share, |f| rate(f.rate_high)),
        ("p_value", Kind::Probability, |f| Cell::Number(f.p_value)),
        ("p_placebo", Kind::Probability, |f| f.p_placebo.map_or(Cell::Empty, Cell::Number)),
        ("p_holm", Kind::Probability, |f| Cell::Number(f.p_holm)),
        ("p_bh", Kind::Probability, |f| Cell::Number(f.p_bh)),
        ("shrunk_rate", Kind::Share, |f| f.shrunk_rate.map_or(Cell::Empty, rate)),
        ("shrunk_weight", Kind::Share, |f| f.shrunk_weight.map_or(Cell::Empty, Cell::Number)),
        ("detectable_rate", Kind::Share, |f| rate(f.detectable_rate)),
        ("verdict", Kind::Text, |f| word(f.verdict.word())),
    ];
    let keys = |row: &GainRow| vec![word(&row.pilot), period(row.period), word(&row.variant), word(&row.reading.to_string())];
    let flags = |gain: &GainRow| {
        [
            (gain.main, "main"),
            (without_shocks(gain), "without-zone-shocks"),
            (size_not_kept(gain), "size-not-kept"),
            (hides_raw(gain), RAW_HIDDEN),
        ]
    };
    Table {
        name: "gains",
        columns: columns(&["pilot", "year", "variant", "reading"], &figures),
        rows: rows.iter().map(|gain| row(keys(gain), &gain.figures, &figures, &flags(gain))).collect(),
    }
}

fn by_sector(rows: &[SectorRow]) -> Table {
    let figures: [Figure<super::SectorFigures>; 7] = [
        ("expected", Kind::Money, |f| Cell::Money(f.expected)),
        ("guarantee", Kind::Money, |f| Cell::Money(f.guarantee)),
        ("real_cost", Kind::Money, |f| Cell::Money(f.real_cost)),
        ("gain", Kind::Money, |f| Cell::Money(f.gain)),
        ("se", Kind::Money, |f| Cell::Money(f.se)),
        ("low", Kind::Money, |f| Cell::Money(f.low)),
        ("high", Kind::Money, |f| Cell::Money(f.high)),
    ];
    let keys =
        |row: &SectorRow| vec![word(&row.pilot), period(row.period), word(&row.variant), word(&row.reading.to_string()), word(&row.sector)];
    Table {
        name: "gains_by_sector",
        columns: columns(&["pilot", "year", "variant", "reading", "sector"], &figures),
        rows: rows.iter().map(|sector| row(keys(sector), &sector.figures, &figures, &[(sector.main, "main")])).collect(),
    }
}

/// One row per coefficient, then one per fit statistic, which stands as a term in parentheses.
fn models(terms: &[TermRow], fits: &[FitRow]) -> Table {
    // A model of no cost at all has no finite intercept on the log scale.
    let number = |value: Option<f64>| value.map_or(Cell::Small, rate);
    let term = |row: &TermRow| {
        let group = [word(&row.variant), word(&row.target), word(&row.left_out), Cell::Whole(row.year.into())];
        let keys = group.into_iter().chain([word(&row.sector), word(&row.part), word(&row.scale), word(&row.term)]);
        let kind = word(&row.se_kind);
        let figures = match row.aliased {
            true => [row.persons.map_or(Cell::Small, whole), Cell::Empty, Cell::Empty, Cell::Empty, kind, word("aliased")],
            false if row.persons.is_none() && row.estimate.is_none() => {
                [Cell::Small, Cell::Small, Cell::Small, Cell::Small, kind, word("small-cell")]
            }
            false => {
                // One cluster tells of no standard error.
                let se = if row.estimate.is_some() { row.se.map_or(Cell::Empty, rate) } else { Cell::Small };
                let df = row.df.map_or(Cell::Empty, rate);
                [row.persons.map_or(Cell::Small, whole), number(row.estimate), se, df, kind, word("")]
            }
        };
        keys.chain(figures).collect()
    };
    let statistics = |fit: &FitRow| {
        let values = [
            ("(r2)", Some(fit.r2)),
            ("(cpm)", Some(fit.cpm)),
            ("(mae)", Some(fit.mae)),
            ("(sigma)", Some(fit.sigma)),
            ("(calibration)", Some(fit.calibration)),
            ("(deviance_explained)", fit.deviance_explained),
            ("(dispersion)", fit.dispersion),
            ("(condition)", Some(fit.condition)),
            ("(changed)", fit.changed),
            ("(iterations)", Some(fit.iterations as f64)),
            ("(converged)", Some(f64::from(u8::from(fit.converged)))),
            ("(person_years)", Some(fit.person_years)),
        ];
        let group = [word(&fit.variant), word(&fit.target), word(&fit.left_out), Cell::Whole(fit.year.into())];
        let keys: Vec<Cell> = group.into_iter().chain([word(&fit.sector), Cell::Empty, Cell::Empty]).collect();
        let persons = fit.persons;
        values.map(|(name, value)| {
            let value = value.map_or(Cell::Empty, Cell::Number);
            let figures = [word(name), whole(persons), value, Cell::Empty, Cell::Empty, Cell::Empty, word("statistic")];
            keys.clone().into_iter().chain(figures).collect::<Vec<Cell>>()
        })
    };
    let columns = vec![
        ("variant", Kind::Text),
        ("target", Kind::Text),
        ("left_out", Kind::Text),
        ("year", Kind::Whole),
        ("sector", Kind::Text),
        ("part", Kind::Text),
        ("scale", Kind::Text),
        ("term", Kind::Text),
        ("persons", Kind::Count),
        ("estimate", Kind::Number),
        ("se", Kind::Number),
        ("df", Kind::Number),
        ("se_kind", Kind::Text),
        ("flags", Kind::Text),
    ];
    Table { name: "models", columns, rows: terms.iter().map(term).chain(fits.iter().flat_map(statistics)).collect() }
}

/// Expected and real cost by subgroup of the reference groups.
fn calibration(rows: &[CalibrationRow]) -> Table {
    let figures: [Figure<CalibrationFigures>; 6] = [
        ("persons", Kind::Count, |f| whole(f.persons)),
        ("person_years", Kind::PersonYears, |f| Cell::Number(f.person_years)),
        ("expected", Kind::Money, |f| Cell::Money(f.expected)),
        ("real_cost", Kind::Money, |f| Cell::Money(f.real_cost)),
        ("predictive_ratio", Kind::Number, |f| rate(f.predictive_ratio)),
        ("mean_residual", Kind::Number, |f| rate(f.mean_residual)),
    ];
    let of_row = |calibration: &CalibrationRow| {
        let group =
            [word(&calibration.variant), word(&calibration.target), word(&calibration.left_out), word(&calibration.year.to_string())];
        let keys = group.into_iter().chain([word(&calibration.family), word(&calibration.group)]).collect();
        row(keys, &calibration.figures, &figures, &[])
    };
    let columns = columns(&["variant", "target", "left_out", "year", "family", "group"], &figures);
    Table { name: "calibration", columns, rows: rows.iter().map(of_row).collect() }
}

/// Keys that the two tables of pseudo-pilots share.
const PLACEBO_KEYS: [(&str, Kind); 5] =
    [("variant", Kind::Text), ("pilots", Kind::Text), ("base", Kind::Text), ("year", Kind::Text), ("reading", Kind::Text)];

fn placebo_keys(row: &PlaceboRow) -> Vec<Cell> {
    vec![word(&row.variant), Cell::Text(row.pilots.join(" ")), years(&row.base), period(row.period), word(&row.reading.to_string())]
}

fn years(years: &[i32]) -> Cell {
    Cell::Text(years.iter().map(i32::to_string).collect::<Vec<_>>().join(" "))
}

/// One row per pseudo-pilot.
fn placebos(rows: &[PlaceboRow]) -> Table {
    let of_row = |row: &PlaceboRow| {
        let keys = placebo_keys(row);
        let departures = row.departures.clone().into_iter().enumerate();
        departures.map(move |(number, (persons, d, v))| {
            let figures = [Cell::Whole(number as i64 + 1), whole(persons), Cell::Number(d), Cell::Number(v)];
            keys.iter().cloned().chain(figures).collect::<Vec<Cell>>()
        })
    };
    let figures = [("number", Kind::Whole), ("persons", Kind::Count), ("d", Kind::Number), ("v", Kind::Number)];
    Table { name: "placebos", columns: PLACEBO_KEYS.into_iter().chain(figures).collect(), rows: rows.iter().flat_map(of_row).collect() }
}

/// What they say together.
fn placebo_summary(rows: &[PlaceboRow]) -> Table {
    let of_row = |row: &PlaceboRow| {
        let flag = word(if row.keeps_size { "" } else { "size-not-kept" });
        let counts = [whole(row.departures.len() as u64), whole(row.side_by_side)];
        let (share, se) = row.lasting.unzip();
        let lasting = [share, se].map(|value| value.map_or(Cell::Empty, Cell::Number));
        let numbers = [row.mean, row.sd, row.tau2, row.false_gain_rate_without, row.false_gain_rate, 1.0 - row.false_gain_rate];
        placebo_keys(row).into_iter().chain(counts).chain(numbers.map(Cell::Number)).chain(lasting).chain([flag]).collect()
    };
    let counts = [("placebos", Kind::Count), ("side_by_side", Kind::Count)];
    let moments = ["mean", "sd", "tau2"].map(|name| (name, Kind::Number));
    let rates = ["false_gain_rate_without", "false_gain_rate", "coverage"].map(|name| (name, Kind::Share));
    let lasting = ["lambda", "lambda_se"].map(|name| (name, Kind::Number));
    let columns =
        PLACEBO_KEYS.into_iter().chain(counts).chain(moments).chain(rates).chain(lasting).chain([("flags", Kind::Text)]).collect();
    Table { name: "placebo_summary", columns, rows: rows.iter().map(of_row).collect() }
}

/// The ladder of precision.
fn precision(rows: &[PrecisionRow]) -> Table {
    let of_row = |row: &PrecisionRow| {
        let texts = [row.reading.to_string(), row.outliers.to_string()].map(Cell::Text);
        let keys = [word(&row.variant), Cell::Text(row.pilots.join(" "))].into_iter().chain(texts);
        keys.chain([whole(row.base_years), whole(row.placebos), Cell::Number(row.bias), Cell::Number(row.rmse)]).collect()
    };
    let texts = ["variant", "pilots", "reading", "outliers"].map(|name| (name, Kind::Text));
    let counts = ["base_years", "placebos"].map(|name| (name, Kind::Count));
    let columns = texts.into_iter().chain(counts).chain([("bias", Kind::Share), ("rmse", Kind::Share)]).collect();
    Table { name: "precision", columns, rows: rows.iter().map(of_row).collect() }
}

/// The gain over the cut-off.
fn outlier_curve(rows: &[CurveRow]) -> Table {
    let of_row = |row: &CurveRow| {
        let keys = [word(&row.pilot), word(&row.variant), word(&row.reading.to_string()), word(&row.cut_off.to_string())];
        let figures = match row.figures {
            None => [Cell::Small, Cell::Small, Cell::Small, Cell::Small],
            Some((gain, low, high, savings)) => [Cell::Money(gain), Cell::Money(low), Cell::Money(high), rate(savings)],
        };
        keys.into_iter().chain(figures).chain([word(if row.figures.is_none() { "small-cell" } else { "" })]).collect()
    };
    let texts = ["pilot", "variant", "reading", "cut_off"].map(|name| (name, Kind::Text));
    let money = ["gain", "low", "high"].map(|name| (name, Kind::Money));
    let columns = texts.into_iter().chain(money).chain([("savings_rate", Kind::Share), ("flags", Kind::Text)]).collect();
    Table { name: "outlier_curve", columns, rows: rows.iter().map(of_row).collect() }
}

/// The pilots' own zones in years before the first pilot began.
fn placebo_years(rows: &[PlaceboYearRow]) -> Table {
    let of_row = |row: &PlaceboYearRow| {
        let keys = [word(&row.pilot), word(&row.variant), years(&row.base), Cell::Whole(row.year.into()), word(&row.reading.to_string())];
        let rates = [row.savings_rate, row.rate_low, row.rate_high].map(rate);
        let p_values = [Cell::Number(row.p_value), row.p_placebo.map_or(Cell::Empty, Cell::Number)];
        let words = [word(row.verdict.word()), word(if row.main { "main" } else { "" })];
        keys.into_iter().chain([whole(row.persons)]).chain(rates).chain(p_values).chain(words).collect()
    };
    let text = |name| (name, Kind::Text);
    let keys = [text("pilot"), text("variant"), text("base"), ("year", Kind::Whole), text("reading"), ("persons", Kind::Count)];
    let rates = ["savings_rate", "rate_low", "rate_high"].map(|name| (name, Kind::Share));
    let p_values = ["p_value", "p_placebo"].map(|name| (name, Kind::Probability));
    let columns = keys.into_iter().chain(rates).chain(p_values).chain([text("verdict"), text("flags")]).collect();
    Table { name: "placebo_years", columns, rows: rows.iter().map(of_row).collect() }
}

/// What was found about the data.
pub fn findings(results: &Results) -> Table {
    let rows = results.findings.iter().map(|finding| {
        let count = finding.count.map_or(Cell::Small, whole);
        let share = finding.share.map_or(Cell::Small, Cell::Number);
        let amount = match (finding.count, finding.amount) {
            (None, _) => Cell::Small,
            (_, amount) => amount.map_or(Cell::Empty, Cell::Money),
        };
        vec![word(&finding.rule), word(finding.level.word()), count, share, amount, word(&finding.message), word(&finding.advice)]
    });
    let columns = vec![
        ("rule", Kind::Text),
        ("level", Kind::Text),
        ("count", Kind::Count),
        ("share", Kind::Share),
        ("amount", Kind::Money),
        ("message", Kind::Text),
        ("what_to_do", Kind::Text),
    ];
    Table { name: "findings", columns, rows: rows.collect() }
}

/// What became of every line read.
pub fn control_totals(totals: &[TotalRow]) -> Table {
    let rows = totals.iter().map(|total| {
        let money = |amount: Option<Cents>| amount.map_or(Cell::Small, Cell::Money);
        let used = word(if total.used { "yes" } else { "no" });
        vec![Cell::Whole(total.year.into()), word(&total.sector), used, total.lines.map_or(Cell::Small, whole), money(total.amount)]
    });
    let columns =
        vec![("year", Kind::Whole), ("sector", Kind::Text), ("used", Kind::Text), ("lines", Kind::Count), ("amount", Kind::Money)];
    Table { name: "control_totals", columns, rows: rows.collect() }
}
