//! A synthetic population as files: the tables of the permanent sample's layout, the study that judges it, and the truth.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::sync::LazyLock;

use polars::prelude::*;
use rayon::prelude::*;

use super::defects::spoil;
use super::{
    Block, ClaimRows, DefectCounts, DrugRows, PopulationRows, Settings, SimulateError, Source, TARGET_RULE, TruthSums, World, YearRows,
};
use crate::money::Cents;

/// Blocks made at once and written together: bounds the memory, and fixes the row groups whatever the number of threads.
const BLOCKS: u64 = 8;

/// Makes a population and writes it to a new folder, which appears when it is complete; gives the truth.
pub fn write(settings: Settings, out: &Path) -> Result<TruthSums, SimulateError> {
    let failed = |error: &dyn std::fmt::Display| SimulateError::Write { path: out.to_owned(), reason: error.to_string() };
    // The study needs years before the start and after it.
    let inner = settings.first_year + 1..settings.first_year + settings.years as i32;
    if !inner.contains(&settings.start_year) {
        let (got, expected) = (settings.start_year.to_string(), "a year after the first and not after the last of the data");
        return Err(SimulateError::Setting { name: "start", got, expected });
    }
    if out.exists() {
        return Err(SimulateError::Exists { path: out.to_owned() });
    }
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| failed(&error))?;
    let folder = tempfile::Builder::new().prefix(".simulate").tempdir_in(parent).map_err(|error| failed(&error))?;
    let world = World::new(settings.clone())?;
    let (truth, defects) = tables(&world, &settings, folder.path()).map_err(|error| failed(&error))?;
    fs::write(folder.path().join("truth.toml"), truth_text(&world, &settings, &truth) + &defects_text(&defects))
        .map_err(|error| failed(&error))?;
    fs::write(folder.path().join("study.toml"), study_text(&world, &settings)).map_err(|error| failed(&error))?;
    make_readable(folder.path()).map_err(|error| failed(&error))?;
    fs::rename(folder.path(), out).map_err(|error| failed(&error))?;
    Ok(truth)
}

/// A temporary folder is its owner's; a synthetic population is nobody's secret.
fn make_readable(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    let _ = folder;
    Ok(())
}

fn tables(world: &World, settings: &Settings, folder: &Path) -> PolarsResult<(TruthSums, DefectCounts)> {
    let years = (settings.first_year..).take(settings.years);
    let mut writers = years.map(|year| Writers::new(folder, year)).collect::<PolarsResult<Vec<_>>>()?;
    let (mut truth, mut defects) = (TruthSums::default(), DefectCounts::default());
    for first in (0..world.blocks()).step_by(BLOCKS as usize) {
        let together = first..(first + BLOCKS).min(world.blocks());
        let spoilt = |index: u64| {
            let mut block = world.block(index);
            let counts = spoil(&mut block, index, settings);
            (block, counts)
        };
        let (blocks, counts): (Vec<Block>, Vec<DefectCounts>) = together.into_par_iter().map(spoilt).unzip();
        blocks.iter().for_each(|block| truth.merge(&block.truth));
        counts.iter().for_each(|counts| defects.merge(counts));
        for (index, writers) in writers.iter_mut().enumerate() {
            let years: Vec<&YearRows> = blocks.iter().map(|block| &block.years[index]).collect();
            writers.write(&years)?;
        }
    }
    writers.into_iter().try_for_each(Writers::finish)?;
    Ok((truth, defects))
}

/// The open files of one year.
struct Writers {
    population: Writer,
    claims: Writer,
    drugs: Writer,
}

type Writer = polars::io::parquet::write::BatchedWriter<File>;

