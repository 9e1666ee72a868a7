//! Large tables read in batches: of a Parquet file each thread decodes pieces and works on them; any other file one thread lets the
//! table engine decode, and the others work on what it has decoded.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::*;

use super::contract::{Contract, Further};
use super::files::{Form, TextTypes, form, matching, open, unreadable};
use super::parquet::Pieces;
use super::{DataError, DaySpan, sas};

/// Lines decoded at a time by the table engine, to amortise the handling of a batch.
const BATCH: NonZeroUsize = NonZeroUsize::new(131_072).expect("not zero");

/// Lines worked on at a time: what is made of them stays in a processor's cache.
const LINES: usize = 1 << 15;

/// Reads the files of a table, one after the other, and hands each batch to one of the workers, every worker on a thread of its
/// own; gives the number of rows. Which worker gets which batch is left to chance. What a file can tell without being read to be served
/// outside `days` is not read.
///
/// # Errors
/// What is wrong with each of the files: it cannot be read, breaks its contract, or a worker refuses it.
pub(super) fn each_batch<Worker: Send>(
    contract: &Contract,
    pattern: &Path,
    (further, days): (Further, &DaySpan),
    workers: &mut [Worker],
    take: impl Fn(&mut Worker, &DataFrame, &Path) -> Result<(), DataError> + Sync,
) -> Result<u64, DataError> {
    let mut lines = 0;
    let mut errors = Vec::new();
    for path in matching(contract.table, pattern)? {
        match each_batch_of(contract, &path, (further, days), workers, |worker, rows| take(worker, rows, &path)) {
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
    (further, days): (Further, &DaySpan),
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
        (0..rows.height()).step_by(LINES).try_for_each(|first| take(worker, &rows.slice(first as i64, LINES)))
    };
    let refused = |error| unreadable(path, error);
    match form(path, contract.format)? {
        Form::Parquet => {
            contract.apply(file()?, path, further).map(drop)?;
            let pieces = Pieces::open(path, contract.theirs("service_date"), |column| contract.reads(column, further))?.within(days);
            let read = |piece| contract.apply(pieces.read(piece)?.lazy(), path, further)?.collect().map_err(refused);
            each_reads(workers, pieces.len(), read, take, path)?;
        }
        Form::Sas => {
            let read = |batches: Batches| {
                for rows in sas::batches(path, BATCH)? {
                    let rows = contract.apply(rows?.lazy(), path, further)?.collect().map_err(refused)?;
                    if !batches.hand_over(rows) {
                        break;
                    }
                }
                Ok(())
            };
            share_out(workers, read, take, path)?;
        }
        Form::Csv | Form::FixedWidth => {
            let read = |batches: Batches| {
                let rows = contract.apply(file()?, path, further)?;
                // A batch that nobody takes any more ends the reading.
                let pass_on = PlanCallback::new(move |rows: DataFrame| Ok(!batches.hand_over(rows)));
                // METHOD: batches come in any order; the sums made of them are integers, which do not mind.
                let read = rows.sink_batches(pass_on, false, Some(BATCH)).and_then(|plan| plan.collect_with_engine(Engine::Streaming));
                read.map(drop).map_err(refused)
            };
            share_out(workers, read, take, path)?;
        }
    }
    let bad: Vec<u64> = bad.into_iter().map(AtomicU64::into_inner).collect();
    contract.refuse_bad(path, &bad, file)?;
    Ok(lines.into_inner())
}

/// Lets every worker read one of the pieces after the other for itself, until all are read or one cannot be.
///
/// # Errors
/// What is wrong with the first piece that is wrong.
fn each_reads<Worker: Send>(
    workers: &mut [Worker],
    pieces: usize,
    read: impl Fn(usize) -> Result<DataFrame, DataError> + Sync,
    take: impl Fn(&mut Worker, DataFrame) -> Result<(), DataError> + Sync,
    path: &Path,
) -> Result<(), DataError> {
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    // The reader of a damaged file may give up without a word.
    let read = |piece| catch_unwind(AssertUnwindSafe(|| read(piece))).unwrap_or_else(|_| Err(stopped(path)));
    let work = |worker: &mut Worker| {
        while !failed.load(Ordering::Relaxed) {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                break;
            }
            if let Err(error) = read(piece).and_then(|rows| take(worker, rows)) {
                failed.store(true, Ordering::Relaxed);
                return Some((piece, error));
            }
        }
        None
    };
    let wrong: Vec<Option<(usize, DataError)>> = std::thread::scope(|scope| {
        let working: Vec<_> = workers.iter_mut().map(|worker| scope.spawn(|| work(worker))).collect();
        working.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    // Pieces before it had been begun, and were read to their end.
    wrong.into_iter().flatten().min_by_key(|(piece, _)| *piece).map_or(Ok(()), |(_, error)| Err(error))
}

fn stopped(path: &Path) -> DataError {
    DataError::Unreadable {
        file: path.to_owned(),
        reason: "the reader stopped half-way".into(),
        help: "this should not be possible; please report it",
    }
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
        let done: Vec<Result<(), DataError>> =
            working.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect();
        let read = reading.join().map_err(|_| stopped(path));
        done.into_iter().collect::<Result<(), _>>()?;
        read?
    })
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
