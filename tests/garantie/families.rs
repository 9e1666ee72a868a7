//! Models of every family in the pipeline: what they add up to, what a person moves in them, what neutralising does.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use garantie::counterfactual::{Comparison, GroupYear};
use garantie::design::{Blocks, Moments, TargetRows, Use};
use garantie::fit::{FittedModel, YearModel};
use garantie::money::Cents;
use garantie::panel::{self, Panel};
use garantie::progress::Silent;
use garantie::report::Results;
use garantie::run;
use garantie::spec::{MODELS, ModelSpec, Reading, Study, Variant};

use crate::worlds::{root, small_study};

/// Adjusters that every model of these tests has, and in brackets what it adds.
pub fn spec(head: &str, more: &str) -> ModelSpec {
    let text = format!(
        "name = 'm'\ndescription = ''\n{head}\n[[term]]\nkind = 'age_sex'\nbands = [0, 65, 80]\n[[term]]\nkind = 'flag'\n\
         column = 'increased_reimbursement'\n{more}"
    );
    ModelSpec::parse(Path::new("m.toml"), &Arc::from(text)).expect("a model")
}

const SUPPLY: &str = "[[term]]\nkind = 'category'\ncolumn = 'province'\nrole = 'neutralise'\n";

/// More columns than tell of cost.
pub const MANY: &str = "[[term]]\nkind = 'conditions'\n[[term]]\nkind = 'category'\ncolumn = 'province'\n\
                        [[term]]\nkind = 'interaction'\nof = ['age_sex', 'increased_reimbursement']\n";

/// One of every kind.
fn every_kind() -> Vec<(&'static str, ModelSpec)> {
    let spline = "[[term]]\nkind = 'spline'\ncolumn = 'age'\nknots = [30, 60, 85]\n";
    let product = "[[term]]\nkind = 'interaction'\nof = ['age_sex', 'increased_reimbursement']\n";
    vec![
        ("least squares", spec("family = 'gaussian'", "")),
        ("least squares, neutralised", spec("family = 'gaussian'", SUPPLY)),
        ("least squares, pooled", spec("family = 'gaussian'\npooled = true", product)),
        ("least squares, constrained", spec("family = 'gaussian'\nconstrain = ['diabetes', 'hypertension']", "")),
        ("log of the mean", spec("family = 'gaussian'\nlink = 'log'\nby = 'total'", "")),
        ("poisson", spec("family = 'poisson'", spline)),
        ("poisson, neutralised and pooled", spec("family = 'poisson'\npooled = true", SUPPLY)),
        ("gamma", spec("family = 'gamma'\nby = 'total'", spline)),
        ("gamma, neutralised", spec("family = 'gamma'\nby = 'total'", SUPPLY)),
        ("gamma, pooled", spec("family = 'gamma'\nby = 'total'\npooled = true", "")),
        ("tweedie", spec("family = 'tweedie'\npower = 1.6", "")),
        ("tweedie, the likeliest power", spec("family = 'tweedie'\nby = 'total'\npower = [1.3, 1.6]", "")),
        ("least squares, screened", spec("family = 'gaussian'\nscreen = 'elastic net'", MANY)),
        ("gamma, screened", spec("family = 'gamma'\nby = 'total'\nscreen = 'elastic net'", MANY)),
        ("two parts", spec("family = 'gamma'\ntwo_part = true", "")),
        ("two parts, neutralised, in total", spec("family = 'gamma'\ntwo_part = true\nby = 'total'", SUPPLY)),
    ]
}

