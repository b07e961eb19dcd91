//! The formats that are read, and their names.

/// What was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// OpenTelemetry's JSON, also as Tempo writes it.
    Otlp,
    /// Jaeger's JSON.
    Jaeger,
    /// Zipkin's JSON, version 2.
    Zipkin,
    /// HTTP archive 1.2.
    Har,
    /// Trace events of Chrome and Perfetto.
    Chrome,
    /// Speedscope's JSON.
    Speedscope,
    /// Stacks, one a line.
    Collapsed,
    /// What `perf script` prints.
    Perf,
    /// Profiles of Go and others.
    Pprof,
    /// Written by hand.
    Sketch,
}

impl Format {
    /// Its name, as in "This is …".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Otlp => "an OpenTelemetry trace (OTLP JSON)",
            Self::Jaeger => "a Jaeger trace",
            Self::Zipkin => "a Zipkin trace",
            Self::Har => "an HTTP archive (HAR)",
            Self::Chrome => "a trace of Chrome or Perfetto",
            Self::Speedscope => "a speedscope profile",
            Self::Collapsed => "a list of collapsed stacks",
            Self::Perf => "the output of perf script",
            Self::Pprof => "a pprof profile",
            Self::Sketch => "a written trace",
        }
    }
}
