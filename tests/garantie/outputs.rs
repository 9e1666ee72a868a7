//! Everything that a run leaves in its folder, opened and searched: no pseudonym, no count of few persons.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use garantie::progress::Silent;
use garantie::run;
use garantie::spec::{Format, Language, Study};
use polars::prelude::*;

use crate::disclosure::with_tiny_pilot;
use crate::faces::FORMATS;
use crate::worlds::small_world;

/// Columns that count persons, or lines of persons.
const COUNTS: [&str; 2] = ["persons", "lines"];

/// A run with a pilot of very few persons, in every format, rendered again in French; made once.
fn everything() -> &'static Study {
    static RUN: LazyLock<Study> = LazyLock::new(|| {
        let study = with_tiny_pilot("out-everything");
        let text = study.text().replacen("[output]\n", &format!("[output]\n{FORMATS}"), 1);
        let study = Study::parse(&small_world().join("study.toml"), text).expect("a valid study");
        run::run(&study, 2, &Silent).expect("a run");
        let formats = [Format::Html, Format::Xlsx];
        run::report(&study.output.folder, Some(Language::Fr), &formats, None).expect("rendered again");
        study
    });
    &RUN
}

/// The parts of a workbook as text. A part stands in the archive as in a gzip file, which the table engine reads.
fn workbook(path: &Path) -> BTreeMap<String, String> {
    let bytes = fs::read(path).expect("a workbook");
    let number = |at: usize, of: usize| bytes[at..at + of].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte));
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").expect("an archive");
    let (mut entry, mut parts) = (number(end + 16, 4), BTreeMap::new());
    while bytes[entry..].starts_with(b"PK\x01\x02") {
        let [method, sum, packed, size] = [(10, 2), (16, 4), (20, 4), (24, 4)].map(|(at, of)| number(entry + at, of));
        let [name, extra, comment, local] = [(28, 2), (30, 2), (32, 2), (42, 4)].map(|(at, of)| number(entry + at, of));
        let begin = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        let content = &bytes[begin..begin + packed];
        let text = match method {
            0 => String::from_utf8_lossy(content).into_owned(),
            _ => unpacked(content, sum as u32, size as u32),
        };
        parts.insert(String::from_utf8_lossy(&bytes[entry + 46..entry + 46 + name]).into_owned(), text);
        entry += 46 + name + extra + comment;
    }
    parts
}

fn unpacked(content: &[u8], sum: u32, size: u32) -> String {
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    gzip.extend_from_slice(content);
    gzip.extend(sum.to_le_bytes().into_iter().chain(size.to_le_bytes()));
    let options = CsvReadOptions::default().with_has_header(false).with_infer_schema_length(Some(0));
    let options = options.map_parse_options(|options| options.with_separator(1).with_quote_char(None));
    let lines = options.into_reader_with_file_handle(Cursor::new(gzip)).finish().expect("a part of a workbook");
    let lines = lines.columns()[0].str().expect("text").iter().flatten().collect::<Vec<_>>();
    lines.join("\n")
}

/// Every file of a folder as text: tables as CSV, workbooks as the text of their parts.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let as_csv = |mut frame: DataFrame| {
        let mut csv = Vec::new();
        CsvWriter::new(&mut csv).finish(&mut frame).expect("CSV");
        String::from_utf8(csv).expect("text")
    };
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let open = || fs::File::open(&path).expect("a file");
        let text = match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
            "parquet" => as_csv(ParquetReader::new(open()).finish().expect("a table")),
            "arrow" => as_csv(IpcReader::new(open()).finish().expect("a table")),
            "xlsx" => workbook(&path).into_values().collect::<Vec<_>>().join("\n"),
            _ => fs::read_to_string(&path).expect("text"),
        };
        texts.insert(name, text);
    }
    texts
}

