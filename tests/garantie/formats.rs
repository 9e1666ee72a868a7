//! One study from Parquet, CSV, fixed width and SAS: the same panel, to the cent and to the bit.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use garantie::panel::{self, Panel};
use garantie::progress::Silent;
use garantie::run;
use garantie::spec::{MERGERS, Study};
use polars::io::utils::compression::CompressedWriter;
use polars::io::utils::file::{Writable, WritableTrait};
use polars::prelude::*;

use crate::worlds::{root, small_world};

fn panel_of(folder: &Path, study: &str) -> Panel {
    let study = Study::parse(&folder.join("study.toml"), study.to_owned()).unwrap_or_else(|error| panic!("{error}: {:?}", error.help));
    panel::build(&study, &Silent).unwrap_or_else(|error| panic!("{error}"))
}

/// Panels are equal in every cent, person, column and value.
#[track_caller]
fn assert_same(left: &Panel, right: &Panel) {
    assert_eq!(left.persons.len(), right.persons.len());
    assert_eq!((&left.sectors, &left.conditions, &left.totals), (&right.sectors, &right.conditions, &right.totals));
    assert_eq!(left.years.len(), right.years.len());
    for (left, right) in left.years.iter().zip(&right.years) {
        assert_eq!((left.year, &left.person, &left.cost), (right.year, &right.person, &right.cost));
        assert_eq!(left.frame.get_column_names(), right.frame.get_column_names());
        for (column, other) in left.frame.columns().iter().zip(right.frame.columns()) {
            let other = other.cast(column.dtype()).expect("values of one kind");
            assert!(column.equals_missing(&other), "{} in {}", column.name(), left.year);
        }
    }
    assert!(left.totals.sum(|bucket| bucket.used()).lines > 1000, "the panel rests on lines");
}

/// The small world's tables, one a name, all files in one.
fn tables() -> Vec<(&'static str, DataFrame)> {
    let files = |folder: &str, names: [&str; 4]| {
        let mut whole: Option<DataFrame> = None;
        for name in names {
            let file = fs::File::open(small_world().join(folder).join(name)).expect("a file");
            let part = ParquetReader::new(file).finish().expect("a table");
            match &mut whole {
                None => whole = Some(part),
                Some(whole) => drop(whole.vstack_mut(&part).expect("equal columns")),
            }
        }
        whole.expect("four files")
    };
    let years = ["2016.parquet", "2017.parquet", "2018.parquet", "2019.parquet"];
    let claims = ["year=2016/claims.parquet", "year=2017/claims.parquet", "year=2018/claims.parquet", "year=2019/claims.parquet"];
    vec![("population", files("population", years)), ("claims", files("claims", claims)), ("drugs", files("drugs", years))]
}

/// The small world's study on other files, with further keys of `[data]`.
fn study(files: [&str; 3], keys: &str) -> String {
    let study = fs::read_to_string(small_world().join("study.toml")).expect("a study");
    let [population, claims, drugs] = files;
    let study =
        study.replace("population/*.parquet", population).replace("claims/year=*/*.parquet", claims).replace("drugs/*.parquet", drugs);
    study.replacen("[period]", &format!("{keys}\n[period]"), 1)
}

/// A value as text: dates by `date`, decimals by `point`.
fn text(value: &AnyValue, date: fn(i32, u32, u32) -> String, point: &str) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::Date(days) => {
            let (year, month, day) = civil(*days);
            date(year, month, day)
        }
        AnyValue::Float64(number) => number.to_string().replace('.', point),
        AnyValue::String(text) => (*text).to_owned(),
        other => other.to_string(),
    }
}

/// Year, month and day of a number of days since 1970, by stepping through the calendar.
fn civil(days: i32) -> (i32, u32, u32) {
    let leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let (mut year, mut left) = (1970, days);
    while left >= 365 + i32::from(leap(year)) {
        left -= 365 + i32::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + i32::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    (year, month as u32 + 1, left as u32 + 1)
}

fn csv(table: &DataFrame, delimiter: &str, point: &str, end: &str, date: fn(i32, u32, u32) -> String) -> String {
    let mut out = table.schema().iter_names().map(|name| name.as_str()).collect::<Vec<_>>().join(delimiter) + end;
    for row in 0..table.height() {
        let cells: Vec<String> = table.columns().iter().map(|column| text(&column.get(row).expect("a row"), date, point)).collect();
        out += &cells.join(delimiter);
        out += end;
    }
    out
}

/// The bytes of a text in Latin-1.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Latin-1")).collect()
}

