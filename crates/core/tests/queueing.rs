//! Laws that every queueing model obeys, and values printed in textbooks.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use explorer_core::queueing::{
    AllenCunneen, FiniteSource, GM1, Interarrival, Kingman, LittlesLaw, MD1, MG1, MG1Lifo, MG1Priority, MG1Ps, MM1,
    MM1Sjf, MMInf, MMc, MMcK, Preemption, QueueError, ServiceClass, erlang,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn near(ours: f64, theirs: f64, tolerance: f64) -> bool {
    (ours - theirs).abs() <= tolerance * theirs.abs().max(f64::MIN_POSITIVE)
}

mod textbook {
    use super::*;

    /// R. Bronson, *Schaum's Outline of Operations Research* (McGraw-Hill, 1982), printed at
    /// web.ist.utl.pt/mcasquilho/compute/or/Fx-queuevars.php. Times in hours, minutes and years as printed.
    #[test]
    fn bronsons_three_worked_systems() {
        let one = MM1::new(24.0, 1.0 / 30.0).unwrap();
        assert!(near(one.mean_in_system(), 4.0, 1e-12) && near(one.mean_response_secs(), 1.0 / 6.0, 1e-12));
        assert!(near(one.state_probability(0), 0.2, 1e-12));
        let counter = MM1::new(0.5, 1.5).unwrap();
        assert!(near(counter.mean_queue_length(), 2.25, 1e-12) && near(counter.mean_wait_secs(), 4.5, 1e-12));
        assert!(near(counter.state_probability(0), 0.25, 1e-12));
        let three = MMc::new(300.0, 1.0 / 182.5, 3).unwrap();
        assert!(near(three.mean_queue_length(), 0.352, 1e-2) && near(three.mean_in_system(), 1.996, 1e-3));
        assert!(near(three.mean_wait_secs(), 0.001_175, 1e-3) && near(three.mean_response_secs(), 0.006_654, 1e-3));
        // p₀ of three servers, from a capacity too large to matter.
        let long = MMcK::new(300.0, 1.0 / 182.5, 3, 2_000).unwrap();
        assert!((long.empty_probability() - 0.177_54).abs() < 5e-6);
    }

    /// Exact fractions of Erlang's C, and the exercise of Wolfram's documentation of `ErlangC`.
    #[test]
    fn erlang_c_of_small_systems() {
        for (servers, offered, share) in [(2, 1.0, 1.0 / 3.0), (3, 2.0, 4.0 / 9.0), (2, 1.5, 9.0 / 14.0)] {
            assert!(near(erlang::erlang_c(servers, offered).unwrap(), share, 1e-14));
        }
        assert!((erlang::erlang_c(10, 6.0).unwrap() - 0.101_299).abs() < 5e-7);
        assert!((erlang::erlang_c(5, 2.5).unwrap() - 0.130_371).abs() < 5e-7);
        assert!((erlang::erlang_c(6, 2.5).unwrap() - 0.047_445).abs() < 5e-7);
        assert_eq!(erlang::servers_for_wait_share(2.5, 0.1), Ok(6));
    }

    /// Share of customers who wait, by servers and utilization: six digits of an independent computation.
    #[test]
    fn the_table_of_waiting_by_servers_and_utilization() {
        let columns = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];
        for (servers, shares) in [
            (1, [0.5, 0.7, 0.8, 0.9, 0.95, 0.99]),
            (2, [0.333_333, 0.576_471, 0.711_111, 0.852_632, 0.925_641, 0.985_025]),
            (4, [0.173_913, 0.428_654, 0.596_432, 0.787_753, 0.891_419, 0.977_905]),
            (8, [0.059_044, 0.270_603, 0.457_645, 0.701_533, 0.844_169, 0.967_804]),
            (16, [0.009_019, 0.129_676, 0.304_884, 0.591_343, 0.780_192, 0.953_571]),
            (32, [0.000_291, 0.038_019, 0.160_623, 0.458_197, 0.695_710, 0.933_646]),
            (64, [0.0, 0.004_413, 0.056_056, 0.310_663, 0.588_011, 0.905_947]),
        ] {
            for (utilization, share) in columns.into_iter().zip(shares) {
                let ours = erlang::erlang_c(servers, utilization * f64::from(servers)).unwrap();
                assert!((ours - share).abs() < 1e-6, "{servers} {utilization}: {ours}");
            }
        }
        for (servers, waits) in [
            (1, [1.0, 2.333, 4.0, 9.0, 19.0, 99.0]),
            (8, [0.01476, 0.11275, 0.28603, 0.87692, 2.11042, 12.09755]),
            (64, [0.0, 0.00023, 0.00438, 0.04854, 0.18375, 1.41554]),
        ] {
            for (utilization, wait) in columns.into_iter().zip(waits) {
                let ours = MMc::new(utilization * f64::from(servers), 1.0, servers).unwrap().mean_wait_secs();
                assert!((ours - wait).abs() < 5e-4 * wait.max(0.02), "{servers} {utilization}: {ours}");
            }
        }
    }

    /// M. Kleinrock's rule: p99 over mean is ln 100 at every load of M/M/1; M/D/1 waits half of M/M/1.
    #[test]
    fn rules_of_thumb_that_are_exact() {
        for utilization in [0.1, 0.5, 0.9, 0.999] {
            let queue = MM1::new(utilization, 1.0).unwrap();
            assert!(near(
                queue.response_quantile_secs(0.99) / queue.mean_response_secs(),
                4.605_170_185_988_092,
                1e-14
            ));
            assert!(near(MD1::new(utilization, 1.0).unwrap().mean_wait_secs(), 0.5 * queue.mean_wait_secs(), 1e-14));
        }
    }
}

