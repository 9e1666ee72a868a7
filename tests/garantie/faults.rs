//! What may happen to a batch job at three in the morning: killed, disk full, no right to read or write, no memory, another job in the same
//! folder, a clock set back, data that change. What was finished before stays whole, the error is clear, and the next run succeeds.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use garantie::error::Error;
use garantie::progress::Progress;
use garantie::spec::Study;
use garantie::{report, run};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::malformed::{good, spoil};

/// The program on the study of a folder, to be waited for or killed.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_garantie"));
    command.args(["run", "study.toml", "--quiet"]).current_dir(folder).env("NO_COLOR", "1");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The program behind a line of the shell that limits it.
fn limited(folder: &Path, limit: &str) -> Output {
    let line = format!("{limit}; exec {} run study.toml --quiet --threads 2", env!("CARGO_BIN_EXE_garantie"));
    Command::new("sh").args(["-c", &line]).current_dir(folder).env("NO_COLOR", "1").output().expect("a shell")
}

/// The files of a finished run by name; of the manifest only what does not change from run to run.
fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder.join("out")).expect("an output folder").map(|entry| entry.expect("an entry"));
    let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| !name.starts_with('.'));
    let content = |name: &String| {
        let bytes = fs::read(folder.join("out").join(name)).expect("a file");
        match name.as_str() {
            "manifest.json" => {
                let mut manifest: serde_json::Value = serde_json::from_slice(&bytes).expect("a whole manifest");
                manifest["stages"].take();
                manifest["threads"].take();
                manifest.to_string().into_bytes()
            }
            _ => bytes,
        }
    };
    names.map(|name| (name.clone(), content(&name))).collect()
}

/// Whether nothing but the lock is left of what a command hides.
fn nothing_hidden(folder: &Path) -> bool {
    let files = fs::read_dir(folder.join("out")).expect("an output folder").map(|entry| entry.expect("an entry").file_name());
    files.filter(|name| name.to_string_lossy().starts_with('.')).all(|name| name == ".garantie.lock")
}

/// Another level of confidence: other intervals in every table.
fn set_level(folder: &Path, level: &str) {
    let text = fs::read_to_string(folder.join("study.toml")).expect("a study");
    let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with("level = ")).collect();
    fs::write(folder.join("study.toml"), rest.join("\n").replacen("[study]", &format!("[study]\nlevel = {level}"), 1)).expect("written");
}

/// A folder with a finished run, and its results.
fn finished(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    good(folder);
    set_level(folder, "0.95");
    let output = program(folder).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    results(folder)
}

/// Kills a run at random moments; gives how many had not finished.
fn killed(times: u64, seed: u64, from: f64) -> usize {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path();
    let before = finished(folder);
    let mut takes = Duration::ZERO;
    let mut known = vec![before];
    for level in ["0.9", "0.95"] {
        set_level(folder, level);
        let begun = Instant::now();
        assert!(program(folder).status().expect("the program starts").success());
        takes = takes.max(begun.elapsed());
        known.push(results(folder));
    }
    let [narrow, wide] = [known[1].clone(), known[2].clone()];
    assert!(narrow != wide && known[0] == wide);
    let (mut random, mut unfinished, mut there) = (ChaCha8Rng::seed_from_u64(seed), 0, wide.clone());
    for time in 0..times {
        let (level, wanted) = if time % 2 == 0 { ("0.9", &narrow) } else { ("0.95", &wide) };
        set_level(folder, level);
        if time % 3 == 0 {
            // The panel is made and kept anew: killed in that, too.
            let _ = fs::remove_dir_all(folder.join(".out.panels"));
        }
        let mut child = program(folder).spawn().expect("the program starts");
        std::thread::sleep(takes.mul_f64(from + (1.1 - from) * random.random::<f64>()));
        child.kill().expect("killed");
        let whole = child.wait().expect("the end").success();
        unfinished += usize::from(!whole);
        // With a manifest the folder has a whole run as it lies there; a command makes moves that are left first.
        if folder.join("out/manifest.json").exists() {
            let now = results(folder);
            assert!(now == there || now == *wanted, "kill {time}: half a run under a manifest");
        }
        report::finish(&folder.join("out")).expect("moves made");
        let now = results(folder);
        assert!(now == *wanted || (now == there && !whole), "kill {time}: neither the old results nor the new");
        there = now;
    }
    set_level(folder, "0.9");
    let again = program(folder).output().expect("the program starts");
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    assert!(results(folder) == narrow && nothing_hidden(folder), "a run after all that");
    unfinished
}