impl Writers {
    fn new(folder: &Path, year: i32) -> PolarsResult<Writers> {
        let open = |name: String, schema: &Schema| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            ParquetWriter::new(File::create(path)?).batched(schema)
        };
        Ok(Writers {
            population: open(format!("population/{year}.parquet"), population(&[])?.schema())?,
            claims: open(format!("claims/year={year}/claims.parquet"), claims(&[])?.schema())?,
            drugs: open(format!("drugs/{year}.parquet"), drugs(&[])?.schema())?,
        })
    }

    fn write(&mut self, years: &[&YearRows]) -> PolarsResult<()> {
        self.population.write_batch(&population(&years.iter().map(|year| &year.population).collect::<Vec<_>>())?)?;
        self.claims.write_batch(&claims(&years.iter().map(|year| &year.claims).collect::<Vec<_>>())?)?;
        self.drugs.write_batch(&drugs(&years.iter().map(|year| &year.drugs).collect::<Vec<_>>())?)
    }

    fn finish(self) -> PolarsResult<()> {
        [self.population, self.claims, self.drugs].into_iter().try_for_each(|writer| writer.finish().map(drop))
    }
}

/// One column of several blocks, end to end.
fn column<Rows, Value: Clone>(blocks: &[&Rows], of: impl Fn(&Rows) -> &Vec<Value>) -> Vec<Value> {
    blocks.iter().flat_map(|block| of(block).iter().cloned()).collect()
}

fn dates(name: &str, days: Vec<Option<i32>>) -> Column {
    Series::new(name.into(), days).into_date().into_column()
}

fn days<Rows>(name: &str, blocks: &[&Rows], of: impl Fn(&Rows) -> &Vec<i32>) -> Column {
    Int32Chunked::from_vec(name.into(), column(blocks, of)).into_date().into_series().into_column()
}

fn euro<Rows>(name: &str, blocks: &[&Rows], of: impl Fn(&Rows) -> &Vec<i64>) -> Column {
    let euro: Vec<f64> = blocks.iter().flat_map(|block| of(block)).map(|cents| Cents(*cents).euro()).collect();
    Column::new(name.into(), euro)
}

/// Column names of the permanent sample: ours and the file's, by table.
static NAMES: LazyLock<BTreeMap<String, BTreeMap<String, String>>> =
    LazyLock::new(|| toml::from_str(include_str!("../../models/columns/ima.toml")).expect("the column map of the engine is valid"));

/// A table of columns under our names, as the permanent sample calls them.
fn named(table: &str, columns: Vec<Column>) -> PolarsResult<DataFrame> {
    let names = &NAMES[table];
    let theirs = |column: Column| match names.get(column.name().as_str()) {
        Some(name) => column.with_name(name.into()),
        None => column,
    };
    DataFrame::new_infer_height(columns.into_iter().map(theirs).collect())
}

fn population(blocks: &[&PopulationRows]) -> PolarsResult<DataFrame> {
    let municipality: Vec<String> = column(blocks, |rows| &rows.municipality).iter().map(|nis| format!("{nis:05}")).collect();
    let columns = vec![
        Column::new("person".into(), column(blocks, |rows| &rows.person)),
        Column::new("year".into(), column(blocks, |rows| &rows.year)),
        Column::new("birth_year".into(), column(blocks, |rows| &rows.birth_year)),
        Column::new("sex".into(), column(blocks, |rows| &rows.sex)),
        Column::new("municipality".into(), municipality),
        Column::new("death".into(), column(blocks, |rows| &rows.death)),
        dates("from", column(blocks, |rows| &rows.from)),
        dates("to", column(blocks, |rows| &rows.to)),
        Column::new("weight".into(), column(blocks, |rows| &rows.weight)),
        Column::new("increased_reimbursement".into(), column(blocks, |rows| &rows.increased_reimbursement)),
    ];
    named("population", columns)
}

fn claims(blocks: &[&ClaimRows]) -> PolarsResult<DataFrame> {
    let columns = vec![
        Column::new("person".into(), column(blocks, |rows| &rows.person)),
        days("service_date", blocks, |rows| &rows.service_date),
        Column::new("code".into(), column(blocks, |rows| &rows.code)),
        euro("amount", blocks, |rows| &rows.amount),
        euro("share", blocks, |rows| &rows.share),
        Column::new("booking_month".into(), column(blocks, |rows| &rows.booking_month)),
    ];
    named("claims", columns)
}

