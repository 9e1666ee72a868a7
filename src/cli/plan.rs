//! `garantie plan`: what a study of some size would find, and which size finds a gain; named rules for a list of sizes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};

use super::tongue::Tongue;
use super::{Done, Global, ending_in, summary};
use crate::credibility::{Dispersion, MinimumSavings, Stated, Test};
use crate::error::Error;
use crate::ingest::Sizes;
use crate::money::Cents;
use crate::progress::Progress;
use crate::report::{Plan, PlanRow, ReportError, text_csv, write_file};
use crate::run::plan::{Horizon, Spread, rows, spreads};
use crate::spec::{Language, Reading, Study, StudyError};

/// The column that a named rule adds to a list of sizes.
const MINIMUM: &str = "minimum_savings_rate";

const EXAMPLES: &str = "\
Examples:
  garantie plan data-samples/synthetic/study.toml --effect 0.02 --out plan.html
  garantie plan --cv 2.5 --r2 0.3 --mean 6000 --persons 10000 --years 1
  garantie plan --rule mssp --sizes sizes.csv --out plan.csv";

/// From a study, whose pseudo-pilots show the spread; from stated moments; or by a named rule.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("from").required(true).args(["study", "cv", "rule"]))]
pub struct Arguments {
    /// The study file whose pseudo-pilots show how results spread
    study: Option<PathBuf>,
    /// Stated: coefficient of variation of a person's yearly cost
    #[arg(long, value_parser = positive)]
    cv: Option<f64>,
    /// Stated: share of its variance that the adjusters explain
    #[arg(long, default_value_t = 0.0, value_parser = share, requires = "cv")]
    r2: f64,
    /// Stated: correlation between years of what they do not explain in a person's cost
    #[arg(long, default_value_t = 0.0, value_parser = share, requires = "cv")]
    correlation: f64,
    /// Stated: base years of the evolution reading; 0 for the level reading
    #[arg(long, default_value_t = 0, requires = "cv", value_name = "N", value_parser = clap::value_parser!(u32).range(..=50))]
    base_years: u32,
    /// Stated: standard deviation, of log cost, of shocks that hit a zone in a year
    #[arg(long, default_value_t = 0.0, value_parser = share, requires = "cv", value_name = "SD")]
    zone_shock: f64,
    /// Stated: mean cost of a person and year in euro, to give amounts beside rates
    #[arg(long, value_parser = positive, requires = "cv", value_name = "EURO")]
    mean: Option<f64>,
    /// Numbers of persons to look at
    #[arg(long, value_delimiter = ',', value_parser = clap::value_parser!(u64).range(1..=1_000_000_000), value_name = "N,N",
        default_values_t = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000])]
    persons: Vec<u64>,
    /// Numbers of years judged together to look at
    #[arg(long, value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=50), value_name = "N,N",
        default_values_t = [1, 2, 4])]
    years: Vec<u32>,
    /// A savings rate to find, for example 0.02: adds the persons and years needed for it
    #[arg(long, value_parser = share, value_name = "RATE")]
    effect: Option<f64>,
    /// Confidence level of the interval [default: the study's, or 0.95]
    #[arg(long, value_parser = above_half)]
    level: Option<f64>,
    /// Probability of finding what is there
    #[arg(long, default_value_t = 0.8, value_parser = above_half)]
    power: f64,
    /// A named rule: the smallest savings rate that it accepts, by the number of persons
    #[arg(long, value_enum)]
    rule: Option<Rule>,
    /// A CSV file with a column `persons`: the rule for each of its rows
    #[arg(long, requires = "rule", conflicts_with = "persons", value_name = "FILE")]
    sizes: Option<PathBuf>,
    /// A file to write: .csv for the table, .html for table and curve; may be given twice
    #[arg(long, value_name = "FILE", value_parser = ending_in(&["csv", "html"]))]
    out: Vec<PathBuf>,
    /// Language of the page [default: the study's, or English]
    #[arg(long, value_enum)]
    language: Option<Tongue>,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Rule {
    /// The minimum savings rate of the Medicare Shared Savings Program
    Mssp,
}

fn number(text: &str, fits: impl Fn(f64) -> bool, expected: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number| fits(*number)).ok_or_else(|| format!("expected {expected}"))
}

fn positive(text: &str) -> Result<f64, String> {
    number(text, |number| number > 0.0 && number.is_finite(), "a number above 0")
}

fn share(text: &str) -> Result<f64, String> {
    number(text, |number| (0.0..1.0).contains(&number), "a fraction from 0 to below 1, for example 0.02")
}

fn above_half(text: &str) -> Result<f64, String> {
    number(text, |number| number > 0.5 && number < 1.0, "a fraction between 0.5 and 1, for example 0.95")
}

/// Computes the plan, writes it where asked, prints it.
pub fn run(arguments: &Arguments, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    if let Some(Rule::Mssp) = arguments.rule {
        return by_rule(&MinimumSavings::mssp(), arguments, global);
    }
    let study = arguments.study.as_deref().map(Study::read).transpose()?;
    if let Some(study) = &study {
        arguments.out.iter().try_for_each(|path| study.check_written(path))?;
    }
    let level = arguments.level.or(study.as_ref().map(|study| study.level)).unwrap_or(0.95);
    let (title, spreads, asked) = match &study {
        Some(study) => (Some(study.title.clone()), spreads(study, progress)?, study.language),
        None => (None, vec![stated(arguments)], Language::En),
    };
    progress.end();
    let language = arguments.language.map_or(asked, Language::from);
    let test = Test { level, power: arguments.power };
    let horizon = Horizon { persons: arguments.persons.clone(), years: arguments.years.clone() };
    let effect = arguments.effect.filter(|effect| *effect > 0.0);
    let plan = Plan { title, level, power: arguments.power, effect, rows: rows(&spreads, &horizon, test, effect) };
    arguments.out.iter().try_for_each(|path| plan.write(path, language))?;
    if global.json {
        summary::print(&serde_json::json!(plan))?;
    } else if !global.quiet {
        summary::say(text(&plan).trim_end())?;
    }
    Ok(Done { errors_found: false })
}

