//! `garantie calibrate`: what each variant makes of effects that are known.

use std::path::PathBuf;

use clap::Args;

use super::cache::Cache;
use super::{Done, Global, summary};
use crate::error::Error;
use crate::progress::Progress;
use crate::report::Period;
use crate::run;

/// What the command takes.
#[derive(Args, Debug)]
#[command(after_help = "Example: garantie calibrate data-samples/synthetic/study.toml")]
pub struct Arguments {
    /// The study file
    study: PathBuf,
    #[command(flatten)]
    cache: Cache,
}

/// Puts known effects into pseudo-pilots, writes the operating characteristics and prints those of every variant's own reading.
pub fn run(arguments: &Arguments, global: &Global, progress: &dyn Progress) -> Result<Done, Error> {
    let study = arguments.cache.study(&arguments.study)?;
    let rows = run::calibrate(&study, progress)?;
    progress.end();
    let shown = rows.iter().filter(|row| row.main && row.period == Period::All);
    let done = Done { errors_found: false };
    if global.json {
        let rows: Vec<_> = shown
            .map(|row| {
                serde_json::json!({
                    "variant": row.variant, "pilots": row.pilots, "reading": row.reading, "effect": row.effect, "placebos": row.placebos,
                    "bias": row.found.bias, "rmse": row.found.rmse, "coverage": row.found.coverage, "found": row.found.found,
                    "sign_errors": row.found.wrong_sign, "promised_power": row.found.promised, "keeps_size": row.keeps_size,
                })
            })
            .collect();
        summary::say(&serde_json::json!({ "folder": study.output.folder, "operating_characteristics": rows }).to_string())?;
        return Ok(done);
    }
    if global.quiet {
        return Ok(done);
    }
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    summary::say(&format!(
        "{:<20} {:>8} {:>8} {:>8} {:>9} {:>8} {:>11}",
        "variant", "effect", "bias", "rmse", "coverage", "found", "wrong sign"
    ))?;
    for row in shown {
        let found = &row.found;
        summary::say(&format!(
            "{:<20} {:>8} {:>8} {:>8} {:>9} {:>8} {:>11}{}",
            row.variant,
            percent(row.effect),
            percent(found.bias),
            percent(found.rmse),
            percent(found.coverage),
            percent(found.found),
            percent(found.wrong_sign),
            if row.keeps_size { "" } else { "  does not keep its size" }
        ))?;
    }
    if rows.is_empty() {
        summary::say("too few zones without a pilot to try any variant on")?;
    }
    summary::say(&format!("operating characteristics in {}", study.output.folder.display()))?;
    Ok(done)
}
