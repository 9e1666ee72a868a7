//! Inputs as they should not be: each refusal and each finding provoked once, on a population of a few hundred made-up persons.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use garantie::error::Error;
use garantie::ingest::DataError;
use garantie::panel::{self, Panel, PanelError};
use garantie::progress::Silent;
use garantie::report::Results;
use garantie::run;
use garantie::spec::{Level, Study};
use proptest::prelude::Strategy as _;

/// CSV tables and the study that reads them; each test spoils one of them.
pub struct Inputs {
    pub population: String,
    pub claims: String,
    pub drugs: String,
    pub data: String,
}

/// Municipalities of the inputs.
const ZONES: [&str; 8] = ["11001", "11002", "11004", "11005", "11008", "11009", "11013", "11016"];

impl Inputs {
    /// 400 persons in 8 municipalities over two years, one doctor's line and one drug a year each.
    pub fn good() -> Inputs {
        let mut population = "person,year,birth_year,sex,municipality,death,from\n".to_owned();
        let mut claims = "person,service_date,code,amount\n".to_owned();
        let mut drugs = "person,service_date,atc,ddd,amount,fee\n".to_owned();
        for year in [2017, 2018] {
            for person in 0..400 {
                let (birth, sex, zone) = (1930 + person % 60, 1 + person % 2, ZONES[person % 8]);
                let _ = writeln!(population, "{person},{year},{birth},{sex},{zone},,");
                let _ = writeln!(claims, "{person},{year}-0{}-15,101076,{}.25", 1 + person % 9, 20 + person * 7 % 90);
                let _ = writeln!(drugs, "{person},{year}-03-01,A10BA02,{},12.10,4.05", 60 + person % 80);
            }
        }
        let data = "population = \"population.csv\"\nclaims = \"claims.csv\"\ndrugs = \"drugs.csv\"\nsource = \"exhaustive\"\n".into();
        Inputs { population, claims, drugs, data }
    }

    pub fn study(&self, folder: &Path) -> Study {
        for (name, text) in [("population.csv", &self.population), ("claims.csv", &self.claims), ("drugs.csv", &self.drugs)] {
            fs::write(folder.join(name), text).expect("written");
        }
        let text = format!(
            "[study]\ntitle = \"t\"\n[data]\n{}[period]\nbase = [2017]\nperformance = [2018]\n[[pilot]]\nid = \"p\"\n\
             zone = [\"11001\", \"11002\"]\ntarget = \"age >= 18\"\nstart = 2018\n[[variant]]\nname = \"a\"\nmodel = \"age-sex\"\n",
            self.data
        );
        Study::parse(&folder.join("study.toml"), text).expect("a study")
    }

    fn panel(&self) -> Result<Panel, PanelError> {
        let place = tempfile::tempdir().expect("a folder");
        panel::build(&self.study(place.path()), &Silent)
    }

    fn judged(&self) -> Result<Results, Error> {
        let place = tempfile::tempdir().expect("a folder");
        let study = self.study(place.path());
        run::judge(&study, panel::build(&study, &Silent)?, &Silent)
    }

    #[track_caller]
    fn refused(&self) -> DataError {
        match self.panel() {
            Err(PanelError::Data(error)) => error,
            Err(other) => panic!("another refusal: {other}"),
            Ok(_) => panic!("not refused"),
        }
    }

    #[track_caller]
    fn finds(&self, rule: &str, level: Level, count: u64) {
        let panel = self.panel().expect("a panel");
        let finding = panel.findings.iter().find(|finding| finding.rule == rule).unwrap_or_else(|| panic!("no finding {rule}"));
        assert_eq!((finding.level, finding.count), (level, count));
    }

    #[track_caller]
    fn bad_values(&self, in_column: &str) {
        match self.refused() {
            DataError::BadValues { column, .. } => assert_eq!(column, in_column),
            other => panic!("another refusal: {other}"),
        }
    }
}

/// Replaces the first occurrence, which must be there.
fn spoil(text: &mut String, right: &str, wrong: &str) {
    assert!(text.contains(right), "`{right}` is in the table");
    *text = text.replacen(right, wrong, 1);
}

