//! A corpus of malformed inputs: each gives one clear error, the right exit code, and leaves nothing behind.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

/// Writes the tables and the study of 60 made-up persons over two years, in CSV.
pub fn good(folder: &Path) {
    let mut population = "person,year,birth_year,sex,municipality,death\n".to_owned();
    let mut claims = "person,service_date,code,amount\n".to_owned();
    let mut drugs = "person,service_date,atc,ddd,amount,fee\n".to_owned();
    for year in [2017, 2018] {
        for person in 0..60 {
            let (birth, sex, zone) = (1930 + person, 1 + person % 2, ["11001", "11002", "62063"][person % 3]);
            let _ = writeln!(population, "{person},{year},{birth},{sex},{zone},");
            let _ = writeln!(claims, "{person},{year}-0{}-15,101076,{}.25", 1 + person % 9, 20 + person);
            let _ = writeln!(drugs, "{person},{year}-03-01,A10BA02,{},12.10,4.05", 60 + person);
        }
    }
    write(folder, "population.csv", population);
    write(folder, "claims.csv", claims);
    write(folder, "drugs.csv", drugs);
    let study = "[study]\ntitle = \"t\"\n[data]\npopulation = \"population.csv\"\nclaims = \"claims.csv\"\ndrugs = \"drugs.csv\"\n\
        source = \"exhaustive\"\n[period]\nbase = [2017]\nperformance = [2018]\n[[pilot]]\nid = \"p\"\nzone = [\"11001\"]\n\
        target = \"age >= 18\"\nstart = 2018\n[[variant]]\nname = \"a\"\nmodel = \"age-sex\"\n[credibility]\nplacebos = 0\n";
    write(folder, "study.toml", study);
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    fs::write(folder.join(name), content).expect("written");
}

/// Replaces the first occurrence in a file, which must be there.
pub fn spoil(folder: &Path, name: &str, right: &str, wrong: &str) {
    let text = fs::read_to_string(folder.join(name)).expect("text");
    assert!(text.contains(right), "`{right}` is in {name}");
    write(folder, name, text.replacen(right, wrong, 1));
}

/// Spoils the good inputs in one way.
type Spoil = fn(&Path);

const LINE: &str = "0,2017-01-15,101076,20.25";
const PERSON: &str = "0,2017,1930,1,11001,";

pub fn parquet_claims(folder: &Path) {
    use polars::prelude::*;
    let mut table =
        df!("person" => [0_i64, 1], "service_date" => ["2017-01-15", "2018-01-15"], "code" => [101_076, 101_076], "amount" => [1.0, 2.0]);
    let table = table.as_mut().expect("a table");
    fs::create_dir(folder.join("claims")).expect("a folder");
    ParquetWriter::new(File::create(folder.join("claims/1.parquet")).expect("a file")).finish(table).expect("written");
    spoil(folder, "study.toml", "claims.csv", "claims/*.parquet");
}

fn truncate(path: &Path, bytes: u64) {
    let file = fs::OpenOptions::new().write(true).open(path).expect("a file");
    file.set_len(bytes).expect("cut");
}

pub fn sas_claims(folder: &Path) {
    fs::copy(crate::worlds::root().join("tests/reference/sas/claims.sas7bdat"), folder.join("claims.sas7bdat")).expect("a copy");
    spoil(folder, "study.toml", "claims.csv", "claims.sas7bdat");
}

pub fn fixed_width_claims(folder: &Path) {
    write(
        folder,
        "layout.toml",
        "name = \"mine\"\nlength = 22\n[[column]]\nname = \"person\"\nfirst = 1\nlast = 3\n[[column]]\nname = \"service_date\"\n\
        first = 4\nlast = 11\n[[column]]\nname = \"code\"\nfirst = 12\nlast = 17\n[[column]]\nname = \"amount\"\nfirst = 18\nlast = 22\n",
    );
    write(folder, "claims.dat", "  020170115101076 1234\n  120180115101076 4321\n");
    spoil(folder, "study.toml", "claims.csv", "claims.dat");
    spoil(folder, "study.toml", "[period]", "[data.files.claims]\nlayout = \"layout.toml\"\n[period]");
}

