//! Variants side by side: each is what it is alone, whatever it stands beside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use garantie::progress::Silent;
use garantie::report::{Comparison, GainRow, Over, Period, SpecificationRow};
use garantie::run;
use garantie::spec::{Axis, Study};

use crate::worlds::{judge, small_study, small_world};

/// The small world's study with a section [compare], writing into a folder of its own.
fn study(compare: &str, folder: &str) -> Study {
    let text = format!("{}\n[compare]\n{compare}\n[output]\nfolder = \"{folder}\"\n", small_study().text());
    Study::parse(&small_world().join("study.toml"), text).expect("a valid study")
}

fn compare(text: &str, folder: &str) -> Comparison {
    run::compare(&study(text, folder), 1, &Silent).expect("a comparison")
}

/// The same of a study that has no outlier rule.
fn compare_without_rule(text: &str, folder: &str) -> Comparison {
    compare(&format!("{text}\n[outliers]\nrule = \"none\""), folder)
}

/// The keys of a section [completion] that choose what a table calls `chain-ladder 24 until 201912`, say.
fn completion(choice: &str) -> String {
    let (choice, until) =
        choice.split_once(" until ").map_or((choice, String::new()), |(choice, until)| (choice, format!("until = {until}\n")));
    let (method, months) = choice.split_once(' ').unwrap_or((choice, ""));
    let months = match method {
        "chain-ladder" => format!("months = {months}\n"),
        "booked-within" => format!("within = {months}\n"),
        _ => String::new(),
    };
    format!("method = \"{method}\"\n{months}{until}")
}

/// The study that asks for what a variant chooses, and nothing else.
fn alone(choices: &BTreeMap<&str, &str>) -> Study {
    let (rule, cut_off) = choices["outliers"].split_once(' ').unwrap_or((choices["outliers"], ""));
    let quantile = if cut_off.is_empty() { String::new() } else { format!(", quantile = {cut_off}") };
    let base = choices["base"].replace(' ', ", ");
    let completion = completion(choices["completion"]);
    let text = small_study().text().replacen("base = [2016, 2017]", &format!("base = [{base}]"), 1);
    let text = format!(
        "{text}\n[completion]\n{completion}\n[reference]\nleave_out = \"{}\"\n[[variant]]\nname = \"alone\"\nmodel = \"{}\"\nreading = \"{}\"\ncohort = \"{}\"\n\
         outliers = {{ rule = \"{rule}\"{quantile} }}\n",
        choices["reference"], choices["model"], choices["reading"], choices["cohort"]
    );
    Study::parse(&small_world().join("study.toml"), text).expect("a valid study")
}

/// Holds that every variant of a comparison finds what a run of it alone finds, which also tells sectors: to the cent, and as far as
/// sums in another order can be told apart; gives how many rows are hidden because beside another variant they would tell of few persons.
fn every_variant_is_what_it_is_alone(comparison: &Comparison) -> usize {
    let mut hidden = 0;
    for (position, variant) in comparison.variants.iter().enumerate() {
        let choices: BTreeMap<&str, &str> =
            Axis::ALL.iter().map(|axis| axis.name()).zip(variant.choices.iter().map(String::as_str)).collect();
        let results = judge(&alone(&choices));
        let rows: Vec<&SpecificationRow> = comparison.curve.iter().filter(|row| row.variant == position).collect();
        let main: Vec<&GainRow> = results.gains.iter().filter(|row| row.main).collect();
        assert_eq!(rows.len(), main.len(), "{}", variant.name);
        for gain in main {
            let row = rows.iter().find(|row| (&row.pilot, row.period) == (&gain.pilot, gain.period)).expect("a row");
            let name = format!("{}, {}, {:?}", variant.name, gain.pilot, gain.period);
            let Some(gain) = &gain.figures else { panic!("{name}: no group of the small world is a small cell") };
            let Some(row) = &row.figures else {
                hidden += 1;
                continue;
            };
            assert_eq!((row.gain, row.low, row.high), (gain.gain, gain.low, gain.high), "{name}");
            for (found, wanted) in [(row.savings_rate, gain.savings_rate), (row.p_value, gain.p_value), (row.p_holm, gain.p_holm)] {
                assert!((found - wanted).abs() <= 1e-11 * wanted.abs(), "{name}: {found} and {wanted}");
            }
            assert_eq!((row.p_placebo, row.verdict), (gain.p_placebo, gain.verdict), "{name}");
        }
    }
    hidden
}

