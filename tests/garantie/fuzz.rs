//! Whatever bytes come in, every parser and reader gives a value or an error: no panic, no hang, no memory without bound.
//!
//! Inputs are the project's own files with bytes, words and pieces changed by a seeded stream, so that every failure can be had again
//! from its number.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use garantie::ingest::{Codebook, Geography, Morbidity, TextLines};
use garantie::progress::Silent;
use garantie::run;
use garantie::settle::annex7::{self, Books};
use garantie::spec::{Encoding, Layout, ModelSpec, RuleTable, SettlementRule, Study, TextFormat, UsePlan};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::malformed::{fixed_width_claims, good, parquet_claims, sas_claims};
use crate::worlds::root;

/// Words that parsers take for something.
const WORDS: [&str; 64] = [
    "0",
    "-1",
    "1",
    "1e308",
    "-1e308",
    "1e-320",
    "nan",
    "inf",
    "-inf",
    "0x7fffffffffffffff",
    "9223372036854775807",
    "-9223372036854775808",
    "2147483648",
    "65536",
    "0.5",
    "99999999999999999999",
    "true",
    "false",
    "\"\"",
    "''",
    "\"\"\"",
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "é",
    "😀",
    "\\u0000",
    "\\",
    "\"",
    "'",
    "*",
    "/",
    "../",
    "/dev/null",
    "2018-01-01",
    "2018-02-30",
    "1979-05-27T07:32:00Z",
    "9999",
    "-",
    "[study]",
    "[[pilot]]",
    "[[variant]]",
    "[data]",
    "[period]",
    "base = [",
    "2016",
    "quantile = ",
    "null",
    ";",
];

