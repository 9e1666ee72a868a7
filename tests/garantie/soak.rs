//! A hundred runs in a row in one process: memory and open files stay where they are.

use std::fs;

use garantie::progress::Silent;
use garantie::run;
use garantie::spec::Study;

use crate::malformed::good;

/// Resident memory now, in kB.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

fn open_files() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

#[test]
#[ignore = "a minute, and alone: cargo test --test garantie -- --ignored --nocapture a_hundred_runs"]
fn a_hundred_runs_in_a_row_keep_memory_and_open_files_flat() {
    let place = tempfile::tempdir().expect("a folder");
    good(place.path());
    let study = Study::read(&place.path().join("study.toml")).expect("a study");
    let (mut at, mut files) = (Vec::new(), Vec::new());
    for number in 1..=100 {
        run::run(&study, 2, &Silent).expect("a run");
        if number % 20 == 0 {
            at.push(memory());
            files.push(open_files());
        }
    }
    println!("kB after 20, 40 … 100 runs: {at:?}; open files: {files:?}");
    assert!(files.iter().all(|open| *open == files[0]), "{files:?}");
    // An allocator keeps what it may need again: what leaks would grow with every run.
    assert!(at[4] <= at[0] + at[0] / 5 && at[4] <= at[2] + at[2] / 20, "{at:?}");
}
