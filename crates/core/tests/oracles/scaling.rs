//! Amdahl's law and the Universal Scalability Law against the high-precision table.

use crate::table::{Family, Worst};
use explorer_core::queueing::{Amdahl, Usl, UslFit};

#[test]
fn amdahl() {
    let mut worst = Worst::default();
    for row in Family::named("amdahl").rows() {
        let (job, workers) = (Amdahl::new(row.number("serial_share")).unwrap(), row.number("workers"));
        row.check("speedup", job.speedup(workers), 1e-10, &mut worst);
        row.check("scaled_speedup", job.scaled_speedup(workers), 1e-10, &mut worst);
        // A second way: time on one worker over time on many.
        let serial = row.number("serial_share");
        let direct = 1.0 / (serial + (1.0 - serial) / workers);
        assert!((job.speedup(workers) / direct - 1.0).abs() < 1e-10);
    }
    worst.report("amdahl", 400);
}

#[test]
fn usl() {
    let mut worst = Worst::default();
    for row in Family::named("usl").rows() {
        let (alpha, beta) = (row.number("contention"), row.number("coherency"));
        let curve = Usl::new(row.number("one_worker_per_sec"), alpha, beta).unwrap();
        let workers = row.number("workers");
        row.check("throughput", curve.throughput_per_sec(workers), 1e-10, &mut worst);
        row.check("peak_workers", curve.peak_workers().unwrap_or(0.0), 1e-10, &mut worst);
        // A second way: the time of one job grows by a share for each other worker, and for each pair.
        let per_job = (1.0 - alpha) + workers * (alpha - beta) + workers * workers * beta;
        let direct = row.number("one_worker_per_sec") * workers / per_job;
        assert!((curve.throughput_per_sec(workers) / direct - 1.0).abs() < 1e-10);
    }
    worst.report("usl", 400);
}

#[test]
fn the_usl_fit_finds_any_curve_from_exact_points() {
    for row in Family::named("usl").rows().filter(|row| row.number("workers") == 1.0) {
        let (alpha, beta) = (row.number("contention"), row.number("coherency"));
        let curve = Usl::new(row.number("one_worker_per_sec"), alpha, beta).unwrap();
        let points: Vec<(f64, f64)> =
            [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0].iter().map(|&n| (n, curve.throughput_per_sec(n))).collect();
        let fit = UslFit::to_points(&points).unwrap();
        // Points right to ε determine the coefficients to ε times the condition of the problem: 1e-9 leaves it a factor of 10⁶.
        assert!((fit.curve.one_worker_per_sec() / curve.one_worker_per_sec() - 1.0).abs() < 1e-9, "{alpha} {beta}");
        assert!((fit.curve.contention() - alpha).abs() < 1e-9, "{alpha} {beta}: {:?}", fit.curve);
        assert!((fit.curve.coherency() - beta).abs() < 1e-9, "{alpha} {beta}: {:?}", fit.curve);
    }
}