#[test]
fn good_inputs_are_good() {
    let panel = Inputs::good().panel().expect("a panel");
    assert!(panel.findings.is_empty(), "{:?}", panel.findings);
    let diabetics = panel.years[0].frame.column("diabetes").expect("a condition").bool().expect("marks").sum();
    // 60 + person % 80 reaches 90 doses for person % 80 from 30 on.
    assert_eq!(diabetics, Some(250));
    Inputs::good().judged().expect("results");
}

#[test]
fn values_of_no_use_are_counted_and_refused() {
    for (column, right, wrong) in [
        ("sex", "0,2017,1930,1,", "0,2017,1930,3,"),
        ("birth_year", "0,2017,1930,1,", "0,2017,2030,1,"),
        ("birth_year", "0,2017,1930,1,", "0,2017,abc,1,"),
        ("municipality", "0,2017,1930,1,11001,", "0,2017,1930,1,,"),
        ("death", "0,2017,1930,1,11001,,", "0,2017,1930,1,11001,201713,"),
        ("death", "0,2017,1930,1,11001,,", "0,2017,1930,1,11001,soon,"),
        ("from", "0,2017,1930,1,11001,,", "0,2017,1930,1,11001,,31/02/2017"),
    ] {
        let mut inputs = Inputs::good();
        spoil(&mut inputs.population, right, wrong);
        inputs.bad_values(column);
    }
    for (column, right, wrong) in [
        ("amount", "0,2017-01-15,101076,20.25", "0,2017-01-15,101076,NaN"),
        ("amount", "0,2017-01-15,101076,20.25", "0,2017-01-15,101076,"),
        ("amount", "0,2017-01-15,101076,20.25", "0,2017-01-15,101076,1e300"),
        ("service_date", "0,2017-01-15,", "0,2017-02-31,"),
        ("code", "0,2017-01-15,101076", "0,2017-01-15,10x"),
    ] {
        let mut inputs = Inputs::good();
        spoil(&mut inputs.claims, right, wrong);
        inputs.bad_values(column);
    }
    let mut inputs = Inputs::good();
    spoil(&mut inputs.drugs, "0,2017-03-01,A10BA02,60,", "0,2017-03-01,A10BA02,many,");
    inputs.bad_values("ddd");
}

#[test]
fn a_message_never_quotes_a_value_nor_a_small_count() {
    let mut inputs = Inputs::good();
    spoil(&mut inputs.claims, "0,2017-01-15,101076,20.25", "0,2017-01-15,101076,secret77");
    let message = inputs.refused().to_string();
    assert!(message.contains("a few values"), "{message}");
    assert!(!message.contains("secret77"), "{message}");
}

#[test]
fn a_person_twice_in_a_year_with_other_values_is_refused() {
    let mut inputs = Inputs::good();
    inputs.population += "7,2018,1937,2,11007,,\n";
    match inputs.refused() {
        DataError::DuplicatePersonYears { year, columns, .. } => assert_eq!((year, columns), (2018, vec!["municipality".to_owned()])),
        other => panic!("another refusal: {other}"),
    }
}

#[test]
fn files_that_are_not_there_or_not_what_they_say() {
    let mut inputs = Inputs::good();
    spoil(&mut inputs.data, "claims.csv", "claims-*.csv");
    assert!(matches!(inputs.refused(), DataError::NoFile { table: "claims", .. }));
    let mut inputs = Inputs::good();
    spoil(&mut inputs.data, "claims.csv", "study.toml");
    let place = tempfile::tempdir().expect("a folder");
    let study = inputs.study(place.path());
    fs::write(place.path().join("study.toml"), "x").expect("written");
    assert!(matches!(panel::build(&study, &Silent), Err(PanelError::Data(DataError::UnknownFormat { .. }))));
    let mut inputs = Inputs::good();
    spoil(&mut inputs.data, "claims.csv", "claims.parquet");
    let study = inputs.study(place.path());
    for content in [&b"PAR1 but not really PAR1"[..], b""] {
        fs::write(place.path().join("claims.parquet"), content).expect("written");
        assert!(matches!(panel::build(&study, &Silent), Err(PanelError::Data(DataError::Unreadable { .. }))));
    }
    let mut inputs = Inputs::good();
    inputs.claims.clear();
    assert!(matches!(inputs.refused(), DataError::Unreadable { .. }));
}

