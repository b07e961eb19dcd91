//! How far a curve that a reader drew is from the real one, in words.

use crate::projection::Projection;
use crate::reading::position;
use explorer_core::chart::ChartSpec;
use explorer_core::quantity::format;

/// The sentence that compares a drawn curve with the real one where they differ most, by ratio. Both are (x, y) in axis
/// units; `None` where they share no place with numbers above zero.
pub fn judge(spec: &ChartSpec, projection: &Projection, drawn: &[(f64, f64)], real: &[(f64, f64)]) -> Option<String> {
    let worst = drawn
        .iter()
        .filter_map(|&(x, guess)| {
            let truth = height(real, x)?;
            // What is off the chart cannot have been drawn.
            let is_drawable = (0.0..=1.0).contains(&projection.y.share(truth));
            (guess > 0.0 && truth > 0.0 && is_drawable).then(|| (x, guess, truth, (truth / guess).max(guess / truth)))
        })
        .max_by(|a, b| a.3.total_cmp(&b.3))?;
    let (x, guess, truth, ratio) = worst;
    let at = position(&spec.x, x);
    let (guess_text, truth_text) = (format(guess, spec.y.unit), format(truth, spec.y.unit));
    Some(if ratio < 1.15 {
        format!(
            "Well drawn: you are within {} everywhere; at {at} you drew {guess_text} and it is {truth_text}.",
            percent(ratio)
        )
    } else {
        let times = explorer_core::quantity::significant(ratio, 2);
        let by = match (ratio < 2.0, truth > guess) {
            (true, true) => format!("{} more than you drew", percent(ratio)),
            (true, false) => format!("you drew {} more than that", percent(ratio)),
            (false, true) => format!("{times} times what you drew"),
            (false, false) => format!("you drew {times} times that"),
        };
        format!("At {at} you drew {guess_text}; it is {truth_text}: {by}.")
    })
}

fn percent(ratio: f64) -> String {
    format((ratio - 1.0).max(0.01), explorer_core::quantity::Unit::SHARE)
}

fn height(line: &[(f64, f64)], x: f64) -> Option<f64> {
    let pair = line.windows(2).find(|pair| pair[0].0 <= x && x <= pair[1].0)?;
    let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
    let t = if x1 > x0 { (x - x0) / (x1 - x0) } else { 0.0 };
    let y = y0 + t * (y1 - y0);
    y.is_finite().then_some(y)
}