/// The small world's rows of the first pilot's rule, and which municipalities are the pilot's.
pub fn rows(model: &ModelSpec) -> (TargetRows, Vec<bool>) {
    static PANEL: LazyLock<(Study, Panel)> = LazyLock::new(|| {
        let study = small_study();
        let panel = panel::build(&study, &Silent).expect("a panel");
        (study, panel)
    });
    let (study, panel) = &*PANEL;
    let pilot = &study.pilots[0];
    let mut municipalities: Vec<String> = panel.years.iter().flat_map(|year| year.municipalities(&panel.places).expect("codes")).collect();
    municipalities.sort_unstable();
    municipalities.dedup();
    let meeting: Vec<Vec<bool>> = panel.years.iter().map(|year| panel.meeting(study, pilot, year).expect("a rule").met).collect();
    let variant = Variant { model: model.clone(), ..study.variants[0].clone() };
    let rows = TargetRows::select(study, &variant, panel, &municipalities, &meeting).expect("rows");
    let zone = municipalities.iter().map(|code| pilot.zone.iter().any(|known| known.get_ref() == code)).collect();
    (rows, zone)
}

/// Multiplies the weight of a person in all years, and takes its blocks along.
fn weigh(rows: &mut TargetRows, person: usize, factor: f64) {
    let of_person = rows.rows_of(person).to_vec();
    let (width, sectors) = (rows.design.width(), rows.sectors);
    for (year, row) in rows.years.iter_mut().zip(of_person).filter(|(_, row)| *row != TargetRows::NO_ROW) {
        year.weight[row as usize] *= factor;
        let municipality = year.municipality[row as usize] as usize;
        let mut blocks = year.blocks.by_municipality.clone();
        blocks[municipality] = Moments::of(year, year.of_municipality(municipality), &rows.profiles, width, sectors);
        year.blocks = Blocks::new(blocks);
    }
}

/// METHOD of the test: the influence of a person is the derivative of the group's expected cost by the person's weight, all of it
/// computed again with a little more and a little less.
#[test]
fn what_a_person_moves_is_what_a_refit_with_another_weight_shows() {
    const STEP: f64 = 1e-2;
    for (name, model) in every_kind() {
        let (mut rows, zone) = rows(&model);
        let fitted = FittedModel::fit(&model, &rows, &zone, name).unwrap_or_else(|error| panic!("{name}: {error}"));
        let left_out = (0..rows.design.width()).filter(|column| !fitted.estimates(*column)).count();
        assert!(left_out > 0 || !name.contains("screened"), "{name}: all columns kept");
        let groups: Vec<Vec<(u32, f64)>> = (0..rows.years.len()).map(|year| rows.exposure(year, |place| zone[place])).collect();
        let profiles = rows.profiles.clone();
        let expected = |model: &FittedModel| -> Vec<Vec<f64>> {
            let of_year = |(year, group): (&YearModel, &Vec<(u32, f64)>)| year.predicted.of_group(&profiles, group);
            model.years.iter().zip(&groups).map(of_year).collect()
        };
        let pulls: Vec<_> = groups.iter().enumerate().map(|(year, group)| fitted.pulls(year, &rows.profiles, group)).collect();
        let years = rows.years.len();
        let (mut compared, mut worst, mut largest) = (0, 0.0_f64, vec![vec![0.0_f64; rows.sectors]; years]);
        let mut differences = Vec::new();
        // Movers between zone and reference would move the group too; every 97th of the others is enough.
        let home = |rows: &TargetRows, person: usize, year: usize| match rows.rows_of(person)[year] {
            TargetRows::NO_ROW => None,
            row => Some(zone[rows.years[year].municipality[row as usize] as usize]),
        };
        let members: Vec<usize> =
            (0..rows.persons()).step_by(97).filter(|person| (0..years).all(|year| home(&rows, *person, year) != Some(true))).collect();
        for person in members {
            let shifted = |rows: &mut TargetRows, factor: f64| {
                weigh(rows, person, factor);
                let shown = expected(&fitted.refit(rows, &zone, name).expect("a fit"));
                weigh(rows, person, 1.0 / factor);
                shown
            };
            let (more, less) = (shifted(&mut rows, 1.0 + STEP), shifted(&mut rows, 1.0 - STEP));
            for year in 0..years {
                let mut moved = vec![0.0; rows.sectors];
                for pull in &pulls[year] {
                    let row = rows.rows_of(person)[pull.year];
                    if row != TargetRows::NO_ROW {
                        let (of_year, row) = (&rows.years[pull.year], row as usize);
                        let cost = &of_year.cost[row * rows.sectors..][..rows.sectors];
                        pull.add(of_year.profile[row] as usize, of_year.weight[row], of_year.exposure[row], cost, &mut moved);
                    }
                }
                for sector in 0..rows.sectors {
                    let shown = (more[year][sector] - less[year][sector]) / (2.0 * STEP);
                    largest[year][sector] = largest[year][sector].max(shown.abs());
                    differences.push((year, sector, moved[sector] - shown));
                    compared += 1;
                }
            }
        }
        for (year, sector, difference) in differences {
            worst = worst.max(difference.abs() / largest[year][sector].max(1.0));
        }
        assert!(compared > 200, "{name}: {compared} compared");
        assert!(worst < 2e-4, "{name}: off by {worst:.1e} of the largest influence");
    }
}