#[test]
fn models_rules_and_readings_are_what_they_are_alone() {
    let text = "model = [\"age-sex\", \"poisson-log\"]\nreading = [\"evolution\", \"credible\"]\n\
                outliers = [{ rule = \"none\" }, { rule = \"cap\", quantile = 0.9 }]";
    let comparison = compare_without_rule(text, "out-compare-models");
    assert_eq!(comparison.variants.len(), 8);
    assert_eq!(every_variant_is_what_it_is_alone(&comparison), 0);
}

#[test]
fn periods_reference_groups_and_cohorts_are_what_they_are_alone() {
    let text = "model = [\"ols-demographic\", \"pooled-trend\"]\nbase = [[2017], [2016, 2017]]\nreference = [\"pilots\", \"pilot\"]\n\
                cohort = [\"open\", \"closed\"]\noutliers = [{ rule = \"none\" }]";
    let comparison = compare_without_rule(text, "out-compare-periods");
    assert_eq!(comparison.variants.len(), 16);
    assert_eq!(every_variant_is_what_it_is_alone(&comparison), 0);
}

#[test]
fn ways_of_completion_and_cohorts_are_what_they_are_alone() {
    let text = "model = [\"ols-demographic\"]\nreading = [\"evolution\", \"credible\"]\ncohort = [\"open\", \"closed\"]\n\
                outliers = [{ rule = \"none\" }]\n\
                completion = [{ method = \"none\" }, { method = \"none\", until = 201912 }, { method = \"booked-within\", within = 3 }, \
                { method = \"chain-ladder\", until = 201912 }]";
    let comparison = compare_without_rule(text, "out-compare-completion");
    assert_eq!(comparison.variants.len(), 16);
    // A drug that is booked late makes some persons chronic: two ways of completion, as two cohorts, can be few persons apart.
    let hidden = every_variant_is_what_it_is_alone(&comparison);
    assert!((1..comparison.curve.len() / 2).contains(&hidden), "{hidden} of {}", comparison.curve.len());
    // Each has an answer of its own: one that took another's costs or persons would not be seen otherwise.
    let of_one = |row: &&SpecificationRow| row.pilot == comparison.pilots[0].0 && row.period == Period::All;
    let mut gains: Vec<_> = comparison.curve.iter().filter(of_one).filter_map(|row| row.figures.as_ref()).map(|row| row.gain).collect();
    gains.sort_unstable();
    gains.dedup();
    assert_eq!(gains.len(), 16);
}

/// Whoever has the run of a study has its own rule's figures: what would tell of few persons beside them is hidden, wherever it is listed.
#[test]
fn what_a_run_shows_is_shown_before_what_a_comparison_lists() {
    let main = |row: &&GainRow| row.main && row.period == Period::All;
    let results = judge(&small_study());
    let few = |row: &GainRow| row.figures.as_ref().is_some_and(|figures| figures.raw_cost.is_none());
    let few: Vec<&str> = results.gains.iter().filter(main).filter(|row| few(row)).map(|row| row.pilot.as_str()).collect();
    assert!(!few.is_empty());
    let (none, own) = ("{ rule = \"none\" }", "{ rule = \"cap\", quantile = 0.99 }");
    let listed = [
        (format!("{none}, {own}"), "out-beside-run-1"),
        (format!("{own}, {none}"), "out-beside-run-2"),
        (format!("{none}, {{ rule = \"cap\", quantile = 0.9 }}"), "out-beside-run-3"),
    ];
    let hidden = listed.map(|(listed, folder)| {
        let comparison = compare(&format!("outliers = [{listed}]"), folder);
        let hidden = comparison.curve.iter().filter(|row| row.figures.is_none());
        assert!(hidden.clone().all(|row| comparison.variants[row.variant].name == "none"), "{listed}");
        hidden.map(|row| row.pilot.clone()).collect::<BTreeSet<_>>()
    });
    assert!(few.iter().all(|pilot| hidden[0].contains(*pilot)), "{few:?} {hidden:?}");
    assert!(hidden[0] == hidden[1] && hidden[0] == hidden[2], "{hidden:?}");
}