#[test]
fn columns_that_are_not_there() {
    let mut inputs = Inputs::good();
    spoil(&mut inputs.claims, "amount", "amnt");
    assert!(matches!(inputs.refused(), DataError::MissingColumn { table: "claims", .. }));
    // An optional column that the study maps must be there too: leaving deaths out would move every exposure.
    let mut inputs = Inputs::good();
    inputs.data += "columns.population = { death = \"PP0040\" }\n";
    assert!(matches!(inputs.refused(), DataError::MissingColumn { table: "population", .. }));
    let mut inputs = Inputs::good();
    inputs.data += "columns.drugs = { fees = \"fee\" }\n";
    assert!(matches!(inputs.refused(), DataError::UnknownColumn { table: "drugs", .. }));
}

#[test]
fn a_year_without_lines_of_one_table_is_refused() {
    for table in ["claims", "drugs"] {
        let mut inputs = Inputs::good();
        let lines = if table == "claims" { &mut inputs.claims } else { &mut inputs.drugs };
        *lines = lines.lines().filter(|line| !line.contains(",2018-")).map(|line| format!("{line}\n")).collect();
        match inputs.panel() {
            Err(PanelError::Study(error)) => assert!(error.message.contains(table) && error.message.contains("2018"), "{error}"),
            _ => panic!("{table} without 2018 are not refused"),
        }
    }
}

#[test]
fn lines_that_are_left_out_are_found_and_the_totals_account_for_them() {
    let mut inputs = Inputs::good();
    for person in 900..910 {
        let _ = writeln!(inputs.claims, "{person},2018-05-05,101076,10.00");
        let _ = writeln!(inputs.claims, "{},2018-05-05,999999,10.00", person - 900);
        let _ = writeln!(inputs.claims, "{},2018-05-05,753550,4.05", person - 900);
        let _ = writeln!(inputs.claims, "{},1999-05-05,101076,10.00", person - 900);
    }
    inputs.finds("unknown-person", Level::Warning, 10);
    inputs.finds("code-without-sector", Level::Warning, 10);
    inputs.finds("fee-booked-twice", Level::Information, 10);
    let panel = inputs.panel().expect("a panel");
    inputs.finds("year-not-in-study", Level::Information, 10);
    assert_eq!(panel.totals.sum(|_| true).lines, 1600 + 40);
    assert_eq!(panel.totals.sum(|bucket| bucket.used()).lines, 1600);
}

#[test]
fn too_many_lines_left_out_are_an_error_finding() {
    let mut inputs = Inputs::good();
    for person in 900..1000 {
        let _ = writeln!(inputs.claims, "{person},2018-05-05,101076,10.00");
    }
    inputs.finds("unknown-person", Level::Error, 100);
}

#[test]
fn corrections_without_their_line_and_changing_weights_are_found() {
    let mut inputs = Inputs::good();
    for person in 0..10 {
        let _ = writeln!(inputs.claims, "{person},2018-05-05,101076,-500.00");
    }
    inputs.finds("negative-person-year", Level::Warning, 10);
    let mut inputs = Inputs::good();
    let weight = |line: &str| match line.split(',').collect::<Vec<_>>()[..] {
        ["person", ..] => format!("{line},weight\n"),
        [person, "2018", ..] if person.parse::<i32>().is_ok_and(|person| person < 10) => format!("{line},20\n"),
        _ => format!("{line},40\n"),
    };
    inputs.population = inputs.population.lines().map(weight).collect();
    inputs.finds("changing-weight", Level::Warning, 10);
}