#[test]
fn killed_at_any_moment_a_run_leaves_the_old_results_or_the_new() {
    let unfinished = killed(50, 1, 0.0);
    println!("50 kills, {unfinished} of runs that had not finished");
    assert!(unfinished > 10, "{unfinished} of 50 kills came before the end");
}

#[test]
#[ignore = "some minutes: cargo test --test garantie -- --ignored --nocapture killed_a_thousand_times"]
fn killed_a_thousand_times_near_its_end() {
    println!("1000 kills, {} of runs that had not finished", killed(1000, 2, 0.7));
}

#[test]
fn what_cannot_be_written_leaves_what_was_there() {
    let place = tempfile::tempdir().expect("a folder");
    let before = finished(place.path());
    set_level(place.path(), "0.9");
    // Files may have 4 blocks: as a full disk, the write fails.
    let output = limited(place.path(), "trap '' XFSZ; ulimit -f 4");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("cannot") && !said.contains("stopped at"), "{said}");
    assert!(results(place.path()) == before && nothing_hidden(place.path()));
    // Not caught, the signal ends the run.
    let output = limited(place.path(), "ulimit -f 4");
    assert!(!output.status.success());
    assert!(results(place.path()) == before);
    assert!(program(place.path()).status().expect("the program starts").success());
    assert!(results(place.path()) != before && nothing_hidden(place.path()));
}

/// A real file system that is full, where the test may mount one.
#[test]
fn on_a_full_disk_a_run_leaves_what_was_there() {
    let place = tempfile::tempdir().expect("a folder");
    let disk = place.path().join("out");
    fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=600k", "tmpfs"]).arg(&disk).stderr(Stdio::null()).status();
    if !mounted.is_ok_and(|status| status.success()) {
        return;
    }
    let tried = std::panic::catch_unwind(|| {
        let before = finished(place.path());
        set_level(place.path(), "0.9");
        let free = |bytes: usize| fs::write(disk.join("filler"), vec![0; bytes]);
        let mut bytes = 600 << 10;
        while free(bytes).is_err() {
            bytes -= 4096;
        }
        let output = program(place.path()).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{said}");
        assert!(said.contains("No space"), "{said}");
        fs::remove_file(disk.join("filler")).expect("removed");
        assert!(results(place.path()) == before);
    });
    let unmounted = Command::new("umount").arg(&disk).status();
    assert!(tried.is_ok() && unmounted.is_ok_and(|status| status.success()));
}

/// Nobody: a user who may read and write nothing of ours. Only a superuser can become it, and only a user who is not one is refused.
const NOBODY: u32 = 65_534;

/// What the program says to a user without rights; none where it cannot be run as one.
fn without_rights(folder: &Path) -> Option<Output> {
    let mut command = program(folder);
    if fs::metadata(folder).expect("a folder").uid() == 0 {
        command.uid(NOBODY);
    }
    command.output().ok()
}

#[test]
fn folders_that_may_not_be_written_to_and_files_that_may_not_be_read_are_errors_of_the_system() {
    let place = tempfile::tempdir().expect("a folder");
    let before = finished(place.path());
    let may = |path: &str, mode| fs::set_permissions(place.path().join(path), fs::Permissions::from_mode(mode)).expect("permissions");
    may(".", 0o755);
    may("out", 0o555);
    may("out/.garantie.lock", 0o444);
    set_level(place.path(), "0.9");
    if let Some(output) = without_rights(place.path()) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{said}");
        assert!(said.contains("out") && said.to_lowercase().contains("permission"), "{said}");
    }
    may("out", 0o777);
    may("out/.garantie.lock", 0o666);
    may("claims.csv", 0o000);
    if let Some(output) = without_rights(place.path()) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{said}");
        assert!(said.contains("claims.csv"), "{said}");
    }
    assert!(results(place.path()) == before);
    may("claims.csv", 0o644);
    assert!(program(place.path()).status().expect("the program starts").success());
}