mod refusals {
    use super::*;

    #[test]
    fn full_load_is_refused_by_every_model_without_a_limit_and_by_none_with_one() {
        let class = ServiceClass { arrivals_per_sec: 0.5, mean_service_secs: 1.0, service_scv: 1.0 };
        let errors = [
            MM1::new(1.0, 1.0).err(),
            MMc::new(2.0, 1.0, 2).err(),
            MD1::new(1.0, 1.0).err(),
            MG1::new(1.0, 1.0, 1.0).err(),
            MG1Lifo::new(1.0, 1.0, 1.0).err(),
            MG1Ps::new(1.0, 1.0).err(),
            MM1Sjf::new(1.0, 1.0).err(),
            GM1::new(1.0, 1.0, Interarrival::Deterministic).err(),
            Kingman::new(1.0, 1.0, 1.0, 1.0).err(),
            MG1Priority::new(&[class, class], Preemption::None).err(),
            erlang::erlang_c(3, 3.0).err(),
        ];
        for error in errors {
            assert!(matches!(error, Some(QueueError::Unstable { .. })), "{error:?}");
            let text = error.unwrap().to_string();
            assert!(text.contains("It needs at least") && !text.contains("NaN") && !text.contains("inf"), "{text}");
        }
        assert!(MMcK::new(1e6, 86_400.0, 1, 1).is_ok() && MMInf::new(1e6, 86_400.0).is_ok());
        assert!(FiniteSource::new(1_000, 0.0, 1.0, 1).is_ok());
    }

    #[test]
    fn a_hair_below_full_load_is_answered_with_finite_numbers() {
        let rate = 1.0 - 1e-9;
        let values = [
            MM1::new(rate, 1.0).unwrap().response_quantile_secs(0.99999),
            MMc::new(rate * 10_000.0, 1.0, 10_000).unwrap().response_quantile_secs(0.99999),
            MD1::new(rate, 1.0).unwrap().wait_quantile_secs(0.99999),
            MG1::new(rate, 1.0, 100.0).unwrap().mean_wait_secs(),
            MM1Sjf::new(rate, 1.0).unwrap().mean_wait_secs(),
            GM1::new(rate, 1.0, Interarrival::Erlang { stages: 9 }).unwrap().response_quantile_secs(0.99999),
        ];
        assert!(values.iter().all(|value| value.is_finite() && *value > 1e3), "{values:?}");
    }