#[test]
fn a_death_is_understood_however_it_is_written() {
    let exposure = |death: &str| {
        let mut inputs = Inputs::good();
        spoil(&mut inputs.population, "0,2017,1930,1,11001,,", &format!("0,2017,1930,1,11001,{death},"));
        let panel = inputs.panel().expect("a panel");
        panel.years[0].frame.column("exposure").expect("exposure").f64().expect("numbers").get(0)
    };
    for death in ["201703", "2017-03", "2017-03-09", "09/03/2017", "20170309"] {
        assert_eq!(exposure(death), Some(74.0 / 365.0), "{death}");
    }
}

#[test]
fn drugs_without_class_or_dose_count_as_cost() {
    let mut inputs = Inputs::good();
    inputs.drugs += "0,2018-05-05,,,100.00,\n";
    let panel = inputs.panel().expect("a panel");
    let column = panel.sectors.iter().position(|sector| sector == "pharmaceuticals").expect("a sector");
    assert_eq!(panel.years[1].cost[column], 1210 + 405 + 10_000);
}

#[test]
fn a_zone_code_that_changed_unknown_to_the_mergers_is_found() {
    let mut inputs = Inputs::good();
    // From 2018 on 11002 is called 11010, which no table of mergers knows.
    let merged = |line: &str| if line.contains(",2018,") { line.replace(",11002,", ",11010,") } else { line.to_owned() };
    inputs.population = inputs.population.lines().map(|line| merged(line) + "\n").collect();
    let results = inputs.judged().expect("results");
    assert!(results.findings.iter().any(|finding| finding.rule == "zone-without-residents" && finding.message.contains("11002 (2018)")));
}

#[test]
fn codes_of_before_a_merger_count_for_the_municipality_of_today() {
    let mut inputs = Inputs::good();
    // In 2017 the persons of 11002 lived in 11007, which merged into it in 2025.
    let before = |line: &str| if line.contains(",2017,") { line.replace(",11002,", ",11007,") } else { line.to_owned() };
    inputs.population = inputs.population.lines().map(|line| before(line) + "\n").collect();
    inputs.finds("municipality-merged", Level::Information, 50);
    let panel = inputs.panel().expect("a panel");
    let plain = Inputs::good().panel().expect("a panel");
    assert!(panel.years[0].frame.equals_missing(&plain.years[0].frame));
    let results = inputs.judged().expect("results");
    assert!(!results.findings.iter().any(|finding| finding.rule == "zone-without-residents"));
    // A zone may name the code of before.
    let gains = |zone: &str| {
        let place = tempfile::tempdir().expect("a folder");
        let text = inputs.study(place.path()).text().replace("\"11001\", \"11002\"", zone);
        let study = Study::parse(&place.path().join("study.toml"), text).expect("a study");
        run::judge(&study, panel::build(&study, &Silent).expect("a panel"), &Silent).map(|results| results.gains.len())
    };
    assert_eq!(gains("\"11001\", \"11007\"").expect("results"), results.gains.len());
    assert_eq!(gains("\"11001-11002\"").expect("results"), results.gains.len());
    assert_eq!(
        gains("\"arrondissement:Antwerpn\"").expect_err("a refusal").help().as_deref(),
        Some("did you mean `arrondissement:Antwerpen`?")
    );
    assert_eq!(gains("\"arrondissement:Antwerpen\"").expect_err("nobody is left to compare with").exit_code(), 4);
}

#[test]
fn codes_that_are_no_municipality_are_found() {
    let mut inputs = Inputs::good();
    inputs.population = inputs.population.replace(",11016,", ",11999,");
    inputs.finds("municipality-unknown", Level::Warning, 100);
}

#[test]
fn a_study_may_bring_its_own_places() {
    let mut inputs = Inputs::good();
    inputs.data += "geography = \"places.csv\"\n";
    let place = tempfile::tempdir().expect("a folder");
    let study = inputs.study(place.path());
    let places = ZONES.map(|zone| format!("{zone},a,p,r\n")).concat();
    fs::write(place.path().join("places.csv"), format!("nis,arrondissement,province,region\n{places}")).expect("written");
    assert!(panel::build(&study, &Silent).expect("a panel").findings.is_empty());
    fs::write(place.path().join("places.csv"), "nis,arrondissement,province,region\n11001,a,p,r\n11001,a,p,r\n").expect("written");
    assert!(matches!(panel::build(&study, &Silent), Err(PanelError::Data(DataError::Codebook { line: 3, .. }))));
}

