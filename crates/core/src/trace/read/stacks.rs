//! Spans that open and close on a stack: events of a thread become spans, each inside the one that was open.

use crate::trace::{Builder, Marks, NONE, Raw, TraceError};

/// The open spans of one thread: place in the builder, and the end where it is known already.
#[derive(Debug, Default)]
pub(super) struct Stack {
    open: Vec<(usize, Option<i64>)>,
}

impl Stack {
    /// Opens a span whose end will be told.
    pub fn open(&mut self, built: &mut Builder, name: u32, service: u32, start_ns: i64) -> Result<(), TraceError> {
        self.add(built, (name, service), (start_ns, None))
    }

    /// Adds a span from here to there; it must end no later than the one it is in.
    pub fn whole(&mut self, built: &mut Builder, name: u32, service: u32, times: (i64, i64)) -> Result<(), TraceError> {
        self.let_go(times.0);
        if let Some((above, Some(end))) = self.open.last().copied()
            && times.1 > end.saturating_add(1)
        {
            let above = built.spans_mut()[above];
            let span = |name: u32, start: i64, end: i64| {
                format!("“{}” ({} to {} µs)", built.names.name(name), start as f64 / 1e3, end as f64 / 1e3)
            };
            let (one, other) = (span(above.name, above.start_ns, end), span(name, times.0, times.1));
            return Err(TraceError::NotNested(format!(
                "These trace events are not nested: {one} and {other} of one thread overlap, and neither is inside the other. So nobody can say which called which."
            )));
        }
        self.add(built, (name, service), (times.0, Some(times.1)))
    }

    fn add(
        &mut self,
        built: &mut Builder,
        (name, service): (u32, u32),
        (start_ns, end): (i64, Option<i64>),
    ) -> Result<(), TraceError> {
        let parent = self.open.last().map_or(0, |(place, _)| *place as u128 + 1);
        let place = built.count();
        let marks = if end.is_some() { Marks::default() } else { Marks::UNFINISHED };
        let end_ns = end.unwrap_or(start_ns);
        built.push(Raw { id: place as u128 + 1, parent, start_ns, end_ns, name, service, marks, ..Raw::default() })?;
        self.open.push((place, end));
        Ok(())
    }

    /// Lets go of the innermost spans whose known end has passed.
    fn let_go(&mut self, now_ns: i64) {
        while matches!(self.open.last(), Some((_, Some(end))) if *end <= now_ns) {
            self.open.pop();
        }
    }

    /// Closes the innermost open span of a name (of any where it is [`NONE`]); what is still open inside it ends there too, and
    /// stays marked as unfinished. Whether there was one.
    pub fn close(&mut self, built: &mut Builder, name: u32, end_ns: i64) -> bool {
        self.let_go(end_ns);
        let spans = built.spans_mut();
        let is_meant =
            |(place, end): &(usize, Option<i64>)| end.is_none() && (name == NONE || spans[*place].name == name);
        let Some(found) = self.open.iter().rposition(is_meant) else { return false };
        let meant = self.open[found].0;
        for (place, end) in self.open.drain(found..) {
            if end.is_none() {
                spans[place].end_ns = end_ns;
            }
        }
        spans[meant].marks = Marks(spans[meant].marks.0 & !Marks::UNFINISHED.0);
        true
    }

    /// Ends what is still open.
    pub fn end(&mut self, built: &mut Builder, end_ns: i64) {
        for (place, end) in self.open.drain(..) {
            let span = &mut built.spans_mut()[place];
            if end.is_none() {
                span.end_ns = end_ns.max(span.start_ns);
            }
        }
    }
}