/// A column of the user with letters beyond ASCII, quotes and the delimiter.
fn with_place(mut population: DataFrame) -> DataFrame {
    let place: StringChunked = (0..population.height()).map(|row| Some(["Liège", "a;b, c", "Flémalle", "x"][row % 4])).collect();
    population.with_column(place.with_name("place".into()).into_series().into_column()).expect("equal lengths");
    population
}

fn write_parquet(table: &mut DataFrame, path: &Path) {
    ParquetWriter::new(fs::File::create(path).expect("a file")).finish(table).expect("written");
}

#[test]
fn csv_as_it_arrives_gives_the_panel_of_parquet() {
    let place = tempfile::tempdir().expect("a folder");
    let mut tables = tables();
    tables[0].1 = with_place(tables[0].1.clone());
    for (name, table) in &mut tables {
        write_parquet(table, &place.path().join(format!("{name}.parquet")));
        let french = csv(table, ";", ",", "\r\n", |year, month, day| format!("{day:02}/{month:02}/{year}"));
        let quoted = french.replace("a;b, c", "\"a;b, c\"");
        fs::write(place.path().join(format!("{name}.csv")), latin1(&quoted)).expect("written");
        const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
        let sas = csv(table, "\t", ".", "\n", |year, month, day| format!("{day:02}{}{year}:00:00:00", MONTHS[month as usize - 1]));
        fs::write(place.path().join(format!("{name}.txt")), format!("\u{feff}{sas}")).expect("written");
    }
    let parquet = panel_of(place.path(), &study(["population.parquet", "claims.parquet", "drugs.parquet"], ""));
    let keys = "delimiter = \";\"\ndecimal = \",\"\nencoding = \"latin1\"\n";
    assert_same(&parquet, &panel_of(place.path(), &study(["population.csv", "claims.csv", "drugs.csv"], keys)));
    assert_same(&parquet, &panel_of(place.path(), &study(["population.txt", "claims.txt", "drugs.txt"], "delimiter = \"\\t\"")));
    // Tables written in different ways, and compressed.
    compress(&place.path().join("claims.csv"), "gz");
    compress(&place.path().join("drugs.txt"), "zst");
    let keys = "delimiter = \"\\t\"\n[data.files.claims]\ndelimiter = \";\"\ndecimal = \",\"\nencoding = \"windows-1252\"\n";
    assert_same(&parquet, &panel_of(place.path(), &study(["population.txt", "claims.csv.gz", "drugs.txt.zst"], keys)));
}

fn compress(path: &Path, ending: &str) {
    let text = fs::read(path).expect("a file");
    let out = Writable::Local(fs::File::create(format!("{}.{ending}", path.display())).expect("a file"));
    let mut writer = match ending {
        "gz" => CompressedWriter::gzip(out, None),
        _ => CompressedWriter::zstd(out, None).expect("a writer"),
    };
    writer.write_all(&text).expect("written");
    writer.close().expect("closed");
}

/// The table in fixed width, and its layout: amounts (columns whose name is in `cents`) without their decimal point.
fn fixed_width(table: &DataFrame, cents: &[&str]) -> (String, String) {
    let mut layout = "name = \"mine\"\n".to_owned();
    let mut columns = Vec::new();
    let mut first = 1;
    for column in table.columns() {
        let implied = cents.contains(&column.name().as_str());
        let cells: Vec<String> = (0..table.height())
            .map(|row| match column.get(row).expect("a row") {
                AnyValue::Float64(euro) if implied => format!("{:.0}", euro * 100.0),
                value => text(&value, |year, month, day| format!("{year}{month:02}{day:02}"), "."),
            })
            .collect();
        let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0).max(1);
        let decimals = if implied { "decimals = 2\n" } else { "" };
        let _ = write!(layout, "[[column]]\nname = \"{}\"\nfirst = {first}\nlast = {}\n{decimals}", column.name(), first + width - 1);
        first += width;
        columns.push((cells, width));
    }
    layout = layout.replacen("\n", &format!("\nlength = {}\n", first - 1), 1);
    let mut out = String::new();
    for row in 0..table.height() {
        for (cells, width) in &columns {
            let _ = write!(out, "{:>width$}", cells[row]);
        }
        out += "\r\n";
    }
    (out, layout)
}