#[test]
fn a_column_age_that_takes_the_place_of_the_derived_one_is_found() {
    let mut inputs = Inputs::good();
    let aged = |line: &str| if line.starts_with("person") { format!("{line},age\n") } else { format!("{line},44\n") };
    inputs.population = inputs.population.lines().map(aged).collect();
    inputs.finds("own-age", Level::Warning, 800);
}

#[test]
fn a_base_year_after_the_start_is_found() {
    let place = tempfile::tempdir().expect("a folder");
    let study = Inputs::good().study(place.path());
    let text = study.text().replace("start = 2018", "start = 2017");
    let study = Study::parse(&place.path().join("study.toml"), text).expect("a study");
    let results = run::judge(&study, panel::build(&study, &Silent).expect("a panel"), &Silent).expect("results");
    assert!(results.findings.iter().any(|finding| finding.rule == "base-after-start" && finding.level == Level::Warning));
}

#[test]
fn a_reference_group_without_anybody_is_refused() {
    let place = tempfile::tempdir().expect("a folder");
    let study = Inputs::good().study(place.path());
    let all = ZONES.map(|zone| format!("\"{zone}\"")).join(", ");
    let text = study.text().replace("\"11001\", \"11002\"", &all);
    let study = Study::parse(&place.path().join("study.toml"), text).expect("a study");
    let refused = run::judge(&study, panel::build(&study, &Silent).expect("a panel"), &Silent);
    assert_eq!(refused.expect_err("a refusal").exit_code(), 4);
}

#[test]
fn a_small_guarantee_has_no_rate() {
    // The parkinson patients of the small world: a handful of persons with wild differences.
    let text = crate::worlds::small_study().text().replace("chronic and age >= 18", "parkinson");
    let study = Study::parse(&crate::worlds::small_world().join("study.toml"), text).expect("a study");
    let results = crate::worlds::judge(&study);
    for figures in results.gains.iter().filter_map(|row| row.figures.as_ref()) {
        let rates = [figures.rate_low, figures.savings_rate, figures.rate_high];
        assert!(rates.iter().all(|rate| rate.is_nan()) || (rates[0] <= rates[1] && rates[1] <= rates[2]), "{rates:?}");
        assert_eq!(rates[0].is_nan(), figures.guarantee.euro() <= 0.0);
    }
}

#[test]
fn names_that_the_study_maps_on_top_of_a_map_win() {
    let mut inputs = Inputs::good();
    spoil(&mut inputs.population, "person,year,birth_year,sex", "PP0010,year,PP0015,PP0020");
    spoil(&mut inputs.population, "death", "PP0040");
    spoil(&mut inputs.claims, "person,service_date,code,amount", "SS00010,SS00015,SS00020,paid");
    spoil(&mut inputs.drugs, "person,service_date,atc,ddd,amount,fee", "SS00010,SS00015,atc,ddd,SS00060,SS00195");
    spoil(&mut inputs.population, ",from\n", ",from,PP1010\n");
    inputs.population = inputs.population.replace(",,\n", ",,,0\n");
    inputs.data += "columns = { like = \"ima\", claims = { amount = \"paid\", share = \"not read\" } }\n";
    inputs.panel().expect("a panel");
}

#[test]
fn a_left_name_that_no_table_knows_is_refused() {
    let mut inputs = Inputs::good();
    inputs.data += "columns.claims = { amnt = \"amount\" }\n";
    assert!(matches!(inputs.refused(), DataError::UnknownColumn { table: "claims", .. }));
}

#[test]
fn a_group_of_few_persons_is_found() {
    let text = crate::worlds::small_study().text().replacen("chronic and age >= 18", "parkinson or dementia", 1);
    let study = Study::parse(&crate::worlds::small_world().join("study.toml"), text).expect("a study");
    let results = crate::worlds::judge(&study);
    assert!(results.findings.iter().any(|finding| finding.rule == "few-persons" && finding.message.contains("pilot-a")));
}

