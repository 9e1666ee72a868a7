//! `--threads`: one number for our threads and for those of the table engine.

use std::process::Command;

use crate::error::Error;

/// What the table engine reads, once, when it starts its threads.
const TABLE_ENGINE: &str = "POLARS_MAX_THREADS";

/// Limits the threads and gives their number.
///
/// The table engine takes its number from the environment, which a running process cannot change safely; so the process
/// starts itself anew with the environment set.
pub fn limit(threads: Option<u16>) -> Result<usize, Error> {
    let Some(threads) = threads else { return Ok(rayon::current_num_threads()) };
    if std::env::var(TABLE_ENGINE).ok().as_deref() != Some(&threads.to_string()) {
        return Err(restart(threads));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
    pool.map(|()| threads.into()).map_err(|error| Error::Bug(error.to_string()))
}

#[cfg(unix)]
fn restart(threads: u16) -> Error {
    use std::os::unix::process::CommandExt;
    let this = match std::env::current_exe() {
        Ok(this) => this,
        Err(error) => return Error::Io(format!("cannot find the running program: {error}")),
    };
    let error = Command::new(this).args(std::env::args_os().skip(1)).env(TABLE_ENGINE, threads.to_string()).exec();
    Error::Io(format!("cannot start anew with {threads} threads: {error}"))
}

#[cfg(not(unix))]
fn restart(threads: u16) -> Error {
    let status = std::env::current_exe()
        .and_then(|this| Command::new(this).args(std::env::args_os().skip(1)).env(TABLE_ENGINE, threads.to_string()).status());
    match status {
        Ok(status) => std::process::exit(status.code().unwrap_or(70)),
        Err(error) => Error::Io(format!("cannot start anew with {threads} threads: {error}")),
    }
}