fn drugs(blocks: &[&DrugRows]) -> PolarsResult<DataFrame> {
    let columns = vec![
        Column::new("person".into(), column(blocks, |rows| &rows.person)),
        days("service_date", blocks, |rows| &rows.service_date),
        Column::new("cnk".into(), column(blocks, |rows| &rows.cnk)),
        Column::new("atc".into(), column(blocks, |rows| &rows.atc)),
        Column::new("ddd".into(), column(blocks, |rows| &rows.ddd)),
        euro("amount", blocks, |rows| &rows.amount),
        euro("fee", blocks, |rows| &rows.fee),
        Column::new("booking_month".into(), column(blocks, |rows| &rows.booking_month)),
    ];
    named("drugs", columns)
}

fn list<Value: std::fmt::Display>(values: impl Iterator<Item = Value>) -> String {
    values.map(|value| value.to_string()).collect::<Vec<_>>().join(", ")
}

fn truth_text(world: &World, settings: &Settings, truth: &TruthSums) -> String {
    let mut text =
        String::from("# What the pilots of this synthetic population really changed. Costs in euro, weighted, of the target group.\n");
    for (pilot, known) in world.pilots().iter().enumerate() {
        text += &format!("\n[[pilot]]\nid = \"{}\"\neffect = {:?}\nstart = {}\n", known.id, known.effect, known.start_year);
        for (index, year) in (settings.first_year..).take(settings.years).enumerate() {
            let cell = truth.cell(pilot, index);
            text += &format!(
                "\n[[pilot.year]]\nyear = {year}\npersons = {}\ncost_without = {}\ncost_with = {}\ngain = {}\n",
                cell.persons,
                Cents(cell.without),
                Cents(cell.with),
                Cents(cell.gain())
            );
        }
    }
    text
}

/// The defects that were put in. They are not in the pilots' costs above.
fn defects_text(defects: &DefectCounts) -> String {
    let defect = |(defect, count, amount): (super::Defect, u64, Cents)| {
        format!("\n[[defect]]\nname = \"{}\"\nrule = \"{}\"\ncount = {count}\namount = {amount}\n", defect.name(), defect.rule())
    };
    defects.iter().map(defect).collect()
}

fn study_text(world: &World, settings: &Settings) -> String {
    let end = settings.first_year + settings.years as i32;
    let base = (settings.first_year..settings.start_year).rev().take(2).collect::<Vec<_>>();
    let source = match settings.source {
        Source::Sample => "sample",
        Source::Exhaustive => "exhaustive",
    };
    let mut text = format!(
        "# The study that judges this synthetic population; truth.toml holds the effects it should find.\n\n\
         [study]\ntitle = \"Synthetic pilots, {} persons\"\nlanguage = \"en\"\nseed = {}\n\n\
         [data]\npopulation = \"population/*.parquet\"\nclaims = \"claims/year=*/*.parquet\"\ndrugs = \"drugs/*.parquet\"\n\
         columns = \"ima\"\nsource = \"{source}\"\n\n\
         [period]\nbase = [{}]\nperformance = [{}]\n",
        world.persons(),
        settings.seed,
        list(base.into_iter().rev()),
        list(settings.start_year.max(settings.first_year)..end),
    );
    for pilot in world.pilots() {
        let codes: Vec<String> = pilot.zone.iter().map(|nis| format!("\"{nis:05}\"")).collect();
        let zone = codes.chunks(10).map(|line| format!("    {},\n", line.join(", "))).collect::<String>();
        let letter = pilot.id.trim_start_matches("pilot-").to_uppercase();
        text += &format!(
            "\n[[pilot]]\nid = \"{}\"\nname = \"Pilot {letter}\"\nzone = [\n{zone}]\ntarget = \"{TARGET_RULE}\"\nstart = {}\n",
            pilot.id, pilot.start_year
        );
    }
    text
}
