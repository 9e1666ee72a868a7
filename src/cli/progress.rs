//! Progress on stderr: a line that moves on a terminal, JSON lines for batch jobs, nothing when piped.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Global, Log};
use crate::progress::{Progress, Silent};

/// The way of telling progress that the user asked for.
pub fn teller(global: &Global) -> Box<dyn Progress> {
    match (global.quiet, global.log) {
        (true, _) => Box::new(Silent),
        (false, Log::Json) => Box::new(JsonLines { begun: Instant::now() }),
        (false, Log::Text) => Box::new(Line::new()),
    }
}

struct JsonLines {
    begun: Instant,
}

impl Progress for JsonLines {
    fn stage(&self, name: &'static str) {
        let seconds = self.begun.elapsed().as_secs_f64();
        eprintln!("{}", serde_json::json!({ "stage": name, "after_seconds": (seconds * 1000.0).round() / 1000.0 }));
    }
}

/// indicatif draws on a terminal only.
struct Line {
    bar: Mutex<ProgressBar>,
}

impl Line {
    fn new() -> Line {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Line { bar: Mutex::new(bar) }
    }
}

impl Progress for Line {
    fn stage(&self, name: &'static str) {
        if let Ok(bar) = self.bar.lock() {
            bar.set_message(name);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Ok(bar) = self.bar.lock() {
            bar.finish_and_clear();
        }
    }
}