#[test]
fn fixed_width_gives_the_panel_of_parquet() {
    let place = tempfile::tempdir().expect("a folder");
    let mut tables = tables();
    tables[0].1 = with_place(tables[0].1.clone());
    let mut keys = "encoding = \"latin1\"\n".to_owned();
    for (name, table) in &mut tables {
        write_parquet(table, &place.path().join(format!("{name}.parquet")));
        let (lines, layout) = fixed_width(table, &["SS00060", "SS00195"]);
        fs::write(place.path().join(format!("{name}.dat")), latin1(&lines)).expect("written");
        fs::write(place.path().join(format!("{name}.toml")), layout).expect("written");
        let _ = write!(keys, "[data.files.{name}]\nlayout = \"{name}.toml\"\n");
    }
    let parquet = panel_of(place.path(), &study(["population.parquet", "claims.parquet", "drugs.parquet"], ""));
    assert_same(&parquet, &panel_of(place.path(), &study(["population.dat", "claims.dat", "drugs.dat"], &keys)));
}

/// The bytes of `gains.csv` that a study gives.
fn gains_of(folder: &Path, study: &str) -> Vec<u8> {
    let out = tempfile::tempdir().expect("a folder");
    let text = format!("{study}\n[output]\nfolder = \"{}\"\nformats = [\"csv\"]\n", out.path().join("out").display());
    let study = Study::parse(&folder.join("study.toml"), text).unwrap_or_else(|error| panic!("{error}: {:?}", error.help));
    run::run(&study, 1, &Silent).unwrap_or_else(|error| panic!("{error}"));
    fs::read(out.path().join("out/gains.csv")).expect("gains")
}

#[test]
fn gains_are_the_same_bytes_whatever_the_files() {
    let place = tempfile::tempdir().expect("a folder");
    let mut layouts = "encoding = \"latin1\"\n".to_owned();
    for (name, mut table) in tables() {
        write_parquet(&mut table, &place.path().join(format!("{name}.parquet")));
        let french = csv(&table, ";", ",", "\r\n", |year, month, day| format!("{day:02}/{month:02}/{year}"));
        fs::write(place.path().join(format!("{name}.csv")), latin1(&french)).expect("written");
        compress(&place.path().join(format!("{name}.csv")), "gz");
        let (lines, layout) = fixed_width(&table, &["SS00060", "SS00195"]);
        fs::write(place.path().join(format!("{name}.dat")), latin1(&lines)).expect("written");
        fs::write(place.path().join(format!("{name}.toml")), layout).expect("written");
        let _ = write!(layouts, "[data.files.{name}]\nlayout = \"{name}.toml\"\n");
    }
    let parquet = gains_of(place.path(), &study(["population.parquet", "claims.parquet", "drugs.parquet"], ""));
    assert!(parquet.iter().filter(|byte| **byte == b'\n').count() > 10, "there is something to compare");
    let keys = "delimiter = \";\"\ndecimal = \",\"\nencoding = \"latin1\"\n";
    let csv = gains_of(place.path(), &study(["population.csv.gz", "claims.csv.gz", "drugs.csv.gz"], keys));
    assert!(parquet == csv, "CSV with semicolons and decimal commas, Latin-1, gzip");
    let fixed_width = gains_of(place.path(), &study(["population.dat", "claims.dat", "drugs.dat"], &layouts));
    assert!(parquet == fixed_width, "fixed width");
}

/// The study on the tables of SAS in `tests/reference`, with endings of its own for each.
fn sas_study(endings: [&str; 3]) -> String {
    let [population, claims, drugs] = endings;
    let tables = format!("population = \"population.{population}\"\nclaims = \"claims.{claims}\"\ndrugs = \"drugs.{drugs}\"");
    SAS.replace("TABLES", &tables)
}

