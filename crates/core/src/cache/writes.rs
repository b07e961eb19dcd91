//! Three ways to write through a cache, step by step, and what a crash between two steps leaves behind.
//!
//! A tiny machine of three parts: the application, the cache, which forgets everything when it crashes, and the store, which
//! forgets nothing. A value is a number that rises with each write. Nothing is told here that the machine does not do: what is
//! stale, lost or waited for is read off its state.
//!
//! Source: the common descriptions of cache-aside, write-through and write-behind (write-back), such as Hennessy and Patterson,
//! "Computer Architecture", chapter 2, for the last two.

/// How writes reach the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// The application writes the store and then drops the cached copy.
    Aside,
    /// The cache writes the store before it answers.
    Through,
    /// The cache answers at once and writes the store later.
    Behind,
}

/// One step of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The store takes the new value.
    Store,
    /// The cache drops what it had.
    Drop,
    /// The cache takes the new value.
    Cache,
    /// The writer is told that it is done.
    Answer,
    /// Later, and nobody waits: the cache writes the store.
    Flush,
}

/// Who may crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// The cache: what it held is gone.
    Cache,
    /// The application.
    Application,
}

/// What is where. Values are 1 (old) and 2 (new).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// In the cache, where anything is.
    pub cached: Option<u32>,
    /// In the store.
    pub stored: u32,
    /// Whether the writer was told that it is done.
    pub answered: bool,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Aside, Self::Through, Self::Behind];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aside => "cache-aside",
            Self::Through => "write-through",
            Self::Behind => "write-behind",
        }
    }

    /// The steps of a write, in order.
    pub fn steps(self) -> &'static [Step] {
        match self {
            Self::Aside => &[Step::Store, Step::Drop, Step::Answer],
            Self::Through => &[Step::Store, Step::Cache, Step::Answer],
            Self::Behind => &[Step::Cache, Step::Answer, Step::Flush],
        }
    }

    /// Who does the steps: with cache-aside the application, else the cache.
    pub fn actor(self) -> Crash {
        if self == Self::Aside { Crash::Application } else { Crash::Cache }
    }

    /// The state after so many steps of a write over an old value that is cached.
    pub fn after(self, steps: usize) -> State {
        let mut state = State { cached: Some(1), stored: 1, answered: false };
        self.steps().iter().take(steps).for_each(|step| state.take(*step));
        state
    }

    /// The state in the end, if somebody crashes after so many steps. A cache comes back empty. Whoever crashed does none of
    /// the steps that were left; the other goes on.
    pub fn crashed(self, steps: usize, crash: Crash) -> State {
        let mut state = self.after(steps);
        if crash == Crash::Cache {
            state.cached = None;
        }
        if crash != self.actor() {
            self.steps().iter().skip(steps).for_each(|step| state.take(*step));
        }
        // Nobody is told who is not there any more.
        if crash == Crash::Application {
            state.answered = self.after(steps).answered;
        }
        state
    }
}

impl State {
    fn take(&mut self, step: Step) {
        match step {
            Step::Store => self.stored = 2,
            Step::Drop => self.cached = None,
            Step::Cache => self.cached = Some(2),
            Step::Answer => self.answered = true,
            Step::Flush => self.stored = self.cached.unwrap_or(self.stored),
        }
    }

    /// Whether readers get an old value from the cache though the store has the new one.
    pub fn is_stale(&self) -> bool {
        self.cached.is_some_and(|cached| cached < self.stored)
    }

    /// Whether a write that was answered is nowhere any more.
    pub fn is_lost(&self) -> bool {
        self.answered && self.stored < 2 && self.cached != Some(2)
    }

    /// Whether a write that was answered is only in the cache, where a crash would lose it.
    pub fn is_at_risk(&self) -> bool {
        self.answered && self.stored < 2 && self.cached == Some(2)
    }
}

/// What a write waits for, in seconds: the store, the cache, or both one after the other.
pub fn wait_secs(strategy: Strategy, cache_secs: f64, store_secs: f64) -> f64 {
    match strategy {
        Strategy::Aside | Strategy::Through => cache_secs + store_secs,
        Strategy::Behind => cache_secs,
    }
}