#[test]
fn expected_cost_of_the_reference_group_is_its_real_cost_in_every_sector_and_year() {
    for (name, model) in every_kind() {
        let (rows, zone) = rows(&model);
        let fitted = FittedModel::fit(&model, &rows, &zone, name).expect("a fit");
        let reference: Vec<bool> = zone.iter().map(|inside| !inside).collect();
        for year in 0..rows.years.len() {
            let group = GroupYear::new(&rows, year, &reference, &fitted);
            for (expected, real) in group.expected.iter().zip(&group.real) {
                assert!((expected - real).abs() < 1e-7 * real.abs(), "{name}: {expected} instead of {real}");
            }
        }
    }
}

/// Each adjuster's part of a case mix, whatever the model: they add up to what expected cost moves by, also when the two groups are
/// exchanged, and what is neutralised moves nothing.
#[test]
fn what_another_case_mix_does_is_the_sum_of_the_adjusters() {
    for (name, model) in every_kind() {
        let (rows, zone) = rows(&model);
        let fitted = FittedModel::fit(&model, &rows, &zone, name).expect("a fit");
        let adjusters: Vec<_> = rows.design.adjusters.iter().map(|(_, columns)| columns.clone()).collect();
        let neutral = rows.design.adjusters.iter().map(|(_, columns)| rows.design.uses[columns.start] == Use::Neutralise);
        let (from, to) = (rows.exposure(0, |place| zone[place]), rows.exposure(3, |place| zone[place]));
        let moved = fitted.case_mix(0, &rows.profiles, &adjusters, &from, &to);
        let back = fitted.case_mix(0, &rows.profiles, &adjusters, &to, &from);
        let per_year = |group: &[(u32, f64)]| -> Vec<f64> {
            let exposure: f64 = group.iter().map(|(_, exposure)| exposure).sum();
            fitted.years[0].predicted.of_group(&rows.profiles, group).into_iter().map(|expected| expected / exposure).collect()
        };
        let (before, after) = (per_year(&from), per_year(&to));
        for sector in 0..rows.sectors {
            let change = after[sector] - before[sector];
            let sum: f64 = moved[sector].iter().sum();
            assert!((sum - change).abs() < 1e-8 * before[sector], "{name}: {sum} instead of {change}");
            assert!(moved[sector].iter().zip(&back[sector]).all(|(there, back)| (there + back).abs() < 1e-8 * before[sector]), "{name}");
            assert!(moved[sector].iter().zip(neutral.clone()).all(|(moved, neutral)| *moved == 0.0 || !neutral), "{name}: {moved:?}");
            assert!(moved[sector].iter().any(|moved| *moved != 0.0), "{name}: somebody grew older");
        }
    }
}