#[test]
fn a_file_that_is_there_twice_is_refused() {
    let place = tempfile::tempdir().expect("a folder");
    let mut inputs = Inputs::good();
    spoil(&mut inputs.data, "claims.csv", "claims*.csv");
    let study = inputs.study(place.path());
    run::check(&study, &Silent).expect("results");
    fs::copy(place.path().join("claims.csv"), place.path().join("claims (1).csv")).expect("a copy");
    let refused = run::check(&study, &Silent).expect_err("a refusal");
    assert!(matches!(refused, Error::Data(DataError::FileTwice { table: "claims", .. })), "{refused}");
    assert_eq!(refused.exit_code(), 3);
}

#[test]
fn many_lines_of_one_person_are_a_small_cell() {
    let mut inputs = Inputs::good();
    for day in 10..20 {
        let _ = writeln!(inputs.claims, "950,2018-05-{day},101076,10.00");
    }
    let results = inputs.judged().expect("results");
    let finding = results.findings.iter().find(|finding| finding.rule == "unknown-person").expect("a finding");
    assert_eq!((finding.count, finding.share, finding.amount), (None, None, None));
    let total = results.totals.iter().find(|total| total.sector == "not in the population").expect("a total");
    assert_eq!((total.lines, total.amount), (None, None));
}

#[test]
fn a_characteristic_that_the_reference_group_lacks_is_found() {
    let mut inputs = Inputs::good();
    // Everybody born in 1930 in the pilot's first municipality is made ten years older than anybody else.
    let older = |line: &str| if line.contains(",1930,1,11001,") { line.replace(",1930,", ",1920,") } else { line.to_owned() };
    inputs.population = inputs.population.lines().map(|line| older(line) + "\n").collect();
    let results = inputs.judged().expect("results");
    let finding = results.findings.iter().find(|finding| finding.rule == "unsupported-profile").expect("a finding");
    assert!(finding.message.contains("pilot `p`"));
}

#[test]
fn a_level_that_the_reference_group_lacks_is_found_and_counted() {
    let place = tempfile::tempdir().expect("a folder");
    let inputs = Inputs::good();
    let study = inputs.study(place.path());
    for screen in ["", "screen = 'elastic net'\n"] {
        let model = format!(
            "name = 'm'\ndescription = ''\nfamily = 'gaussian'\n{screen}[[term]]\nkind = 'flag'\ncolumn = 'diabetes'\n\
             [[term]]\nkind = 'category'\ncolumn = 'municipality'\n"
        );
        fs::write(place.path().join("m.toml"), model).expect("written");
        let text = study.text().replace("model = \"age-sex\"", "model = \"m.toml\"");
        let own = Study::parse(&place.path().join("study.toml"), text).expect("a study");
        let results = run::judge(&own, panel::build(&own, &Silent).expect("a panel"), &Silent).expect("results");
        let finding = results.findings.iter().find(|finding| finding.rule == "unsupported-profile").expect("a finding");
        // The two municipalities of the zone: 100 persons in each of two years, all that there are.
        assert_eq!((finding.count, finding.share, finding.level), (Some(200), Some(1.0), Level::Error), "{screen}");
    }
}

#[test]
fn a_hidden_pilot_counts_in_the_correction() {
    let mut inputs = Inputs::good();
    // Two persons move to a municipality of their own, which is a pilot.
    let moved = |line: &str| match line.split_once(',') {
        Some(("4" | "12", _)) => line.replace("11008", "11018"),
        _ => line.to_owned(),
    };
    inputs.population = inputs.population.lines().map(|line| moved(line) + "\n").collect();
    let place = tempfile::tempdir().expect("a folder");
    let study = inputs.study(place.path());
    let tiny = "[[pilot]]\nid = \"tiny\"\nzone = [\"11018\"]\ntarget = \"age >= 18\"\nstart = 2018\n[[variant]]";
    let text = study.text().replace("[[variant]]", tiny);
    let study = Study::parse(&place.path().join("study.toml"), text).expect("a study");
    let results = run::judge(&study, panel::build(&study, &Silent).expect("a panel"), &Silent).expect("results");
    assert!(results.gains.iter().filter(|row| row.pilot == "tiny").all(|row| row.figures.is_none()));
    let shown: Vec<_> = results.gains.iter().filter_map(|row| row.figures.as_ref()).collect();
    assert_eq!(shown.len(), 6);
    assert!(shown.iter().all(|figures| figures.p_holm == (2.0 * figures.p_value).min(1.0)));
}

