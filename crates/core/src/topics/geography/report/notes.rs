//! Where the usual figures are loose, and what was measured here.

use super::{Answer, km, ms, times};
use crate::network::fibre::{ROUND_KM_PER_SEC, round_trip_ms};
use crate::network::measured_rtt::{self, outlier_stretch, regions};
use crate::quantity::{self, Unit};
use crate::topic::Note;

/// A request from Sydney to Virginia, as tutorials have it, ms.
const SAID_SYDNEY_MS: f64 = 180.0;

/// The words beside the picture.
pub fn notes(answer: &Answer) -> Vec<Note> {
    let mut notes = Vec::new();
    notes.extend(measured(answer));
    if answer.inputs.fibre_km_per_sec == ROUND_KM_PER_SEC {
        notes.push(rounding(answer));
    }
    notes.push(Note::usual_figure(
        format!(
            "“Routing adds 30–50 % to the speed of light.” Of {} measured pairs beyond 500 km only {} stay below half as much again. The median is **{} times** light at 200,000 km/s; one in ten takes less than {} times, one in ten more than **{} times**.",
            quantity::grouped(measured_rtt::stretches().len() as f64, 0),
            quantity::format(measured_rtt::stretch_share(1.5), Unit::SHARE),
            times(measured_rtt::stretch_quantile(0.5)),
            times(measured_rtt::stretch_quantile(0.1)),
            times(measured_rtt::stretch_quantile(0.9)),
        ),
        "sao-paulo-johannesburg",
    ));
    notes.push(Note::usual_figure(
        format!(
            "“US to Australia is about 180 ms a round trip, so three take at least {} by the speed of light.” The floor of Sydney to Virginia is 154 ms, three are **461 ms**; measured between data centres it is 193 ms, three are **579 ms**. So 180 is neither the least nor the usual, and a replica’s 15 ms are not 36 times as quick but about 39: a bound and a measurement are two numbers.",
            ms(3.0 * SAID_SYDNEY_MS)
        ),
        "sydney-virginia",
    ));
    notes.push(Note::usual_figure(
        "“An edge in Tokyo turns 200 ms into 5: forty times as quick.” Right, for what the edge **has**. If it must ask Virginia for one request in ten, the mean is near 23 ms: eight times as quick. Distance is not gone; it is paid by those who miss.",
        "tokyo-virginia-nine-in-ten",
    ));
    notes.push(Note::usual_figure(
        "“Virginia to Oregon takes 40 ms.” Light in fibre alone needs 37 ms; between data centres 60 to 70 are measured. A figure next to the floor is nobody’s network.",
        "virginia-oregon",
    ));
    notes
}

fn measured(answer: &Answer) -> Option<Note> {
    let pair = answer.measured?;
    let (from, to) = (regions()[pair.from].name, regions()[pair.to].name);
    let far = pair.km > measured_rtt::FAR_KM;
    let odd = far && pair.stretch() > outlier_stretch();
    let remark = if odd {
        format!(
            " That is **far outside** what is usual ({} times at most by Tukey’s fence): the packets take a long way round, often over another continent.",
            times(outlier_stretch())
        )
    } else if far && pair.stretch() < measured_rtt::stretch_quantile(0.1) {
        " Few pairs have a straighter way.".to_owned()
    } else {
        String::new()
    };
    Some(Note {
        title: if odd { "Measured: an outlier".into() } else { "Measured".into() },
        says: format!(
            "Between Azure’s regions {from} and {to}, {} apart, the median is **{}**, {} the light’s time. Data centre to data centre, without a home’s access.{remark}",
            km(pair.km),
            ms(pair.ms),
            if pair.km > 0.0 { format!("{} times", times(pair.stretch())) } else { "at".into() },
        ),
        shows: "",
    })
}

fn rounding(answer: &Answer) -> Note {
    let exact = answer.scene.km;
    let step = if exact < 10_000.0 { 500.0 } else { 1000.0 };
    let round = libm::round(exact / step) * step;
    Note::usual_figure(
        format!(
            "With round numbers: {} at 200,000 km/s make {}. The distance is {}, so {}; and light in fibre runs at 204,190 km/s, so {}. Close enough for a napkin, and a **lower bound**, no more.",
            km(round),
            ms(round_trip_ms(round, ROUND_KM_PER_SEC)),
            km(exact),
            ms(round_trip_ms(exact, ROUND_KM_PER_SEC)),
            ms(round_trip_ms(exact, 204_190.0)),
        ),
        "",
    )
}