#[test]
fn sas_tables_give_the_gains_of_csv() {
    let folder = root().join("tests/reference/sas");
    let gains = |endings| {
        gains_of(&folder, &(sas_study(endings) + "[[variant]]\nname = \"a\"\nmodel = \"age-sex\"\n[credibility]\nplacebos = 0\n"))
    };
    let csv = gains(["csv"; 3]);
    let text = String::from_utf8(csv.clone()).expect("text");
    let figure =
        text.lines().nth(1).and_then(|row| row.split(',').find_map(|cell| cell.parse::<f64>().ok().filter(|cell| cell.fract() != 0.0)));
    assert!(figure.is_some(), "there is something to compare: {text}");
    assert!(csv == gains(["sas7bdat"; 3]), "SAS");
    assert!(csv == gains(["sas7bdat", "csv", "sas7bdat"]), "one table in CSV");
}

#[test]
fn the_world_that_travels_in_four_formats_has_one_panel_and_one_answer() {
    let folder = root().join("data-samples/formats");
    let of = |format: &str| {
        let text = fs::read_to_string(folder.join(format!("{format}.toml"))).expect("a study");
        let (study, _) = text.split_once("[output]").expect("a section for the output");
        (panel_of(&folder, study), gains_of(&folder, study))
    };
    let (panel, gains) = of("parquet");
    let mut found: Vec<&str> = panel.findings.iter().map(|finding| finding.rule.as_ref()).collect();
    found.sort_unstable();
    assert_eq!(found, ["municipality-merged", "negative-person-year"]);
    assert!(panel.years[0].frame.column("situation").expect("the user's column").n_unique().expect("values") == 4);
    for format in ["csv", "fixed-width", "sas"] {
        let (same, answer) = of(format);
        assert_same(&panel, &same);
        assert_eq!(panel.findings, same.findings, "{format}");
        assert!(gains == answer, "{format}");
    }
}

/// Municipality codes of before a merger, by the code of today; the last of several.
fn codes_of_before() -> BTreeMap<&'static str, &'static str> {
    let pairs = MERGERS.lines().skip(1).filter_map(|line| line.split_once(',').map(|(old, rest)| (&rest[..5], old)));
    pairs.collect()
}

#[test]
fn two_sources_are_read_whatever_their_files_and_codes() {
    let place = tempfile::tempdir().expect("a folder");
    let before = codes_of_before();
    for (name, mut table) in tables() {
        write_parquet(&mut table, &place.path().join(format!("{name}.parquet")));
        if name == "population" {
            let codes = table.column("municipality").expect("codes").cast(&DataType::String).expect("texts");
            let old = codes.str().expect("texts").iter().map(|code| code.map(|code| before.get(code).copied().unwrap_or(code)));
            let old: StringChunked = old.collect();
            table.with_column(old.with_name("municipality".into()).into_series().into_column()).expect("equal lengths");
        }
        let french = csv(&table, ";", ",", "\r\n", |year, month, day| format!("{day:02}/{month:02}/{year}"));
        fs::write(place.path().join(format!("{name}.csv")), french).expect("written");
    }
    let mixed = |ending: &str, keys: &str, zone: &str| {
        let [population, claims, drugs] = ["population", "claims", "drugs"].map(|name| format!("{name}.{ending}"));
        let pilots = format!("{keys}\n[data.pilots]\npopulation = \"{population}\"\nclaims = \"{claims}\"\ndrugs = \"{drugs}\"\n");
        let text = study([&population, &claims, &drugs], &pilots);
        let without_pilots = text.split("[[pilot]]").next().expect("a beginning").replace("exhaustive", "sample");
        let pilot = format!("[[pilot]]\nid = \"p\"\nzone = [{zone}]\ntarget = \"age >= 18\"\nstart = 2018\n");
        panel_of(place.path(), &(without_pilots + &pilot))
    };
    // Six municipalities around Gent, each by one of the codes that merged into it.
    let parquet = mixed("parquet", "", "\"44083\", \"44084\", \"44085\", \"44086\", \"44087\", \"44088\"");
    let keys = "delimiter = \";\"\ndecimal = \",\"";
    let csv = mixed("csv", keys, "\"44049\", \"44001\", \"44080\", \"44012\", \"44073\", \"44043\"");
    assert_same(&parquet, &csv);
    let merged = csv.findings.iter().find(|finding| finding.rule == "municipality-merged").expect("a finding");
    assert!(merged.count > 0 && !parquet.findings.iter().any(|finding| finding.rule == "municipality-merged"));
}