#[test]
fn a_row_of_the_population_that_stands_twice_counts_once() {
    let clean = Inputs::good().panel().expect("a panel");
    let mut inputs = Inputs::good();
    let again: Vec<String> = inputs.population.lines().skip(1).take(10).map(str::to_owned).collect();
    inputs.population += &(again.join("\n") + "\n");
    inputs.finds("duplicate-person-year", Level::Warning, 10);
    let panel = inputs.panel().expect("a panel");
    assert_eq!((&panel.years[0].person, &panel.years[0].cost), (&clean.years[0].person, &clean.years[0].cost));
    assert!(panel.years[0].frame.equals_missing(&clean.years[0].frame));
}

#[test]
fn lines_repeated_to_the_letter_are_kept_or_left_out_as_the_study_says() {
    let clean = Inputs::good().panel().expect("a panel");
    let total = |panel: &Panel| panel.years.iter().flat_map(|year| &year.cost).sum::<i64>();
    let mut inputs = Inputs::good();
    let again: Vec<String> = inputs.claims.lines().skip(1).take(10).map(str::to_owned).collect();
    inputs.claims += &(again.join("\n") + "\n");
    inputs.finds("repeated-line", Level::Warning, 10);
    let kept = inputs.panel().expect("a panel");
    let amount = kept.findings.iter().find(|finding| finding.rule == "repeated-line").and_then(|finding| finding.amount).expect("money");
    assert_eq!(total(&kept), total(&clean) + amount.0);
    inputs.data += "[quality]\nrepeated_lines = \"drop\"\n";
    inputs.finds("repeated-line", Level::Warning, 10);
    let dropped = inputs.panel().expect("a panel");
    assert_eq!(dropped.years[0].cost, clean.years[0].cost);
    let repeated = dropped.totals.sum(|bucket| *bucket == panel::Bucket::Repeated);
    assert_eq!((repeated.lines, repeated.amount), (10, amount));
    spoil(&mut inputs.data, "\"drop\"", "\"unchecked\"");
    let unchecked = inputs.panel().expect("a panel");
    assert!(unchecked.findings.is_empty() && total(&unchecked) == total(&kept));
}

#[test]
fn lines_that_do_not_count_are_no_repeats() {
    let mut inputs = Inputs::good();
    let line = inputs.claims.lines().nth(1).expect("a line").to_owned();
    let (_, rest) = line.split_once(',').expect("columns");
    let (of_nobody, of_before) = (format!("nobody,{rest}\n"), format!("{}\n", line.replace(",2017-", ",2003-")));
    inputs.claims += &[of_nobody.as_str(), of_before.as_str()].concat().repeat(2);
    let panel = inputs.panel().expect("a panel");
    let rules: Vec<&str> = panel.findings.iter().map(|finding| finding.rule.as_ref()).collect();
    assert_eq!(rules, ["year-not-in-study", "unknown-person"]);
}

#[test]
fn lines_that_differ_in_a_column_that_nothing_reads_are_no_repeats() {
    let mut inputs = Inputs::good();
    let again: Vec<String> = inputs.claims.lines().skip(1).take(10).map(str::to_owned).collect();
    let head = "person,service_date,code,amount\n";
    let lines = inputs.claims.strip_prefix(head).expect("a header").lines().map(|line| format!("{line},first\n")).collect::<String>();
    inputs.claims = format!("{},provider\n{lines}", head.trim_end());
    inputs.claims += &again.iter().map(|line| format!("{line},second\n")).collect::<String>();
    assert!(inputs.panel().expect("a panel").findings.is_empty());
}