const CORPUS: [(&str, Spoil); 60] = [
    ("an empty claims file", |f| write(f, "claims.csv", "")),
    ("a header without rows", |f| write(f, "claims.csv", "person,service_date,code,amount\n")),
    ("an empty population", |f| write(f, "population.csv", "")),
    ("a population with a header only", |f| write(f, "population.csv", "person,year,birth_year,sex,municipality\n")),
    ("a folder in place of a file", |f| {
        fs::create_dir(f.join("folder")).expect("a folder");
        spoil(f, "study.toml", "claims.csv", "folder");
    }),
    ("a folder that is called a file", |f| {
        fs::remove_file(f.join("claims.csv")).expect("removed");
        fs::create_dir(f.join("claims.csv")).expect("a folder");
    }),
    ("no file", |f| fs::remove_file(f.join("drugs.csv")).expect("removed")),
    ("a link to nowhere", |f| {
        fs::remove_file(f.join("claims.csv")).expect("removed");
        #[cfg(unix)]
        std::os::unix::fs::symlink(f.join("gone.csv"), f.join("claims.csv")).expect("a link");
    }),
    ("an unknown ending", |f| {
        fs::rename(f.join("claims.csv"), f.join("claims.xlsx")).expect("renamed");
        spoil(f, "study.toml", "claims.csv", "claims.xlsx");
    }),
    ("semicolons", |f| {
        let text = fs::read_to_string(f.join("claims.csv")).expect("text").replace(',', ";");
        write(f, "claims.csv", text);
    }),
    ("decimal commas", |f| {
        let text = fs::read_to_string(f.join("claims.csv")).expect("text").replace(',', ";").replace('.', ",");
        write(f, "claims.csv", text);
        spoil(f, "study.toml", "[period]", "[data.files.claims]\ndelimiter = \";\"\n[period]");
    }),
    ("decimal points read as commas", |f| {
        spoil(f, "study.toml", "[period]", "decimal = \",\"\n[data.files.claims]\ndelimiter = \",\"\n[period]")
    }),
    ("swapped columns", |f| spoil(f, "claims.csv", "service_date,code", "code,service_date")),
    ("a column twice", |f| spoil(f, "claims.csv", "code,amount", "amount,amount")),
    ("a column that is missing", |f| spoil(f, "claims.csv", "amount", "amnt")),
    ("columns missing in two tables", |f| {
        spoil(f, "claims.csv", "amount", "amnt");
        spoil(f, "claims.csv", "code", "cod");
        spoil(f, "drugs.csv", "atc", "class");
    }),
    ("no header", |f| {
        let text = fs::read_to_string(f.join("claims.csv")).expect("text");
        write(f, "claims.csv", text.split_once('\n').expect("a header").1);
    }),
    ("an amount that is not a number", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,101076,NaN")),
    ("an amount without end", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,101076,inf")),
    ("an amount beyond all money", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,101076,1e300")),
    ("an amount with thousands separators", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,101076,\"1,020.25\"")),
    ("no amount", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,101076,")),
    ("a day that is none", |f| spoil(f, "claims.csv", LINE, "0,31/02/2017,101076,20.25")),
    ("a year of two digits", |f| spoil(f, "claims.csv", LINE, "0,15/01/17,101076,20.25")),
    ("an American date", |f| spoil(f, "claims.csv", LINE, "0,01/15/2017,101076,20.25")),
    ("a code with letters", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,10107x,20.25")),
    ("a code beyond all numbers", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,99999999999999999999,20.25")),
    ("no person", |f| spoil(f, "claims.csv", LINE, ",2017-01-15,101076,20.25")),
    ("several bad columns", |f| spoil(f, "claims.csv", LINE, "0,soon,10107x,much")),
    ("a line cut off", |f| spoil(f, "claims.csv", LINE, "0,2017-01-1")),
    ("a line with a column too many", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,101076,20.25,1")),
    ("a blank line within", |f| spoil(f, "claims.csv", LINE, "\n0,2017-01-15,101076,20.25")),
    ("a quote that nothing closes", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,\"101076,20.25")),
    ("bytes zero", |f| spoil(f, "claims.csv", LINE, "0,2017-01-15,101076\0,20.25")),
    ("Latin-1 where UTF-8 is expected", |f| {
        let text = fs::read(f.join("population.csv")).expect("bytes");
        write(f, "population.csv", [&text[..], b"61,2018,1950,1,Li\xE8ge,\n"].concat());
    }),
    ("UTF-8 where Latin-1 is expected", |f| {
        let text = fs::read(f.join("population.csv")).expect("bytes");
        write(f, "population.csv", [&text[..], "61,2018,1950,1,Liège,\n".as_bytes()].concat());
        spoil(f, "study.toml", "[period]", "encoding = \"latin1\"\n[period]");
    }),
    ("UTF-16", |f| {
        let text = fs::read_to_string(f.join("claims.csv")).expect("text");
        write(f, "claims.csv", std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    }),
    ("gzip that is none", |f| {
        fs::rename(f.join("claims.csv"), f.join("claims.csv.gz")).expect("renamed");
        spoil(f, "study.toml", "claims.csv", "claims.csv.gz");
    }),
    ("zstd that is none", |f| {
        fs::rename(f.join("claims.csv"), f.join("claims.csv.zst")).expect("renamed");
        spoil(f, "study.toml", "claims.csv", "claims.csv.zst");
    }),
    ("gzip under another name", |f| write(f, "claims.csv", b"\x1F\x8B\x08\0\0\0\0\0\0\x03")),
    ("gzip cut off", |f| {
        write(f, "claims.csv.gz", b"\x1F\x8B\x08\0\0\0\0\0\0\x03\x2B\x48");
        spoil(f, "study.toml", "claims.csv", "claims.csv.gz");
    }),
    ("a line of 2 GB", |f| {
        let text = fs::read(f.join("claims.csv")).expect("bytes");
        write(f, "claims.csv", &text[..text.len() - 1]);
        // A hole in the file: 2 GB of bytes zero that take no room on the disk.
        truncate(&f.join("claims.csv"), 2 << 30);
    }),
    ("a header of 300 MB", |f| truncate_new(&f.join("claims.csv"), 300 << 20)),
    ("Parquet that is none", |f| {
        fs::rename(f.join("claims.csv"), f.join("claims.parquet")).expect("renamed");
        spoil(f, "study.toml", "claims.csv", "claims.parquet");
    }),
    ("an empty Parquet file", |f| {
        write(f, "claims.parquet", "");
        spoil(f, "study.toml", "claims.csv", "claims.parquet");
    }),
    ("Parquet cut off", |f| {
        parquet_claims(f);
        truncate(&f.join("claims/1.parquet"), 200);
    }),
    ("Parquet with another second file", |f| {
        use polars::prelude::*;
        parquet_claims(f);
        let mut other = df!("person" => [0_i64], "service_date" => [true], "code" => [1], "sum" => [1.0]).expect("a table");
        ParquetWriter::new(File::create(f.join("claims/2.parquet")).expect("a file")).finish(&mut other).expect("written");
    }),
    ("a name that is not UTF-8", |f| {
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            fs::create_dir(f.join("many")).expect("a folder");
            write(&f.join("many"), "1.csv", "person,service_date,code,amount\n");
            let name = std::ffi::OsStr::from_bytes(b"many/\xFF.csv");
            fs::write(f.join(name), "person;service_date;code;amount\n").expect("written");
            spoil(f, "study.toml", "claims.csv", "many/*.csv");
        }
    }),
    ("SAS that is none", |f| {
        fs::rename(f.join("claims.csv"), f.join("claims.sas7bdat")).expect("renamed");
        spoil(f, "study.toml", "claims.csv", "claims.sas7bdat");
    }),
    ("SAS cut off in its data", |f| {
        sas_claims(f);
        truncate(&f.join("claims.sas7bdat"), 80_000);
    }),
    ("SAS cut off in its header", |f| {
        sas_claims(f);
        truncate(&f.join("claims.sas7bdat"), 700);
    }),
    ("fixed width with a short line", |f| {
        fixed_width_claims(f);
        spoil(f, "claims.dat", "4321", "43");
    }),
    ("fixed width with a bad amount", |f| {
        fixed_width_claims(f);
        spoil(f, "claims.dat", "4321", "43x1");
    }),
    ("a sex that is none", |f| spoil(f, "population.csv", PERSON, "0,2017,1930,9,11001,")),
    ("mixed types", |f| spoil(f, "population.csv", PERSON, "0,two,1930,1,11001,")),
    ("sectors of which two hold at once", |f| {
        write(
            f,
            "sectors.csv",
            "code_from,code_to,sector,from,to\n101000,102000,old,,2018\n101076,101076,new,2018-07-01,\ndrugs,,drugs,,\n",
        );
        spoil(f, "study.toml", "source =", "sectors = \"sectors.csv\"\nsource =");
    }),
    ("sectors with a date under another name", |f| {
        write(f, "sectors.csv", "code_from,code_to,sector,from,until\n101000,102000,old,,2018\n");
        spoil(f, "study.toml", "source =", "sectors = \"sectors.csv\"\nsource =");
    }),
    ("a threshold that changes within a year", |f| {
        write(f, "conditions.csv", "atc;condition;threshold;from;to\nA10;diabetes;90;;30/06/2018\nA10;diabetes;120;01/07/2018;\n");
        spoil(f, "study.toml", "source =", "morbidity = \"conditions.csv\"\nsource =");
    }),
    ("bad values in every table", |f| {
        spoil(f, "population.csv", PERSON, "0,2017,1930,9,11001,");
        spoil(f, "claims.csv", LINE, "0,2017-01-15,101076,much");
        let text = fs::read_to_string(f.join("drugs.csv")).expect("text");
        write(f, "drugs.csv", text.replace("-03-01,", "-13-01,"));
    }),
    ("the same file twice", |f| {
        fs::copy(f.join("claims.csv"), f.join("claims2.csv")).expect("a copy");
        spoil(f, "study.toml", "claims.csv", "claims*.csv");
    }),
];

fn truncate_new(path: &Path, bytes: u64) {
    File::create(path).expect("a file").set_len(bytes).expect("a hole");
}

/// What the program says of the inputs, and what it left behind.
fn outcome(spoil: Spoil) -> String {
    let place = tempfile::tempdir().expect("a folder");
    good(place.path());
    spoil(place.path());
    let output = Command::new(env!("CARGO_BIN_EXE_garantie"))
        .args(["run", "study.toml", "--quiet"])
        .current_dir(place.path())
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts");
    // The lock of the folder stays, so that two commands never hold it at once.
    let left = fs::read_dir(place.path().join("out")).into_iter().flatten().map(|entry| entry.expect("an entry").file_name());
    let left: Vec<_> = left.filter(|name| name != ".garantie.lock").collect();
    assert!(left.is_empty(), "{left:?} was left");
    let said = String::from_utf8_lossy(&output.stderr).replace(&*place.path().to_string_lossy(), "FOLDER");
    assert!(!said.contains("stopped at"), "a panic: {said}");
    format!("exit {}\n{said}", output.status.code().unwrap_or(-1))
}

#[test]
fn the_good_inputs_are_good() {
    let place = tempfile::tempdir().expect("a folder");
    good(place.path());
    let output = Command::new(env!("CARGO_BIN_EXE_garantie")).args(["check", "study.toml"]).current_dir(place.path()).output();
    assert_eq!(output.expect("the program starts").status.code(), Some(0));
}

#[test]
fn the_files_that_say_how_to_read_are_in_the_manifest() {
    let place = tempfile::tempdir().expect("a folder");
    good(place.path());
    fixed_width_claims(place.path());
    write(place.path(), "places.csv", "nis,arrondissement,province,region\n11001,a,p,r\n11002,a,p,r\n62063,b,p,r\n");
    spoil(place.path(), "study.toml", "source =", "geography = \"places.csv\"\nsource =");
    let output = Command::new(env!("CARGO_BIN_EXE_garantie")).args(["run", "study.toml"]).current_dir(place.path()).output();
    assert!(output.expect("the program starts").status.code().is_some_and(|code| code <= 1));
    let manifest = fs::read_to_string(place.path().join("out/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let tables: Vec<_> = manifest["inputs"].as_array().expect("tables").iter().filter_map(|table| table["table"].as_str()).collect();
    assert_eq!(tables, ["population", "claims", "drugs", "geography", "layout"]);
}

#[test]
fn each_malformed_input_gives_a_clear_error() {
    let mut transcript = String::new();
    for (name, spoil) in CORPUS {
        let _ = writeln!(transcript, "## {name}\n{}", outcome(spoil));
    }
    insta::assert_snapshot!(transcript);
}

/// Root reads everything, so this stands apart: under root it has nothing to show.
#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_an_error_of_the_system() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().expect("a folder");
    good(place.path());
    fs::set_permissions(place.path().join("claims.csv"), fs::Permissions::from_mode(0o000)).expect("permissions");
    if File::open(place.path().join("claims.csv")).is_ok() {
        return;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_garantie"))
        .args(["check", "study.toml"])
        .current_dir(place.path())
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(5));
}