fn stated(arguments: &Arguments) -> Spread {
    let Arguments { cv, r2, correlation, base_years, zone_shock, mean, .. } = arguments;
    let stated = Stated { cv: cv.unwrap_or(0.0), r2: *r2, correlation: *correlation, base_years: *base_years, zone_shock: *zone_shock };
    let reading = if *base_years == 0 { Reading::Level } else { Reading::Evolution };
    Spread { variant: "stated".into(), reading, dispersion: Dispersion::stated(&stated), mean: *mean }
}

/// The plan as lines of at most 80 columns.
fn text(plan: &Plan) -> String {
    let in_euro = plan.rows.iter().any(|row| row.se.is_some());
    let title = plan.title.as_deref().unwrap_or("Stated moments");
    let mut text = format!("{title}\nSmallest savings rate found with probability {} at level {}\n", plan.power, plan.level);
    let df = plan.rows.iter().filter_map(|row| row.df).reduce(f64::min);
    let quantiles = df.map_or("normal quantiles".to_owned(), |df| format!("Student's t with {df} degrees of freedom"));
    let _ = writeln!(text, "by the test of one pilot ({quantiles});\nHolm's correction for several pilots asks for more");
    if let Some(effect) = plan.effect {
        let _ = writeln!(text, "needed: persons, or years, with which {} % is found", (1e4 * effect).round() / 100.0);
    }
    for rows in plan.rows.chunk_by(|a, b| (&a.variant, a.reading) == (&b.variant, b.reading)) {
        let _ = writeln!(text, "\n{}, {}", rows[0].variant, rows[0].reading);
        let _ = write!(text, "{:>5} {:>10} {:>9} {:>9}", "years", "persons", "se", "found");
        let _ = write!(text, "{}", if in_euro { format!(" {:>11} {:>11}", "se in €", "found in €") } else { String::new() });
        let _ = writeln!(text, "{}", if plan.effect.is_some() { format!(" {:>11} {:>7}", "needed", "years") } else { String::new() });
        rows.iter().for_each(|row| text += &line(row, in_euro, plan.effect.is_some()));
    }
    text
}

fn line(row: &PlanRow, in_euro: bool, for_an_effect: bool) -> String {
    let mut text = format!("{:>5} {:>10} {:>7.2} % {:>7.2} %", row.years, row.persons, 100.0 * row.se_rate, 100.0 * row.detectable_rate);
    if in_euro {
        let euro = |amount: Option<Cents>| amount.map_or(String::new(), |amount| format!("{:.0}", amount.euro()));
        let _ = write!(text, " {:>11} {:>11}", euro(row.se), euro(row.detectable));
    }
    if for_an_effect {
        let persons = row.persons_needed.map_or("no number".into(), |persons| persons.to_string());
        let years = row.years_needed.map_or("over 50".into(), |years| years.to_string());
        let _ = write!(text, " {persons:>11} {years:>7}");
    }
    text.push('\n');
    text
}

/// The rule for every row of a list of sizes, or for the numbers of persons asked for.
fn by_rule(rule: &MinimumSavings, arguments: &Arguments, global: &Global) -> Result<Done, Error> {
    let sizes = match &arguments.sizes {
        Some(file) => Sizes::read(file)?,
        None => Sizes {
            columns: vec!["persons".into()],
            rows: arguments.persons.iter().map(|persons| vec![Some(persons.to_string())]).collect(),
            persons: arguments.persons.clone(),
        },
    };
    // The rates are a table: a page of them is not drawn.
    if let Some(page) = arguments.out.iter().find(|path| path.extension().is_some_and(|ending| ending == "html")) {
        let message = format!("the rates of a rule are a table, which {} is not", page.display());
        return Err(StudyError::new(page, &"".into(), None, message).with_help("give a file ending in .csv").into());
    }
    // A list that went through the rule before gets its rates anew.
    let kept: Vec<usize> = (0..sizes.columns.len()).filter(|column| sizes.columns[*column] != MINIMUM).collect();
    let mut columns: Vec<String> = kept.iter().map(|column| sizes.columns[*column].clone()).collect();
    columns.push(MINIMUM.into());
    let row = |(row, persons): (&Vec<Option<String>>, &u64)| {
        let percent = rule.rate(*persons).map(|rate| (100.0 * rate).to_string());
        kept.iter().map(|column| row[*column].clone()).chain([percent]).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<Option<String>>> = sizes.rows.iter().zip(&sizes.persons).map(row).collect();
    let unwritten = |path: &Path, reason: String| ReportError::Write { path: path.to_owned(), reason };
    let table = text_csv(&columns, &rows).map_err(|reason| unwritten(Path::new("the table"), reason))?;
    arguments.out.iter().try_for_each(|path| write_file(path, &table))?;
    if global.json {
        let rates: Vec<_> = sizes.persons.iter().map(|persons| (persons, rule.rate(*persons).map(|rate| 100.0 * rate))).collect();
        summary::print(&serde_json::json!({ "rule": rule.name, "source": rule.source, "minimum_savings_rate": rates }))?;
    } else if !global.quiet {
        match arguments.out.as_slice() {
            [] => summary::say(String::from_utf8_lossy(&table).trim_end())?,
            files => {
                let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
                summary::say(&format!("rule {} for {} sizes in {}", rule.name, rows.len(), files.join(", ")))?;
            }
        }
    }
    Ok(Done { errors_found: false })
}