#[test]
fn bookings_after_the_months_that_the_study_allows_are_late() {
    let booked = |month: &str| {
        let mut inputs = Inputs::good();
        let lines = inputs.claims.lines().enumerate().map(|(row, line)| match row {
            0 => format!("{line},booking_month\n"),
            // Persons 0, 9, 18 … have their service in January.
            _ if line.contains(",2017-01-15,") => format!("{line},{month}\n"),
            _ => format!("{line},\n"),
        });
        inputs.claims = lines.collect();
        inputs
    };
    assert!(booked("201901").panel().expect("a panel").findings.is_empty(), "24 months are not late");
    // Every line whose booking is known is late: an error.
    booked("201902").finds("late-booking", Level::Error, 45);
    let mut inputs = booked("201902");
    inputs.data += "[quality]\nbooked_within = 25\n";
    assert!(inputs.panel().expect("a panel").findings.is_empty());
    booked("201913").bad_values("booking_month");
}

#[test]
fn an_exposure_above_one_counts_as_one() {
    let mut inputs = Inputs::good();
    let exposed = |(row, line): (usize, &str)| match row {
        0 => format!("{line},exposure\n"),
        1..=10 => format!("{line},1.0027\n"),
        _ => format!("{line},1\n"),
    };
    inputs.population = inputs.population.lines().enumerate().map(exposed).collect();
    inputs.finds("exposure-over-one", Level::Warning, 10);
    let panel = inputs.panel().expect("a panel");
    assert!(
        panel.years[0].frame.column("exposure").expect("exposure").f64().expect("numbers").iter().all(|exposure| exposure == Some(1.0))
    );
}

#[test]
fn the_study_sets_limits_and_levels() {
    let mut inputs = Inputs::good();
    for person in 900..910 {
        let _ = writeln!(inputs.claims, "{person},2018-05-05,101076,10.00");
    }
    let data = inputs.data.clone();
    inputs.data = data.clone() + "[quality.limits]\nunknown-person = 0.001\n";
    inputs.finds("unknown-person", Level::Error, 10);
    inputs.data = data + "[quality.levels]\nunknown-person = \"information\"\n";
    inputs.finds("unknown-person", Level::Information, 10);
}

#[test]
fn one_person_who_is_most_of_a_group_is_found() {
    let mut inputs = Inputs::good();
    inputs.claims += "8,2018-05-05,101076,9000.00\n";
    inputs.data += "[outliers]\nrule = \"none\"\n";
    let results = inputs.judged().expect("results");
    let finding = results.findings.iter().find(|finding| finding.rule == "one-person").expect("a finding");
    assert!(finding.message.contains("2018") && !finding.message.contains("2017"), "{}", finding.message);
    assert_eq!(finding.amount, None);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(8))]
    #[test]
    fn the_order_of_lines_changes_no_finding_and_no_cent(order in proptest::prelude::Just((0..1_640).collect::<Vec<usize>>()).prop_shuffle()) {
        use proptest::prelude::*;
        let mut inputs = Inputs::good();
        let again: Vec<String> = inputs.claims.lines().skip(1).take(10).map(str::to_owned).collect();
        inputs.claims += &(again.join("\n") + "\n");
        for person in 900..910 {
            let _ = writeln!(inputs.claims, "{person},2018-05-05,101076,10.00");
            let _ = writeln!(inputs.claims, "{},2018-05-05,999999,10.00", person - 900);
            let _ = writeln!(inputs.claims, "{},1999-05-05,101076,10.00", person - 900);
        }
        inputs.data += "[quality]\nrepeated_lines = \"drop\"\n";
        let panel = inputs.panel().expect("a panel");
        let lines: Vec<String> = inputs.claims.lines().skip(1).map(str::to_owned).collect();
        let shuffled = order.iter().filter_map(|line| lines.get(*line)).cloned().collect::<Vec<_>>();
        prop_assert_eq!(shuffled.len(), lines.len());
        inputs.claims = format!("person,service_date,code,amount\n{}\n", shuffled.join("\n"));
        let turned = inputs.panel().expect("a panel");
        prop_assert_eq!(&panel.findings, &turned.findings);
        prop_assert!(panel.years.iter().zip(&turned.years).all(|(a, b)| a.cost == b.cost));
    }
}
