//! Queueing models against the high-precision table.

use crate::table::{Family, Row, Worst, tolerance};
use explorer_core::queueing::{
    AllenCunneen, FiniteSource, GM1, Interarrival, Kingman, MD1, MG1, MG1Lifo, MG1Priority, MG1Ps, MM1, MM1Sjf, MMc,
    MMcK, Preemption, ServiceClass, erlang,
};

fn arrivals(row: &Row<'_>) -> f64 {
    row.number("arrivals_per_sec")
}

fn service(row: &Row<'_>) -> f64 {
    row.number("mean_service_secs")
}

/// 1 − ρ by a fused step: exact but for one rounding.
fn idle(row: &Row<'_>, servers: f64) -> f64 {
    (-arrivals(row)).mul_add(service(row), servers) / servers
}

#[test]
fn erlang_b_and_c() {
    let mut worst = Worst::default();
    for row in Family::named("erlang_b").rows() {
        let share = erlang::erlang_b(row.whole("servers"), row.number("offered_erlangs")).unwrap();
        row.check("blocked", share, 1e-10, &mut worst);
    }
    worst.report("erlang_b", 200);
    let mut worst = Worst::default();
    for row in Family::named("erlang_c").rows() {
        let (servers, offered) = (row.whole("servers"), row.number("offered_erlangs"));
        let allowed = tolerance((f64::from(servers) - offered) / f64::from(servers));
        row.check("share", erlang::erlang_c(servers, offered).unwrap(), allowed, &mut worst);
    }
    worst.report("erlang_c", 200);
}

#[test]
fn mm1() {
    let mut worst = Worst::default();
    for row in Family::named("mm1").rows() {
        let queue = MM1::new(arrivals(&row), service(&row)).unwrap();
        let (q, t, allowed) = (row.number("q"), row.number("t"), tolerance(idle(&row, 1.0)));
        for (column, ours) in [
            ("mean_wait", queue.mean_wait_secs()),
            ("mean_response", queue.mean_response_secs()),
            ("mean_queue", queue.mean_queue_length()),
            ("mean_in_system", queue.mean_in_system()),
            ("wait_tail", queue.wait_tail(t)),
            ("response_tail", queue.response_tail(t)),
            ("wait_q", queue.wait_quantile_secs(q)),
            ("response_q", queue.response_quantile_secs(q)),
        ] {
            row.check(column, ours, allowed, &mut worst);
        }
    }
    worst.report("mm1", 1_600);
}

#[test]
fn mmc() {
    let mut worst = Worst::default();
    for row in Family::named("mmc").rows() {
        let servers = row.whole("servers");
        let queue = MMc::new(arrivals(&row), service(&row), servers).unwrap();
        let (q, t, allowed) = (row.number("q"), row.number("t"), tolerance(idle(&row, f64::from(servers))));
        for (column, ours) in [
            ("wait_probability", queue.wait_probability()),
            ("mean_wait", queue.mean_wait_secs()),
            ("mean_response", queue.mean_response_secs()),
            ("mean_queue", queue.mean_queue_length()),
            ("mean_in_system", queue.mean_in_system()),
            ("wait_tail", queue.wait_tail(t)),
            ("response_tail", queue.response_tail(t)),
            ("wait_q", queue.wait_quantile_secs(q)),
            ("response_q", queue.response_quantile_secs(q)),
        ] {
            row.check(column, ours, allowed, &mut worst);
        }
    }
    worst.report("mmc", 1_800);
}

#[test]
fn mmck() {
    let mut worst = Worst::default();
    for row in Family::named("mmck").rows() {
        let (servers, capacity) = (row.whole("servers"), row.whole("capacity"));
        let queue = MMcK::new(arrivals(&row), service(&row), servers, capacity).unwrap();
        let (q, t) = (row.number("q"), row.number("t"));
        // A limited queue has no pole at full load, so it is owed no allowance there.
        for (column, ours) in [
            ("blocked", queue.blocked_share()),
            ("throughput", queue.throughput_per_sec()),
            ("mean_queue", queue.mean_queue_length()),
            ("mean_wait", queue.mean_wait_secs()),
            ("mean_response", queue.mean_response_secs()),
            ("empty", queue.empty_probability()),
            ("wait_probability", queue.wait_probability()),
            ("wait_tail", queue.wait_tail(t)),
            ("response_tail", queue.response_tail(t)),
            ("wait_q", queue.wait_quantile_secs(q)),
            ("response_q", queue.response_quantile_secs(q)),
        ] {
            row.check(column, ours, 1e-10, &mut worst);
        }
    }
    worst.report("mmck", 2_200);
}

#[test]
fn md1() {
    let mut worst = Worst::default();
    for row in Family::named("md1").rows() {
        let (rate, secs) = (arrivals(&row), row.number("service_secs"));
        let queue = MD1::new(rate, secs).unwrap();
        let (q, t, allowed) = (row.number("q"), row.number("t"), tolerance((-rate).mul_add(secs, 1.0)));
        row.check("mean_wait", queue.mean_wait_secs(), allowed, &mut worst);
        row.check("mean_response", queue.mean_response_secs(), allowed, &mut worst);
        row.check("wait_tail", queue.wait_tail(t), allowed, &mut worst);
        row.check("wait_q", queue.wait_quantile_secs(q), allowed, &mut worst);
    }
    worst.report("md1", 1_000);
}