/// An input that was changed; the same stream gives the same.
fn changed(random: &mut ChaCha8Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[random.random_range(0..seeds.len())].clone();
    for _ in 0..1 + random.random_range(0..4_u32).pow(2) {
        let end = bytes.len();
        let at = random.random_range(0..=end);
        let to = (at + random.random_range(0..=24)).min(end);
        match random.random_range(0..10) {
            0 if at < end => bytes[at] ^= 1 << random.random_range(0..8),
            1 if at < end => bytes[at] = random.random(),
            2 => drop(bytes.drain(at..to)),
            3 => bytes.insert(at, random.random()),
            4 | 5 => drop(bytes.splice(at..at, WORDS[random.random_range(0..WORDS.len())].bytes()).count()),
            6 => drop(bytes.splice(at..to, WORDS[random.random_range(0..WORDS.len())].bytes()).count()),
            7 => {
                let piece = bytes[at..to].to_vec();
                let place = random.random_range(0..=end);
                bytes.splice(place..place, piece.repeat(random.random_range(1..4)));
            }
            8 => {
                let other = &seeds[random.random_range(0..seeds.len())];
                let from = random.random_range(0..=other.len());
                let piece = other[from..(from + random.random_range(0..=200)).min(other.len())].to_vec();
                bytes.splice(at..to, piece);
            }
            _ => {
                // A number in another place's stead.
                let digits = |byte: &u8| byte.is_ascii_digit();
                if let Some(first) = bytes[at..].iter().position(digits).map(|first| at + first) {
                    let last = first + bytes[first..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    bytes.splice(first..last, WORDS[random.random_range(0..16)].bytes());
                }
            }
        }
    }
    bytes.truncate(1 << 16);
    bytes
}

/// What takes bytes.
type Takes = Box<dyn Fn(&[u8]) + Sync>;

/// Something that takes bytes; whether it was content with them is of no concern here.
struct Target {
    name: &'static str,
    seeds: Vec<Vec<u8>>,
    takes: Takes,
}

fn files(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|own| own == ending) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found.iter().map(|path| fs::read(path).expect("a file")).filter(|bytes| bytes.len() < 1 << 16).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every parser of texts.
fn parsers() -> Vec<Target> {
    let nowhere = || root().join("tests/reference/nowhere.toml");
    let told = |error: garantie::spec::StudyError| drop((error.to_string(), error.line()));
    let of_text = move |name: &'static str, seeds: Vec<Vec<u8>>, parse: fn(&Path, &Arc<str>) -> Result<(), garantie::spec::StudyError>| {
        let takes = move |bytes: &[u8]| parse(&nowhere(), &Arc::from(text(bytes))).unwrap_or_else(told);
        Target { name, seeds, takes: Box::new(takes) }
    };
    let lines = |format: TextFormat| {
        move |bytes: &[u8]| {
            let mut lines = TextLines::new(&format);
            let whole = bytes.chunks(7 + bytes.len() % 100).try_for_each(|block| lines.take(block));
            if whole.is_ok() {
                assert!(lines.finish().iter().all(|flaw| !flaw.help().is_empty()));
            }
        }
    };
    let csv = || {
        vec![
            b"person,service_date,code,amount\n0,2017-01-15,101076,20.25\n1,15/01/2017,\"101076\",-3\n".to_vec(),
            b"a;b\r\n\"x\"\"y\";1,5\r\n".to_vec(),
        ]
    };
    let layout = Layout::builtin("ima-farmanet-v17");
    let (models, plans) = (files("models", "toml"), files("data-samples/annex-7", "toml"));
    let latin = TextFormat { encoding: Encoding::Latin1, delimiter: b';', decimal_comma: true, ..TextFormat::default() };
    let wide = TextFormat { layout, ..TextFormat::default() };
    let place = Path::new("places.csv");
    vec![
        of_text("study", files("data-samples", "toml"), |path, text| Study::parse(path, text.to_string()).map(drop)),
        of_text("model", models.clone(), |path, text| ModelSpec::parse(path, text).map(drop)),
        of_text("settlement", files("models/settlement", "toml"), |path, text| SettlementRule::parse(path, text).map(drop)),
        of_text("rules", vec![fs::read(root().join("models/annex-7.toml")).expect("a file")], |path, text| {
            RuleTable::parse(path, text).map(drop)
        }),
        of_text("plan", plans, |path, text| UsePlan::parse(path, text.to_string()).map(|plan| drop(annex7::check(&Books::new(&plan))))),
        of_text("layout", files("models/layouts", "toml"), |path, text| Layout::parse(path, text).map(drop)),
        Target { name: "csv lines", seeds: csv(), takes: Box::new(lines(TextFormat::default())) },
        Target { name: "latin-1 lines", seeds: csv(), takes: Box::new(lines(latin)) },
        Target {
            name: "fixed-width lines",
            seeds: vec![vec![b'1'; 300], b"  020170115101076 1234\n".repeat(4)],
            takes: Box::new(lines(wide)),
        },
        Target {
            name: "sectors",
            seeds: vec![fs::read(root().join("models/sectors.csv")).expect("a file").into_iter().take(2000).collect()],
            takes: Box::new(move |bytes| drop(Codebook::parse(place, bytes).map_err(|error| error.help()))),
        },
        Target {
            name: "morbidity",
            seeds: vec![fs::read(root().join("models/morbidity.csv")).expect("a file").into_iter().take(2000).collect()],
            takes: Box::new(move |bytes| drop(Morbidity::parse(place, bytes).map_err(|error| error.help()))),
        },
        Target {
            name: "geography",
            seeds: vec![
                b"nis,name_fr,arrondissement,province,region\n11001,A,Antwerpen,Antwerpen,Vlaanderen\n".to_vec(),
                b"old,new,year\n11001,11002,2019\n".to_vec(),
            ],
            takes: Box::new(move |bytes| {
                let mergers = b"old,new,year\n11001,11002,2019\n";
                drop(Geography::parse((place, bytes), (place, mergers)).map_err(|error| error.help()));
                drop(
                    Geography::parse((place, b"nis,arrondissement,province,region\n11001,a,b,c\n"), (place, bytes))
                        .map_err(|error| error.help()),
                );
            }),
        },
    ]
}

/// Whether something takes an input: what it panics with, or how long it takes beyond what it may.
fn tried(takes: &(dyn Fn(&[u8]) + Sync), bytes: &[u8]) -> Option<String> {
    const MAY_TAKE: Duration = Duration::from_secs(10);
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| takes(bytes)));
    let said = outcome.err().map(|panic| {
        let message = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        format!("panics: {}", message.unwrap_or_default())
    });
    said.or_else(|| (begun.elapsed() > MAY_TAKE).then(|| format!("takes {:?}", begun.elapsed())))
}

/// What a trial of each input says, on as many threads as there are processors.
///
/// Threads of their own: one that waits for the table engine inside a pool would begin another input on the same stack.
fn side_by_side(inputs: std::ops::Range<u64>, trial: &(dyn Fn(u64) -> Option<String> + Sync)) -> Vec<String> {
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| {
        let of_thread = |first: usize| {
            let own = inputs.clone().skip(first).step_by(threads);
            scope.spawn(move || own.filter_map(trial).collect::<Vec<String>>())
        };
        let running: Vec<_> = (0..threads).map(of_thread).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("a thread that caught every panic")).collect()
    })
}