/// Beside no rule at all, the cap at the 99th percentile would tell what one or two persons cost: the rule of the study is shown.
#[test]
fn rules_that_differ_by_few_persons_are_not_shown_side_by_side() {
    let comparison = compare_without_rule("outliers = [{ rule = \"none\" }, { rule = \"cap\", quantile = 0.99 }]", "out-compare-few");
    let shown = |variant: usize| comparison.curve.iter().filter(|row| row.variant == variant && row.figures.is_some()).count();
    assert_eq!(shown(0), 18, "six pilots, two years and both");
    assert!(shown(1) < 18, "{} pilots have few persons above the cut-off", 6 - shown(1) / 3);
    let hidden = comparison.curve.iter().filter(|row| row.figures.is_none()).count() as i64;
    let summed: u64 = comparison
        .summaries
        .iter()
        .filter(|row| row.over == Over::All)
        .filter_map(|row| row.summary.as_ref())
        .map(|all| all.variants)
        .sum();
    assert_eq!(summed as i64, 36 - hidden);
    let table = fs::read_to_string(small_world().join("out-compare-few/specification_curve.csv")).expect("a table");
    assert_eq!(table.matches("small-cell").count() as i64, hidden);
}

#[test]
fn a_family_with_the_adjusters_of_a_model_is_the_model_of_that_family() {
    let families = compare("model = [\"ols-morbidity\"]\nfamily = [\"gaussian\", \"poisson\"]", "out-compare-families");
    let models = compare("model = [\"ols-morbidity\", \"poisson-log\"]", "out-compare-family-models");
    assert_eq!(families.variants.iter().map(|variant| variant.name.as_str()).collect::<Vec<_>>(), ["gaussian", "poisson"]);
    let figures = |comparison: &Comparison| {
        let mut rows: Vec<_> =
            comparison.curve.iter().map(|row| (row.pilot.clone(), row.period, row.variant, row.figures.clone())).collect();
        rows.sort_by(|a, b| (&a.0, a.1, a.2).cmp(&(&b.0, b.1, b.2)));
        rows
    };
    assert_eq!(figures(&families), figures(&models));
}