#[test]
fn mg1_and_its_lifo() {
    let mut worst = Worst::default();
    for row in Family::named("mg1").rows() {
        let (scv, third) = (row.number("service_scv"), row.number("third_moment"));
        let queue = MG1::new(arrivals(&row), service(&row), scv).unwrap();
        let lifo = MG1Lifo::new(arrivals(&row), service(&row), scv).unwrap();
        let allowed = tolerance(idle(&row, 1.0));
        row.check("mean_wait", queue.mean_wait_secs(), allowed, &mut worst);
        row.check("mean_response", queue.mean_response_secs(), allowed, &mut worst);
        row.check("mean_queue", queue.mean_queue_length(), allowed, &mut worst);
        row.check("wait_second_moment", queue.wait_second_moment(third).unwrap(), allowed, &mut worst);
        row.check("lifo_wait_second_moment", lifo.wait_second_moment(third).unwrap(), allowed, &mut worst);
    }
    worst.report("mg1", 1_000);
}

#[test]
fn two_moment_approximations_and_bounds() {
    let mut worst = Worst::default();
    for row in Family::named("two_moments").rows() {
        let servers = row.whole("servers");
        let (ca2, cs2) = (row.number("arrival_scv"), row.number("service_scv"));
        let allowed = tolerance(idle(&row, f64::from(servers)));
        let many = AllenCunneen::new(MMc::new(arrivals(&row), service(&row), servers).unwrap(), ca2, cs2).unwrap();
        row.check("allen_cunneen", many.mean_wait_secs(), allowed, &mut worst);
        if servers == 1 {
            let one = Kingman::new(arrivals(&row), service(&row), ca2, cs2).unwrap();
            row.check("kingman", one.mean_wait_secs(), allowed, &mut worst);
            row.check("kingman_bound", one.kingman_bound_secs(), allowed, &mut worst);
            row.check("daley_bound", one.wait_upper_bound_secs(), allowed, &mut worst);
            row.check("marchal_bound", one.wait_lower_bound_secs(), allowed, &mut worst);
        }
    }
    worst.report("two_moments", 400);
}

#[test]
fn gm1() {
    let mut worst = Worst::default();
    for row in Family::named("gm1").rows() {
        let law = match row.text("law") {
            "deterministic" => Interarrival::Deterministic,
            "erlang" => Interarrival::Erlang { stages: row.number("first") as u32 },
            _ => Interarrival::Hyperexponential {
                first_share: row.number("first"),
                first_relative_mean: row.number("second"),
            },
        };
        let queue = GM1::new(arrivals(&row), service(&row), law).unwrap();
        let (q, allowed) = (row.number("q"), tolerance(idle(&row, 1.0)));
        row.check("wait_probability", queue.wait_probability(), allowed, &mut worst);
        row.check("mean_wait", queue.mean_wait_secs(), allowed, &mut worst);
        row.check("mean_response", queue.mean_response_secs(), allowed, &mut worst);
        row.check("wait_q", queue.wait_quantile_secs(q), allowed, &mut worst);
        row.check("response_q", queue.response_quantile_secs(q), allowed, &mut worst);
    }
    worst.report("gm1", 1_000);
}

#[test]
fn other_orders_of_service() {
    let mut worst = Worst::default();
    for row in Family::named("sjf_and_sharing").rows() {
        let allowed = tolerance(idle(&row, 1.0));
        let sorted = MM1Sjf::new(arrivals(&row), service(&row)).unwrap();
        let shared = MG1Ps::new(arrivals(&row), service(&row)).unwrap();
        row.check("sjf_mean_wait", sorted.mean_wait_secs(), allowed, &mut worst);
        row.check("ps_mean_response", shared.mean_response_secs(), allowed, &mut worst);
    }
    for row in Family::named("priority").rows() {
        let class = |which: u32| ServiceClass {
            arrivals_per_sec: row.number(&format!("arrivals_{which}")),
            mean_service_secs: row.number(&format!("service_{which}")),
            service_scv: row.number(&format!("scv_{which}")),
        };
        let classes = [class(1), class(2)];
        let idle = classes.iter().fold(1.0, |rest, c| (-c.arrivals_per_sec).mul_add(c.mean_service_secs, rest));
        let plain = MG1Priority::new(&classes, Preemption::None).unwrap();
        let resume = MG1Priority::new(&classes, Preemption::Resume).unwrap();
        for (column, ours) in [
            ("wait_1", plain.mean_waits_secs()[0]),
            ("wait_2", plain.mean_waits_secs()[1]),
            ("resume_response_1", resume.mean_responses_secs()[0]),
            ("resume_response_2", resume.mean_responses_secs()[1]),
            ("wait_overall", plain.mean_wait_secs()),
        ] {
            row.check(column, ours, tolerance(idle), &mut worst);
        }
    }
    worst.report("orders", 200);
}

#[test]
fn finite_source() {
    let mut worst = Worst::default();
    for row in Family::named("finite_source").rows() {
        let queue =
            FiniteSource::new(row.whole("sources"), row.number("mean_think_secs"), service(&row), row.whole("servers"))
                .unwrap();
        row.check("throughput", queue.throughput_per_sec(), 1e-10, &mut worst);
        row.check("mean_queue", queue.mean_queue_length(), 1e-10, &mut worst);
        row.check("mean_response", queue.mean_response_secs(), 1e-10, &mut worst);
        row.check("wait_probability", queue.wait_probability(), 1e-10, &mut worst);
    }
    worst.report("finite_source", 700);
}