/// Tries inputs on a target; the numbers of those that fail, with what they do.
fn fuzz(target: &Target, inputs: std::ops::Range<u64>) -> Vec<String> {
    let failure = |number: u64| {
        let mut random = ChaCha8Rng::seed_from_u64(number);
        let bytes = changed(&mut random, &target.seeds);
        tried(&*target.takes, &bytes)
            .map(|said| format!("{} {number}: {said}\n  {:?}", target.name, text(&bytes).chars().take(2000).collect::<String>()))
    };
    side_by_side(inputs, &failure)
}

/// Largest resident memory so far, in MB.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn none_fails(failures: Vec<String>) {
    assert!(failures.is_empty(), "{} inputs fail:\n{}", failures.len(), failures[..failures.len().min(10)].join("\n"));
}

/// Tables as they come: changed bytes of one of the files of good inputs, then `check`.
fn check_inputs(inputs: std::ops::Range<u64>) -> Vec<String> {
    type Make = fn(&Path);
    let kinds: [(&str, Make, &[&str]); 4] = [
        ("csv", |_| {}, &["population.csv", "claims.csv", "drugs.csv", "study.toml"]),
        ("fixed width", fixed_width_claims, &["claims.dat", "layout.toml"]),
        ("parquet", parquet_claims, &["claims/1.parquet"]),
        ("sas", sas_claims, &["claims.sas7bdat"]),
    ];
    let failure = |number: u64| {
        let mut random = ChaCha8Rng::seed_from_u64(number);
        let (kind, make, names) = kinds[random.random_range(0..kinds.len())];
        let place = tempfile::tempdir().expect("a folder");
        good(place.path());
        make(place.path());
        let name = names[random.random_range(0..names.len())];
        let path = place.path().join(name);
        let seed = fs::read(&path).expect("a file");
        let mut bytes = changed(&mut random, std::slice::from_ref(&seed));
        // What is longer than a changed input may be keeps its end.
        bytes.extend_from_slice(seed.get(1 << 16..).unwrap_or_default());
        fs::write(&path, &bytes).expect("written");
        let study = place.path().join("study.toml");
        let takes = |_: &[u8]| match Study::read(&study) {
            Ok(study) => match run::check(&study, &Silent) {
                Ok(results) => drop(results.findings.len()),
                Err(error) => {
                    assert!(error.exit_code() != 70, "a bug: {error}");
                    drop((error.to_string(), error.help()));
                }
            },
            Err(error) => drop((error.to_string(), error.line())),
        };
        tried(&takes, &bytes).map(|said| format!("{kind} {name} {number}: {said}"))
    };
    side_by_side(inputs, &failure)
}

#[test]
fn changed_texts_are_taken_or_refused() {
    none_fails(parsers().iter().flat_map(|target| fuzz(target, 0..400)).collect());
}

#[test]
fn changed_tables_are_taken_or_refused() {
    none_fails(check_inputs(0..120));
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// `FUZZ_TEXTS` inputs for each parser, or for those named in `FUZZ_ONLY` (with commas between), from number `FUZZ_FROM` on.
#[test]
#[ignore = "minutes to hours: FUZZ_TEXTS=100000 cargo test --test garantie -- --ignored --nocapture millions_of_changed_texts"]
fn millions_of_changed_texts() {
    let (from, count) = (from_environment("FUZZ_FROM", 1_000_000), from_environment("FUZZ_TEXTS", 100_000));
    let only = std::env::var("FUZZ_ONLY").ok();
    let wanted = |target: &Target| only.as_deref().is_none_or(|names| names.split(',').any(|name| name == target.name));
    let mut failures = Vec::new();
    for target in parsers().into_iter().filter(wanted) {
        let begun = Instant::now();
        let failed = fuzz(&target, from..from + count);
        println!(
            "{:18} {count} inputs, {} fail, {:.0} s, at most {} MB",
            target.name,
            failed.len(),
            begun.elapsed().as_secs_f64(),
            memory()
        );
        failures.extend(failed);
    }
    none_fails(failures);
}

/// `FUZZ_TABLES` inputs, from number `FUZZ_FROM` on.
#[test]
#[ignore = "minutes to hours: FUZZ_TABLES=20000 cargo test --test garantie -- --ignored --nocapture thousands_of_changed_tables"]
fn thousands_of_changed_tables() {
    let (from, count) = (from_environment("FUZZ_FROM", 1_000_000), from_environment("FUZZ_TABLES", 20_000));
    let begun = Instant::now();
    let failures = check_inputs(from..from + count);
    println!("{count} inputs of check, {} fail, {:.0} s, at most {} MB", failures.len(), begun.elapsed().as_secs_f64(), memory());
    none_fails(failures);
}