#[test]
fn a_comparison_does_not_depend_on_threads_and_says_what_its_rows_say() {
    let text = "model = [\"age-sex\", \"ols-morbidity\"]\nreading = [\"level\", \"evolution\", \"credible\"]";
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| compare(text, &format!("out-compare-{threads}")))
    };
    let one = with(1);
    assert_eq!(one, with(3));
    for name in ["specification_curve", "compare_summary", "choice_effects", "rank_stability"] {
        for ending in ["csv", "parquet"] {
            let read = |threads: usize| fs::read(small_world().join(format!("out-compare-{threads}/{name}.{ending}"))).expect("a table");
            assert!(read(1) == read(3), "{name}.{ending}");
        }
    }

    let pilot = one.pilots[0].0.as_str();
    let rows: Vec<_> = one.curve.iter().filter(|row| row.pilot == pilot && row.period == Period::All).collect();
    assert!(rows.windows(2).all(|pair| pair[0].figures.as_ref().map(|f| f.gain) <= pair[1].figures.as_ref().map(|f| f.gain)), "in order");
    let summary = |over: Over| {
        one.summaries.iter().find(|row| row.pilot == pilot && row.period == Period::All && row.over == over).expect("a row").summary.clone()
    };
    let (all, kept) = (summary(Over::All).expect("answers"), summary(Over::SizeKept));
    assert_eq!(all.variants, 6);
    let keep = rows.iter().filter(|row| row.size.is_some_and(|size| size.kept)).count() as u64;
    assert_eq!(kept.map_or(0, |summary| summary.variants), keep);
    let effects: Vec<_> = one.effects.iter().filter(|row| row.pilot == pilot && row.period == Period::All).collect();
    assert_eq!(effects.len(), 2 + 3);
    let d = |row: &&SpecificationRow| row.figures.as_ref().map_or(f64::NAN, |figures| figures.d);
    let mean = rows.iter().map(d).sum::<f64>() / rows.len() as f64;
    let level: Vec<f64> = rows.iter().filter(|row| one.variants[row.variant].choices[2] == "level").map(d).collect();
    let of_level = effects.iter().find(|row| row.axis == Axis::Reading && row.level == "level").expect("an effect");
    assert!((of_level.effect.effect - (level.iter().sum::<f64>() / 2.0 - mean)).abs() < 1e-15);
    let shares: f64 = [Axis::Model, Axis::Reading]
        .map(|axis| effects.iter().find(|row| row.axis == axis).map_or(0.0, |row| row.effect.share))
        .iter()
        .sum();
    assert!(shares > 0.0 && shares <= 1.0 + 1e-12, "{shares}");
    assert_eq!(one.ranks.len(), 3);
}

/// Runs the program in the small world on its study with a section [compare].
fn transcript(compare: &str, name: &str) -> String {
    let place = tempfile::tempdir().expect("a folder");
    for folder in ["population", "claims", "drugs"] {
        #[cfg(unix)]
        std::os::unix::fs::symlink(small_world().join(folder), place.path().join(folder)).expect("a link");
    }
    fs::write(place.path().join(name), format!("{}\n{compare}\n", small_study().text())).expect("a study");
    let mut program = Command::new(env!("CARGO_BIN_EXE_garantie"));
    let output = program.args(["compare", name]).current_dir(place.path()).env("NO_COLOR", "1").output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&*place.path().to_string_lossy(), "FOLDER");
    let text = format!("exit {}\n{}{}", output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).lines().all(|line| line.chars().count() <= 80), "{text}");
    text
}

macro_rules! transcripts {
    ($($name:ident: $compare:expr;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(transcript($compare, "study.toml"));
        })*
    };
}

transcripts! {
    compare_summary: "[compare]\nmodel = [\"age-sex\", \"ols-morbidity\"]\nreading = [\"level\", \"evolution\"]";
    compare_small_cells: "[compare]\noutliers = [{ rule = \"none\" }, { rule = \"cap\", quantile = 0.99 }]";
    compare_nothing: "";
    compare_unknown_key: "[compare]\nreadings = [\"level\"]";
    compare_unknown_model: "[compare]\nmodel = [\"ols-morbidity\", \"ols-morbidty\"]";
    compare_unknown_family: "[compare]\nfamily = [\"gausian\", \"gamma\"]";
    compare_unknown_reading: "[compare]\nreading = [\"evolution\", \"levl\"]";
    compare_twice: "[compare]\noutliers = [{ rule = \"cap\" }, { rule = \"cap\", quantile = 0.99 }]";
    compare_unknown_rule: "[compare]\noutliers = [{ rule = \"caps\" }]";
    compare_base_is_performance: "[compare]\nbase = [[2016, 2017], [2018]]";
    compare_base_without_data: "[compare]\nbase = [[2016, 2017], [2014, 2015]]";
    compare_unknown_reference: "[compare]\nreference = [\"pilots\", \"nobody\"]";
    compare_unknown_cohort: "[compare]\ncohort = [\"open\", \"close\"]";
    compare_unknown_completion: "[compare]\ncompletion = [{ method = \"none\" }, { method = \"chainladder\" }]";
    compare_unknown_variant: "[compare]\nvariants = [\"mian\"]";
}