    #[test]
    fn levels_outside_zero_to_one_never_give_an_infinity() {
        let queues = [0.3, 0.99].map(|rate| (MMc::new(rate, 1.0, 1).unwrap(), MMcK::new(rate, 1.0, 1, 9).unwrap()));
        for (open, limited) in queues {
            for q in [f64::NAN, -1.0, 0.0, 1.0, 2.0, f64::INFINITY] {
                for value in [
                    open.wait_quantile_secs(q),
                    open.response_quantile_secs(q),
                    limited.wait_quantile_secs(q),
                    limited.response_quantile_secs(q),
                ] {
                    assert!(value.is_finite() && value >= 0.0, "{q}: {value}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(300),
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn littles_law_holds_in_every_model(
        rate in 1e-3..1e3_f64, utilization in 1e-3..0.999_f64, servers in 1_u32..200, scv in 0.0..20.0_f64, room in 0_u32..50,
    ) {
        let secs = utilization * f64::from(servers) / rate;
        let one = utilization / rate;
        let check = |inside: f64, enter: f64, response: f64| {
            near(LittlesLaw::from_arrivals_and_response(enter, response).unwrap().in_system, inside, 1e-10)
        };
        let mmc = MMc::new(rate, secs, servers).unwrap();
        prop_assert!(check(mmc.mean_in_system(), rate, mmc.mean_response_secs()));
        let mm1 = MM1::new(rate, one).unwrap();
        prop_assert!(check(mm1.mean_in_system(), rate, mm1.mean_response_secs()));
        let md1 = MD1::new(rate, one).unwrap();
        prop_assert!(check(md1.mean_in_system(), rate, md1.mean_response_secs()));
        let mg1 = MG1::new(rate, one, scv).unwrap();
        prop_assert!(check(mg1.mean_in_system(), rate, mg1.mean_response_secs()));
        let gm1 = GM1::new(rate, one, Interarrival::balanced_means(1.0 + scv)).unwrap();
        prop_assert!(check(gm1.mean_in_system(), rate, gm1.mean_response_secs()));
        let limited = MMcK::new(rate * 1.5, secs, servers, servers + room).unwrap();
        prop_assert!(check(limited.mean_in_system(), limited.throughput_per_sec(), limited.mean_response_secs()));
        let closed = FiniteSource::new(servers + room, 3.0 * secs, secs, servers).unwrap();
        prop_assert!(check(closed.mean_in_system(), closed.throughput_per_sec(), closed.mean_response_secs()));
        prop_assert!(near(closed.mean_response_secs(), f64::from(servers + room) / closed.throughput_per_sec() - 3.0 * secs, 1e-9));
    }

    #[test]
    fn more_load_means_more_waiting_and_more_servers_less(
        low in 1e-3..0.99_f64, more in 1e-4..0.9_f64, servers in 1_u32..100, room in 0_u32..60, q in 0.01..0.9999_f64,
    ) {
        let high = low + (0.999 - low) * more;
        let c = f64::from(servers);
        let (calm, busy) = (MMc::new(low * c, 1.0, servers).unwrap(), MMc::new(high * c, 1.0, servers).unwrap());
        prop_assert!(calm.wait_probability() < busy.wait_probability());
        prop_assert!(calm.response_quantile_secs(q) <= busy.response_quantile_secs(q) * (1.0 + 1e-12));
        prop_assert!(MMc::new(low * c, 1.0, servers + 1).unwrap().mean_wait_secs() < calm.mean_wait_secs());
        let (calm, busy) = (MD1::new(low, 1.0).unwrap(), MD1::new(high, 1.0).unwrap());
        prop_assert!(calm.wait_quantile_secs(q) <= busy.wait_quantile_secs(q) * (1.0 + 1e-12));
        let limited = |rate: f64| MMcK::new(rate * 2.0 * c, 1.0, servers, servers + room).unwrap();
        let (calm, busy) = (limited(low), limited(high));
        prop_assert!(calm.blocked_share() <= busy.blocked_share() && busy.blocked_share() < 1.0);
        prop_assert!(calm.mean_wait_secs() <= busy.mean_wait_secs() * (1.0 + 1e-12) && busy.utilization() <= 1.0 + 1e-12);
        prop_assert!(calm.throughput_per_sec() <= busy.throughput_per_sec() * (1.0 + 1e-12));
    }

    #[test]
    fn special_cases_agree(rate in 1e-3..0.999_f64, q in 0.01..0.99999_f64, t in 0.0..50.0_f64) {
        let (one, many) = (MM1::new(rate, 1.0).unwrap(), MMc::new(rate, 1.0, 1).unwrap());
        prop_assert!(near(many.mean_wait_secs(), one.mean_wait_secs(), 1e-12));
        prop_assert!(near(many.response_tail(t), one.response_tail(t), 1e-10));
        prop_assert!(near(many.response_quantile_secs(q), one.response_quantile_secs(q), 1e-11));
        // A waiting room that is never full is none at all: ρ^K < 1e-14.
        let places = (33.0 / -libm::log(rate)) as u32 + 5;
        let long = MMcK::new(rate, 1.0, 1, places).unwrap();
        prop_assert!(near(long.mean_response_secs(), one.mean_response_secs(), 1e-9));
        // What is cut off the tail is ρ^K, and a quantile moves by it over 1 − q.
        prop_assert!(near(long.response_quantile_secs(q), one.response_quantile_secs(q), 1e-9 / (1.0 - q)));
        // No waiting room: Erlang's loss system.
        let loss = MMcK::new(rate * 7.0, 1.0, 7, 7).unwrap();
        prop_assert!(near(loss.blocked_share(), erlang::erlang_b(7, rate * 7.0).unwrap(), 1e-13));
        // The same model by other roads.
        let exponential = GM1::new(rate, 1.0, Interarrival::Exponential).unwrap();
        prop_assert!(near(exponential.mean_wait_secs(), one.mean_wait_secs(), 1e-11));
        let kingman = Kingman::new(rate, 1.0, 1.0, 1.0).unwrap();
        prop_assert!(near(kingman.mean_wait_secs(), one.mean_wait_secs(), 1e-12));
        let allen = AllenCunneen::new(many, 1.0, 1.0).unwrap();
        prop_assert!(near(allen.mean_wait_secs(), one.mean_wait_secs(), 1e-12));
    }

    #[test]
    fn a_quantile_undoes_its_distribution(
        utilization in 0.01..3.0_f64, servers in 1_u32..40, room in 0_u32..60, q in 0.001..0.99999_f64,
    ) {
        let limited = MMcK::new(utilization * f64::from(servers), 1.0, servers, servers + room).unwrap();
        let ill = 1e-11 / (1.0 - q) + 1e-11;
        prop_assert!((limited.response_cdf(limited.response_quantile_secs(q)) - q).abs() < ill);
        let t = limited.wait_quantile_secs(q);
        let undone = if t > 0.0 { (limited.wait_cdf(t) - q).abs() < ill } else { limited.wait_cdf(0.0) >= q - 1e-12 };
        prop_assert!(undone);
        if utilization < 0.999 {
            let open = MMc::new(utilization * f64::from(servers), 1.0, servers).unwrap();
            prop_assert!((open.response_cdf(open.response_quantile_secs(q)) - q).abs() < ill);
            let constant = MD1::new(utilization, 1.0).unwrap();
            let t = constant.wait_quantile_secs(q);
            let undone = if t > 0.0 { (constant.wait_cdf(t) - q).abs() < ill } else { 1.0 - utilization >= q - 1e-12 };
            prop_assert!(undone);
        }
    }

    #[test]
    fn tails_fall_from_one_to_nothing(utilization in 0.01..2.0_f64, servers in 1_u32..30, room in 0_u32..40, t in 0.0..40.0_f64) {
        let limited = MMcK::new(utilization * f64::from(servers), 1.0, servers, servers + room).unwrap();
        let (now, later) = (limited.response_tail(t), limited.response_tail(t + 0.01));
        prop_assert!((0.0..=1.0).contains(&now) && later <= now && limited.wait_tail(t) <= now + 1e-15);
    }

    #[test]
    fn bounds_hold_for_exact_systems(utilization in 0.01..0.999_f64, scv in 1.0..50.0_f64, stages in 1_u32..50) {
        for law in [Interarrival::Deterministic, Interarrival::Erlang { stages }, Interarrival::balanced_means(scv)] {
            let exact = GM1::new(utilization, 1.0, law).unwrap().mean_wait_secs();
            let bounds = Kingman::new(utilization, 1.0, law.scv(), 1.0).unwrap();
            prop_assert!(bounds.wait_lower_bound_secs() <= exact * (1.0 + 1e-9), "{law:?}");
            prop_assert!(exact <= bounds.wait_upper_bound_secs() * (1.0 + 1e-9), "{law:?} {exact}");
            prop_assert!(bounds.wait_upper_bound_secs() <= bounds.kingman_bound_secs() * (1.0 + 1e-12));
        }
    }

    #[test]
    fn any_input_is_answered_finitely_or_refused(
        rate in prop::num::f64::ANY, secs in prop::num::f64::ANY, servers in 0_u32..2_000, capacity in 0_u32..5_000,
    ) {
        if let Ok(queue) = MMc::new(rate, secs, servers) {
            prop_assert!(queue.mean_response_secs().is_finite() && queue.response_quantile_secs(0.99).is_finite());
        }
        if let Ok(queue) = MMcK::new(rate, secs, servers, capacity) {
            let values = [
                queue.blocked_share(), queue.mean_wait_secs(), queue.mean_in_system(), queue.empty_probability(),
                queue.wait_quantile_secs(0.99), queue.response_quantile_secs(0.99),
            ];
            prop_assert!(values.iter().all(|value| value.is_finite() && *value >= 0.0), "{rate:e} {secs:e} {values:?}");
        }
        if let Ok(queue) = MD1::new(rate, secs) {
            prop_assert!(queue.wait_quantile_secs(0.99).is_finite());
        }
    }
}