#[test]
fn without_memory_a_run_ends_and_leaves_what_was_there() {
    let place = tempfile::tempdir().expect("a folder");
    let before = finished(place.path());
    set_level(place.path(), "0.9");
    let mut failed = 0;
    for kilobytes in [150_000, 200_000, 250_000, 300_000, 350_000, 400_000, 500_000, 700_000, 1_000_000] {
        let output = limited(place.path(), &format!("ulimit -v {kilobytes}"));
        if output.status.success() {
            break;
        }
        failed += 1;
        // Where not even the program fits, the system ends it with a signal.
        assert!(output.status.code().is_none() || !output.stderr.is_empty(), "{kilobytes} kB: it ends without a word");
        assert!(results(place.path()) == before, "{kilobytes} kB");
    }
    assert!(failed > 0);
    assert!(program(place.path()).status().expect("the program starts").success());
    assert!(nothing_hidden(place.path()));
}

#[test]
fn of_runs_in_one_folder_one_at_a_time_goes_on() {
    let place = tempfile::tempdir().expect("a folder");
    let wanted = finished(place.path());
    let children: Vec<_> = (0..6).map(|_| program(place.path()).spawn().expect("the program starts")).collect();
    let outputs: Vec<Output> = children.into_iter().map(|child| child.wait_with_output().expect("the end")).collect();
    let codes: Vec<i32> = outputs.iter().map(|output| output.status.code().unwrap_or(-1)).collect();
    assert!(codes.contains(&0) && codes.iter().all(|code| [0, 5].contains(code)), "{codes:?}");
    for output in outputs.iter().filter(|output| output.status.code() == Some(5)) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("another"), "{said}");
    }
    assert!(results(place.path()) == wanted && nothing_hidden(place.path()));
}

#[test]
fn a_clock_that_was_set_back_changes_nothing() {
    let place = tempfile::tempdir().expect("a folder");
    let wanted = finished(place.path());
    for years in [-40_i64, 30] {
        let day = Duration::from_secs(86_400 * 365 * years.unsigned_abs());
        let time = if years < 0 { SystemTime::now() - day } else { SystemTime::now() + day };
        for folder in [place.path().to_owned(), place.path().join("out")] {
            for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file())
            {
                fs::File::options().write(true).open(entry).and_then(|file| file.set_modified(time)).expect("another time");
            }
        }
        assert!(program(place.path()).status().expect("the program starts").success());
        assert!(results(place.path()) == wanted);
    }
}

/// Writes to the claims once, after their digest was taken.
struct Writer<'a> {
    folder: &'a Path,
    written: AtomicBool,
}

impl Progress for Writer<'_> {
    fn stage(&self, name: &'static str) {
        if name != "digests" && !self.written.swap(true, Ordering::Relaxed) {
            spoil(self.folder, "claims.csv", "0,2017-01-15,101076,20.25", "0,2017-01-15,101076,99.25");
        }
    }
}

#[test]
fn data_that_change_while_they_are_read_are_refused() {
    let place = tempfile::tempdir().expect("a folder");
    let before = finished(place.path());
    let study = Study::read(&place.path().join("study.toml")).expect("a study");
    let writer = Writer { folder: place.path(), written: AtomicBool::new(false) };
    let error = run::run(&study, 2, &writer).expect_err("other data than the manifest would name");
    assert!(matches!(error, Error::Data(_)) && error.exit_code() == 3, "{error}");
    assert!(error.to_string().contains("changed while it was read") && error.help().is_some(), "{error}");
    assert!(results(place.path()) == before && nothing_hidden(place.path()));
    run::run(&study, 2, &writer).expect("a run on data that stay");
}

#[test]
fn a_panel_is_its_owner_s_alone() {
    let place = tempfile::tempdir().expect("a folder");
    finished(place.path());
    for name in ["out/panel.parquet", "mine.parquet"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_garantie"));
        command.args(["panel", "study.toml", "--quiet"]).current_dir(place.path());
        if name == "mine.parquet" {
            command.args(["--out", name]);
        }
        assert!(command.status().expect("the program starts").success());
        let mode = fs::metadata(place.path().join(name)).expect("a panel").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    // A run keeps no person-years: what it leaves are tables of groups.
    let left = results(place.path());
    assert!(left.keys().filter(|name| *name != "panel.parquet").all(|name| !name.contains("panel")), "{:?}", left.keys());
}