/// Where the group is the reference group itself, nothing moved: every reading gives its real cost.
#[test]
fn readings_agree_when_the_group_is_its_own_reference() {
    for (name, model) in every_kind() {
        let (rows, zone) = rows(&model);
        let nobody = vec![false; zone.len()];
        let fitted = FittedModel::fit(&model, &rows, &nobody, name).expect("a fit");
        let everybody = vec![true; zone.len()];
        let years: Vec<GroupYear> = (0..rows.years.len()).map(|year| GroupYear::new(&rows, year, &everybody, &fitted)).collect();
        let base = [(0.5, years[0].clone()), (0.5, years[1].clone())];
        let comparison = Comparison { base: &base, performance: &years[3] };
        for reading in Reading::ALL {
            let gain = comparison.gain(reading);
            assert!(gain.total().abs() < 1e-7 * gain.real_total(), "{name}, {reading}: {}", gain.total());
        }
    }
}

/// METHOD: neutralising leaves the coefficients as they are, and makes who differs in the neutralised adjuster alone the same.
#[test]
fn a_neutralised_adjuster_is_estimated_and_then_the_same_for_all() {
    let compensating = SUPPLY.replace("role = 'neutralise'\n", "");
    for head in
        ["family = 'gaussian'", "family = 'poisson'", "family = 'gamma'\nby = 'total'", "family = 'gamma'\ntwo_part = true\nby = 'total'"]
    {
        let (neutral, plain) = (spec(head, SUPPLY), spec(head, &compensating));
        let (rows, zone) = rows(&neutral);
        let [neutral, plain] = [(&neutral, rows), (&plain, self::rows(&plain).0)].map(|(model, rows)| {
            let fitted = FittedModel::fit(model, &rows, &zone, head).expect("a fit");
            (rows, fitted)
        });
        let estimates = |(rows, fitted): &(TargetRows, FittedModel)| -> Vec<f64> {
            fitted.of_year(2).estimates(rows.sectors).iter().flat_map(|part| part.estimate.clone()).collect()
        };
        assert_eq!(estimates(&neutral), estimates(&plain), "{head}");
        let (rows, fitted) = &neutral;
        let province = |column: usize| rows.design.names[column].starts_with("province");
        let without = |entries: &Vec<(usize, f64)>| {
            entries.iter().filter(|(column, _)| !province(*column)).map(|(column, _)| *column).collect::<Vec<usize>>()
        };
        let mut alike = 0;
        for (profile, entries) in rows.profiles.entries.iter().enumerate() {
            let first = rows.profiles.entries.iter().position(|other| without(other) == without(entries)).expect("itself");
            let table = fitted.years[2].predicted.table(&rows.profiles);
            let [mine, theirs] = [profile, first].map(|profile| &table[profile * rows.sectors..][..rows.sectors]);
            assert!(mine.iter().zip(theirs).all(|(a, b)| (a - b).abs() <= 1e-9 * a.abs()), "{head}");
            alike += usize::from(profile != first);
        }
        assert!(alike > 20, "{head}: {alike} profiles differ in the province alone");
        let [plain, fitted] = [&plain.1, fitted].map(|model| model.years[2].predicted.table(&rows.profiles));
        assert!(plain != fitted, "{head}: the province matters when it is compensated");
    }
}

/// METHOD: a level that nobody of the reference group has is not the reference level: whoever has it is counted, whatever the model.
#[test]
fn a_level_that_the_reference_group_lacks_is_not_supported() {
    let plain = "[[term]]\nkind = 'category'\ncolumn = 'province'\n";
    for head in [
        "family = 'gaussian'",
        "family = 'gaussian'\nscreen = 'elastic net'",
        "family = 'poisson'\npooled = true",
        "family = 'gamma'\nby = 'total'\nscreen = 'elastic net'",
        "family = 'gamma'\ntwo_part = true",
    ] {
        let model = spec(head, plain);
        let (rows, _) = rows(&model);
        let column = rows.design.names.iter().rposition(|name| name.starts_with("province=")).expect("provinces");
        let has = |profile: usize| rows.profiles.entries[profile].iter().any(|(entry, _)| *entry == column);
        let mut left_out = vec![false; rows.years[0].blocks.by_municipality.len()];
        for year in &rows.years {
            let there = (0..year.person.len()).filter(|row| has(year.profile[*row] as usize));
            there.for_each(|row| left_out[year.municipality[row] as usize] = true);
        }
        assert!(left_out.iter().any(|left_out| *left_out));
        let fitted = FittedModel::fit(&model, &rows, &left_out, head).expect("a fit");
        for year in &fitted.years {
            let wrong = (0..rows.profiles.entries.len()).find(|at| year.supports(&rows.profiles.entries[*at]) == has(*at));
            assert_eq!(wrong, None, "{head}");
        }
    }
}

