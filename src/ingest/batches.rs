//! Large tables read in batches: one thread lets the table engine decode, the others work on what it has decoded.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::*;

use super::contract::{Contract, Further};
use super::files::{Form, TextTypes, form, matching, open, unreadable};
use super::{DataError, sas};

/// Lines of a batch: large enough to amortise its handling, small enough to stay in the cache.
const BATCH: NonZeroUsize = NonZeroUsize::new(131_072).expect("not zero");

/// Reads the files of a table, one after the other, and hands each batch to one of the workers, every worker on a thread of its
/// own; gives the number of rows. Which worker gets which batch is left to chance.
///
/// # Errors
/// What is wrong with each of the files: it cannot be read, breaks its contract, or a worker refuses it.
pub(super) fn each_batch<Worker: Send>(
    contract: &Contract,
    pattern: &Path,
    further: Further,
    workers: &mut [Worker],
    take: impl Fn(&mut Worker, &DataFrame, &Path) -> Result<(), DataError> + Sync,
) -> Result<u64, DataError> {
    let mut lines = 0;
    let mut errors = Vec::new();
    for path in matching(contract.table, pattern)? {
        match each_batch_of(contract, &path, further, workers, |worker, rows| take(worker, rows, &path)) {
            Ok(more) => lines += more,
            Err(error) => errors.push(error),
        }
    }
    DataError::all(errors)?;
    Ok(lines)
}

/// Hands over the batches of a file, up to the first bad value; a bad file is read to its end to count them.
fn each_batch_of<Worker: Send>(
    contract: &Contract,
    path: &Path,
    further: Further,
    workers: &mut [Worker],
    take: impl Fn(&mut Worker, &DataFrame) -> Result<(), DataError> + Sync,
) -> Result<u64, DataError> {
    let file = || open(contract.table, path, contract.format, TextTypes::Text, &[]);
    let lines = AtomicU64::new(0);
    let bad: Vec<AtomicU64> = contract.columns.iter().map(|_| AtomicU64::new(0)).collect();
    let take = |worker: &mut Worker, mut rows: DataFrame| {
        for (sum, more) in bad.iter().zip(contract.count_bad(&mut rows)) {
            sum.fetch_add(more, Ordering::Relaxed);
        }
        if bad.iter().any(|bad| bad.load(Ordering::Relaxed) > 0) {
            return Ok(());
        }
        rows.rechunk_mut();
        lines.fetch_add(rows.height() as u64, Ordering::Relaxed);
        take(worker, &rows)
    };
    let read = |batches: Batches| match form(path, contract.format)? {
        Form::Sas => {
            for rows in sas::batches(path, BATCH)? {
                let rows = contract.apply(rows?.lazy(), path, further)?.collect().map_err(|error| unreadable(path, error))?;
                if !batches.hand_over(rows) {
                    break;
                }
            }
            Ok(())
        }
        _ => {
            let rows = contract.apply(file()?, path, further)?;
            // A batch that nobody takes any more ends the reading.
            let pass_on = PlanCallback::new(move |rows: DataFrame| Ok(!batches.hand_over(rows)));
            // METHOD: batches come in any order; the sums made of them are integers, which do not mind.
            let read = rows.sink_batches(pass_on, false, Some(BATCH)).and_then(|plan| plan.collect_with_engine(Engine::Streaming));
            read.map(drop).map_err(|error| unreadable(path, error))
        }
    };
    share_out(workers, read, take, path)?;
    let bad: Vec<u64> = bad.into_iter().map(AtomicU64::into_inner).collect();
    contract.refuse_bad(path, &bad, file)?;
    Ok(lines.into_inner())
}

/// Where the batches of a file go.
struct Batches {
    waiting: SyncSender<DataFrame>,
    failed: Arc<AtomicBool>,
}

impl Batches {
    /// Hands over a batch, as soon as there is room for it; says whether another one is wanted.
    fn hand_over(&self, rows: DataFrame) -> bool {
        self.waiting.send(rows).is_ok() && !self.failed.load(Ordering::Relaxed)
    }
}

/// Lets `read` hand over batches to the workers; few of them wait, so memory is bounded.
fn share_out<Worker: Send>(
    workers: &mut [Worker],
    read: impl FnOnce(Batches) -> Result<(), DataError> + Send,
    take: impl Fn(&mut Worker, DataFrame) -> Result<(), DataError> + Sync,
    path: &Path,
) -> Result<(), DataError> {
    let stopped = |_| DataError::Unreadable {
        file: path.to_owned(),
        reason: "the reader stopped half-way".into(),
        help: "this should not be possible; please report it",
    };
    let failed = Arc::new(AtomicBool::new(false));
    let (send, receive) = sync_channel(workers.len());
    // Only workers hold on to it: when the last one is gone, nothing more can be handed over.
    let receive = Arc::new(Mutex::new(receive));
    std::thread::scope(|scope| {
        let batches = Batches { waiting: send, failed: failed.clone() };
        let reading = scope.spawn(move || read(batches));
        let start = |worker| {
            let (receive, failed, take) = (receive.clone(), failed.clone(), &take);
            scope.spawn(move || work(worker, &receive, &failed, take))
        };
        let working: Vec<_> = workers.iter_mut().map(start).collect();
        drop(receive);
        let done: Vec<Result<(), DataError>> = working.into_iter().map(|worker| worker.join().unwrap_or_else(resume)).collect();
        let read = reading.join().map_err(stopped);
        done.into_iter().collect::<Result<(), _>>()?;
        read?
    })
}

fn resume(panic: Box<dyn std::any::Any + Send>) -> Result<(), DataError> {
    std::panic::resume_unwind(panic)
}

/// Takes batch after batch; after an error, of this worker or another, the others are only taken away.
fn work<Worker>(
    worker: &mut Worker,
    batches: &Mutex<Receiver<DataFrame>>,
    failed: &AtomicBool,
    take: impl Fn(&mut Worker, DataFrame) -> Result<(), DataError>,
) -> Result<(), DataError> {
    let mut done = Ok(());
    loop {
        let next = batches.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(rows) = next else { return done };
        if done.is_ok() && !failed.load(Ordering::Relaxed) {
            done = take(worker, rows);
            failed.fetch_or(done.is_err(), Ordering::Relaxed);
        }
    }
}
