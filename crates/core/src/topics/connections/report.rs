//! What the page says of a page of resources and of a pool; the chosen one stands first.

mod pages;
mod pools;

use super::inputs::Inputs;
use super::inputs::View;
use crate::network::page_load::MOST_PACKETS;
use crate::quantity::{self, Unit};
use crate::topic::{Refusal, Report};

fn ms(value: f64) -> String {
    quantity::format(value, Unit::MS)
}

fn share(value: f64) -> String {
    quantity::format(value, Unit::SHARE)
}

fn rate(value: f64) -> String {
    quantity::format(value, Unit::PER_SEC)
}

fn whole(value: f64) -> String {
    quantity::grouped(value, 0)
}

/// The answer to the inputs.
///
/// # Errors
/// Where a page is too large to be followed packet by packet.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    // The other picture keeps its numbers; its curves would only cost time.
    if inputs.view == View::Pool {
        let mut report = pools::report(inputs)?;
        report.readouts.extend(pages::readouts(inputs, None)?);
        Ok(report)
    } else {
        let mut report = pages::report(inputs)?;
        report.readouts.extend(pools::readouts(inputs)?);
        Ok(report)
    }
}

/// Whether the inputs have an answer: what a run asks before it begins.
pub fn is_answered(inputs: &Inputs) -> bool {
    let page = inputs.page(inputs.protocol, inputs.round_trip_ms);
    page.is_ok_and(|page| page.packets() <= MOST_PACKETS)
}
