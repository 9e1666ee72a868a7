//! What a stage tells about its advance.

use std::sync::atomic::{AtomicU64, Ordering};

/// Told by the engine which stage it has reached and how much of it is done; silent by default.
pub trait Progress: Sync {
    /// A stage begins; the one before it is done.
    fn stage(&self, name: &'static str);

    /// So many of the equal parts of the stage are done; a stage that nobody can tell the length of has none.
    fn parts(&self, _done: u64, _of: u64) {}

    /// The last stage is done: what comes now is said elsewhere.
    fn end(&self) {}
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str) {}
}

/// The parts of a stage, counted from any thread.
pub struct Parts<'a> {
    progress: &'a dyn Progress,
    done: AtomicU64,
    of: u64,
}

impl<'a> Parts<'a> {
    /// A stage of so many parts, none of them done.
    pub fn new(progress: &'a dyn Progress, of: u64) -> Parts<'a> {
        Parts { progress, done: AtomicU64::new(0), of }
    }

    /// One more is done.
    pub fn one_done(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.progress.parts(done.min(self.of), self.of);
    }

    /// All up to here are done, also those that there was no need for.
    pub fn done_up_to(&self, parts: u64) {
        let done = self.done.fetch_max(parts, Ordering::Relaxed).max(parts);
        self.progress.parts(done.min(self.of), self.of);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    struct Listener(Mutex<Vec<(u64, u64)>>);

    impl Progress for Listener {
        fn stage(&self, _: &'static str) {}
        fn parts(&self, done: u64, of: u64) {
            self.0.lock().expect("a list").push((done, of));
        }
    }

    #[test]
    fn parts_are_counted_and_those_without_need_are_passed() {
        let listener = Listener(Mutex::default());
        let parts = Parts::new(&listener, 4);
        parts.one_done();
        parts.done_up_to(2);
        (0..3).for_each(|_| parts.one_done());
        assert_eq!(*listener.0.lock().expect("a list"), [(1, 4), (2, 4), (3, 4), (4, 4), (4, 4)]);
    }
}