const SAS: &str = "[study]\ntitle = \"t\"\n[data]\nsource = \"exhaustive\"\nTABLES\n[period]\nbase = [2017]\nperformance = [2018]\n\
    [[pilot]]\nid = \"p\"\nzone = [\"11001\", \"11002\"]\ntarget = \"age >= 18\"\nstart = 2018\n";

#[test]
fn sas_tables_give_the_panel_of_csv() {
    let folder = root().join("tests/reference/sas");
    let of = |ending: &str| {
        let tables = format!("population = \"population.{ending}\"\nclaims = \"claims.{ending}\"\ndrugs = \"drugs.{ending}\"");
        panel_of(&folder, &SAS.replace("TABLES", &tables))
    };
    let (csv, sas) = (of("csv"), of("sas7bdat"));
    assert_same(&csv, &sas);
    let places = sas.years[0].frame.column("place").expect("a column").str().expect("text").get(1).map(str::to_owned);
    assert_eq!(places.as_deref(), Some("Liège"));
    let panel = |ending: &str| {
        let tables = format!("panel = \"panel.{ending}\"\nconditions = [\"diabetes\"]\n[scope]\nsectors = [\"doctors\", \"hospitals\"]");
        panel_of(&folder, &SAS.replace("TABLES", &tables))
    };
    let (csv, sas) = (panel("csv"), panel("sas7bdat"));
    assert_eq!(csv.years[0].cost, sas.years[0].cost);
    assert_eq!(csv.totals, sas.totals);
}

#[test]
fn a_study_file_says_how_its_text_files_are_written() {
    let refused = |keys: &str| {
        let study = study(["a.csv", "b.csv", "c.csv"], keys);
        let error = Study::parse(Path::new("study.toml"), study).expect_err("a refusal");
        format!("{} ({})", error.message, error.help.unwrap_or_default())
    };
    assert_eq!(refused("delimiter = \";;\""), "that is no delimiter (give \",\", \";\", \"|\" or \"\\t\" (a tab))");
    assert_eq!(refused("decimal = \";\""), "that is no decimal sign (give \".\" or \",\")");
    assert_eq!(refused("encoding = \"latin2\""), "unknown choice `latin2` (did you mean `latin1`?)");
    assert_eq!(refused("[data.files.claim]\ndelimiter = \";\""), "no table is called `claim` (did you mean `claims`?)");
    assert_eq!(
        refused("[data.files.claims]\nlayout = \"ima-health-care-v17\""),
        "there is no layout `ima-health-care-v17` (did you mean `ima-health-care-v18`?)"
    );
    assert!(refused("[data.files.claims]\nlayout = \"none.toml\"").starts_with("cannot read the layout file"));
}

#[test]
fn a_published_layout_says_what_it_does_not_know() {
    let place = tempfile::tempdir().expect("a folder");
    fs::copy(small_world().join("population/2016.parquet"), place.path().join("population.parquet")).expect("a copy");
    fs::write(place.path().join("claims.dat"), format!("{:50}\n", "1")).expect("written");
    let keys = "[data.files.claims]\nlayout = \"ima-health-care-v18\"\n";
    let text = study(["population.parquet", "claims.dat", "claims.dat"], keys).replace("drugs = \"claims.dat\"\n", "");
    let study = Study::parse(&place.path().join("study.toml"), text).expect("a study");
    let refused = panel::build(&study, &Silent).expect_err("a refusal").to_string();
    assert!(refused.contains("layout `ima-health-care-v18` does not say where column `SS00020` stands"), "{refused}");
    assert!(refused.contains("layout `ima-health-care-v18` does not say where column `SS00060` stands"), "{refused}");
}