/// What the sample shows with one model.
fn sample_with(model: &str) -> Results {
    static PANEL: LazyLock<Panel> = LazyLock::new(|| panel::build(&sample("ols-morbidity"), &Silent).expect("a panel"));
    fn sample(model: &str) -> Study {
        let path = root().join("data-samples/synthetic/study.toml");
        let text = std::fs::read_to_string(&path).expect("the study");
        let own = text.find("[[variant]]").map_or(text.as_str(), |at| &text[..at]);
        assert!(!own.contains("[credibility]"));
        Study::parse(&path, format!("{own}\n[[variant]]\nname = \"tried\"\nmodel = \"{model}\"\n[credibility]\nplacebos = 0\n"))
            .expect("a study")
    }
    run::judge(&sample(model), &*PANEL, &Silent).unwrap_or_else(|error| panic!("{model}: {error}"))
}

#[test]
fn every_model_of_the_engine_runs_on_the_sample_and_its_sectors_add_up() {
    let mut levels = Vec::new();
    for (model, _) in MODELS {
        let results = sample_with(model);
        let mut shown = 0;
        for gain in &results.gains {
            let Some(figures) = &gain.figures else { continue };
            let same =
                |row: &&garantie::report::SectorRow| (&row.pilot, row.period, row.reading) == (&gain.pilot, gain.period, gain.reading);
            let sectors: Vec<_> = results.gains_by_sector.iter().filter(same).filter_map(|row| row.figures.as_ref()).collect();
            if sectors.len() == results.asked.sectors.len() {
                let sum = |of: fn(&garantie::report::SectorFigures) -> Cents| sectors.iter().map(|row| of(row)).sum::<Cents>();
                assert_eq!((sum(|row| row.guarantee), sum(|row| row.expected)), (figures.guarantee, figures.expected), "{model}");
                shown += 1;
            }
            assert!(figures.se.0 > 0 && figures.low < figures.high, "{model}: {figures:?}");
        }
        assert!(shown > 20, "{model}: {shown} rows with all sectors");
        assert!(results.fits.iter().all(|fit| fit.converged && fit.r2 < 1.0 && fit.cpm < 1.0), "{model}");
        // What is held to a subgroup's cost may explain less than the mean does; a family explains its own deviance, not squares.
        let free = model != "ols-constrained";
        let totals = || results.fits.iter().filter(|fit| fit.sector == "total");
        assert!(!free || totals().all(|fit| fit.deviance_explained.is_none_or(|share| share > 0.0)), "{model}");
        assert!(
            !results.models.is_empty() && results.models.iter().any(|row| row.estimate.is_some_and(|estimate| estimate != 0.0)),
            "{model}"
        );
        let level = results
            .gains
            .iter()
            .find(|gain| gain.reading == Reading::Level && gain.figures.is_some())
            .and_then(|gain| gain.figures.clone());
        levels.push((model, level.expect("a gain").expected));
    }
    // They are different models, and yet they speak of the same persons.
    let amounts: Vec<f64> = levels.iter().map(|(_, expected)| expected.euro()).collect();
    let (least, most) = (amounts.iter().copied().fold(f64::MAX, f64::min), amounts.iter().copied().fold(0.0, f64::max));
    assert!(most / least < 1.25, "{levels:?}");
    assert!(amounts.iter().enumerate().all(|(index, amount)| !amounts[..index].contains(amount)), "{levels:?}");
}
