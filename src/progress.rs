//! What a stage tells about its advance.

/// Told by the engine which stage it has reached; silent by default.
pub trait Progress: Sync {
    /// A stage begins; the one before it is done.
    fn stage(&self, name: &'static str);
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str) {}
}
