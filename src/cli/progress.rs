//! Progress on stderr: a bar on a terminal, JSON lines for batch jobs, nothing when piped.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Global, Log};
use crate::progress::{Progress, Silent};

/// A stage whose length is not known.
const SPINNER: &str = "{spinner} {msg} ({elapsed})";
/// A stage that tells how much of it is done: its share, how long it took so far and what is left.
const BAR: &str = "{spinner} {msg} [{bar:24}] {percent:>3}% ({elapsed}, {eta} left)";

/// The way of telling progress that the user asked for.
pub fn teller(global: &Global) -> Box<dyn Progress> {
    match (global.quiet, global.log) {
        (true, _) => Box::new(Silent),
        (false, Log::Json) => Box::new(JsonLines { begun: Instant::now(), stage: Mutex::new(("", 0)) }),
        (false, Log::Text) => Box::new(Line { bar: Mutex::new(spinner("")) }),
    }
}

struct JsonLines {
    begun: Instant,
    /// The stage, and the tenths of it that were told.
    stage: Mutex<(&'static str, u64)>,
}

impl JsonLines {
    fn seconds(&self) -> f64 {
        (self.begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
    }
}

impl Progress for JsonLines {
    fn stage(&self, name: &'static str) {
        if let Ok(mut stage) = self.stage.lock() {
            *stage = (name, 0);
        }
        eprintln!("{}", serde_json::json!({ "stage": name, "after_seconds": self.seconds() }));
    }

    fn parts(&self, done: u64, of: u64) {
        let tenths = 10 * done / of.max(1);
        if let Ok(mut stage) = self.stage.lock() {
            let (name, told) = *stage;
            if tenths > told {
                *stage = (name, tenths);
                eprintln!("{}", serde_json::json!({ "stage": name, "share": tenths as f64 / 10.0, "after_seconds": self.seconds() }));
            }
        }
    }
}

/// indicatif draws on a terminal only.
struct Line {
    bar: Mutex<ProgressBar>,
}

fn spinner(stage: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(stage);
    if let Ok(style) = ProgressStyle::with_template(SPINNER) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

impl Progress for Line {
    fn stage(&self, name: &'static str) {
        if let Ok(mut bar) = self.bar.lock() {
            bar.finish_and_clear();
            *bar = spinner(name);
        }
    }

    fn parts(&self, done: u64, of: u64) {
        if let Ok(bar) = self.bar.lock() {
            if bar.length() != Some(of) {
                if let Ok(style) = ProgressStyle::with_template(BAR) {
                    bar.set_style(style.progress_chars("=> "));
                }
                bar.set_length(of);
            }
            bar.set_position(done);
        }
    }

    /// A summary would begin at the end of the bar.
    fn end(&self) {
        if let Ok(bar) = self.bar.lock() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.end();
    }
}
