//! A retry comes when it is due: what a request waits before it counts.

use super::{figure, run};

/// Every second try fails after 10 ms, and one retry follows half a second later. Of 4 requests 2 are answered in 10 ms, 1 in
/// 10 + 500 + 10 ms, 1 never: those answered take (2 · 10 + 520) / 3 = 180 ms on average.
#[test]
fn the_wait_before_a_retry_is_part_of_the_response() {
    let run = run(
        "clients c open 100/s poisson retry 1 fixed 500ms -> s\nservice s workers unlimited work 10ms fixed fails 50%",
        400.0,
        7,
    );
    let (mean, errors) = (figure(&run, "c", "mean_response_ms"), figure(&run, "c", "errors_share"));
    // Of 30,000 answers each takes 180 ± 240 ms.
    assert!((mean.value - 180.0).abs() < 4.9 * 240.0 / 30_000_f64.sqrt(), "{mean:?}");
    assert!((errors.value - 0.25).abs() < 4.9 * (0.25 * 0.75 / 40_000_f64).sqrt(), "{errors:?}");
}