/// The values of the columns that count persons; hidden ones are none.
fn counts(csv: &str) -> Vec<i64> {
    let options = CsvReadOptions::default().with_infer_schema_length(Some(0));
    let table = options.into_reader_with_file_handle(Cursor::new(csv.as_bytes())).finish().expect("CSV");
    let columns = COUNTS.iter().filter_map(|name| table.column(name).ok());
    columns
        .flat_map(|column| column.str().expect("text").iter().flatten().filter_map(|count| count.parse().ok()).collect::<Vec<_>>())
        .collect()
}

#[test]
fn nothing_that_a_run_leaves_tells_of_a_person() {
    let study = everything();
    let panel = garantie::panel::build(study, &Silent).expect("a panel");
    let ids: Vec<u32> = (0..panel.persons.len() as u32).collect();
    let ids = panel.persons.column(&ids).expect("pseudonyms");
    let ids: BTreeSet<String> = ids.i64().expect("numbers").iter().flatten().map(|id| id.to_string()).collect();
    assert!(ids.len() > 7_000 && ids.iter().all(|id| id.len() > 6), "pseudonyms are long enough not to be met by chance");
    let texts = texts(&study.output.folder);
    for ending in ["csv", "parquet", "arrow", "xlsx", "html", "toml", "json"] {
        assert!(texts.keys().any(|name| name.ends_with(ending)), "{ending}");
    }
    for (name, text) in &texts {
        // Every run of digits in the output, whole: a pseudonym cannot hide in a longer number.
        let numbers: BTreeSet<&str> = text.split(|sign: char| !sign.is_ascii_digit()).filter(|number| number.len() > 6).collect();
        let met: Vec<&&str> = numbers.iter().filter(|number| ids.contains(**number)).collect();
        assert!(met.is_empty(), "{name} holds what looks like a pseudonym");
    }
    let limit = study.data.small_cell() as i64;
    for (name, text) in texts.iter().filter(|(name, _)| ["csv", "parquet", "arrow"].iter().any(|ending| name.ends_with(ending))) {
        assert!(counts(text).iter().all(|count| *count == 0 || *count > limit), "{name} counts few persons");
    }
    let small = |number: &toml::Value| number.as_integer().is_some_and(|count| count > 0 && count <= limit);
    let results: toml::Table = toml::from_str(&texts["results.toml"]).expect("results");
    fn walk(value: &toml::Value, key: &str, into: &mut Vec<(String, toml::Value)>) {
        match value {
            toml::Value::Table(table) => table.iter().for_each(|(key, value)| walk(value, key, into)),
            toml::Value::Array(array) => array.iter().for_each(|value| walk(value, key, into)),
            value => into.push((key.to_owned(), value.clone())),
        }
    }
    let mut values = Vec::new();
    walk(&toml::Value::Table(results), "", &mut values);
    assert!(values.len() > 1_000);
    assert!(values.iter().all(|(key, value)| !COUNTS.contains(&key.as_str()) || !small(value)), "results.toml counts few persons");
}

#[test]
fn a_workbook_shows_a_tiny_pilot_as_small_cells() {
    let study = everything();
    let parts = workbook(&study.output.folder.join("results.xlsx"));
    let strings = &parts["xl/sharedStrings.xml"];
    let texts: Vec<&str> =
        strings.split("</si>").map(|part| part.rsplit_once("</t>").map_or("", |(text, _)| text.rsplit('>').next().unwrap_or(""))).collect();
    let place = |text: &str| texts.iter().position(|known| *known == text).expect("a text of the workbook").to_string();
    let (tiny, small) = (place("tiny"), place("small cell"));
    // The second sheet, after the one that explains, is that of the gains.
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    let rows: Vec<&str> = sheet.split("<row ").filter(|row| row.contains(&format!("t=\"s\"><v>{tiny}</v>"))).collect();
    assert!(!rows.is_empty());
    for row in rows {
        assert!(row.matches(&format!("t=\"s\"><v>{small}</v>")).count() >= 30, "{row}");
        let numbers = row.split("<c ").filter(|cell| cell.contains("<v>") && !cell.contains("t=\"s\"")).count();
        assert!(numbers <= 1, "nothing but the year is a number: {row}");
    }
}
