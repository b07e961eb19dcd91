use super::*;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

fn laws() -> Vec<Law> {
    vec![
        Law::exponential(0.4).expect("valid"),
        Law::deterministic(0.4).expect("valid"),
        Law::erlang(0.4, 0.5).expect("valid"),
        Law::erlang(0.4, 0.2).expect("valid"),
        Law::hyperexponential(0.4, 3.0).expect("valid"),
        Law::lognormal(0.4, 0.8).expect("valid"),
        Law::pareto(0.4, 0.5).expect("valid"),
        Law::pareto(0.4, 2.0).expect("valid"),
        Law::uniform(0.3, 0.5).expect("valid"),
        Law::empirical(&[0.1, 0.2, 0.9]).expect("valid"),
    ]
}

#[test]
fn the_mean_of_a_million_draws_is_the_mean() {
    for (i, mut law) in laws().into_iter().enumerate() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(100 + i as u64);
        let n = 1_000_000;
        let mut block = vec![0.0; n];
        law.fill(&mut rng, &mut block);
        let mean = block.iter().sum::<f64>() / n as f64;
        let standard_error = (law.variance() / n as f64).sqrt();
        assert!((mean - law.mean()).abs() <= 4.9 * standard_error + 1e-9, "{law:?}: {mean}");
        // The sample variance of a law with a finite fourth moment: loose, but a cv taken for its square is far outside.
        let variance = block.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n as f64;
        assert!((variance - law.variance()).abs() <= 0.1 * law.variance() + 1e-12, "{law:?}: {variance}");
    }
}

#[test]
fn draws_lie_below_each_quantile_as_often_as_it_says() {
    for mut law in laws() {
        if matches!(law, Law::Deterministic(_) | Law::Empirical(_)) {
            continue;
        }
        let Some(median) = law.quantile(0.5) else { continue };
        let p99 = law.quantile(0.99).expect("closed");
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let mut block = vec![0.0; 1_000_000];
        law.fill(&mut rng, &mut block);
        let share = |limit: f64| block.iter().filter(|x| **x <= limit).count() as f64 / 1e6;
        assert!((share(median) - 0.5).abs() < 4.9 * 0.0005, "{law:?}");
        assert!((share(p99) - 0.99).abs() < 4.9 * 0.0000995, "{law:?}");
    }
}

#[test]
fn a_block_holds_the_same_values_as_single_draws() {
    for law in laws() {
        let (mut one, mut many) = (law.clone(), law);
        let (mut a, mut b) = (Xoshiro256PlusPlus::seed_from_u64(9), Xoshiro256PlusPlus::seed_from_u64(9));
        let mut block = [0.0; 1000];
        many.fill(&mut b, &mut block);
        assert!(block.iter().all(|&x| x == one.sample(&mut a)), "{one:?}");
    }
}

#[test]
fn each_law_has_the_mean_and_cv_it_was_asked_for() {
    for cv in [1.0, 1.5, 10.0, 200.0] {
        assert!((Law::hyperexponential(3.0, cv).expect("valid").cv() / cv - 1.0).abs() < 1e-12);
        let hyper = Hyperexponential::new(3.0, cv).expect("valid");
        let (p, (short, long)) = (hyper.short_share(), hyper.phase_means());
        assert!((p * short + (1.0 - p) * long - 3.0).abs() < 1e-10);
        let second = 2.0 * (p * short * short + (1.0 - p) * long * long);
        assert!((second / 9.0 - 1.0 - cv * cv).abs() < 1e-8 * cv * cv, "{cv}");
        // Moments of the bounded Pareto from its bounds, by the formula in its file.
        let pareto = BoundedPareto::new(3.0, cv).expect("valid");
        let (low, high) = pareto.bounds();
        let h = high / low;
        let kept = 1.0 - libm::pow(h, -1.5);
        let first = 1.5 * low * (libm::pow(h, -0.5) - 1.0) / (-0.5 * kept);
        let second = 1.5 * low * low * (libm::pow(h, 0.5) - 1.0) / (0.5 * kept);
        assert!((first / 3.0 - 1.0).abs() < 1e-9, "{cv}: {first}");
        assert!((second / (9.0 * (1.0 + cv * cv)) - 1.0).abs() < 1e-8, "{cv}: {second}");
        assert!((pareto.quantile(1.0) / high - 1.0).abs() < 1e-6 && pareto.quantile(0.0) == low);
    }
    assert_eq!(Erlang::new(1.0, 0.5).expect("valid").stages(), 4);
    assert_eq!(Erlang::new(1.0, 0.01).expect("valid").stages(), 10_000);
}

#[test]
fn a_trace_repeats_its_values_in_order() {
    let mut law = Law::trace(&[3.0, 1.0, 2.0]).expect("valid");
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let drawn: Vec<f64> = (0..7).map(|_| law.sample(&mut rng)).collect();
    assert_eq!(drawn, [3.0, 1.0, 2.0, 3.0, 1.0, 2.0, 3.0]);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    assert_eq!(Law::exponential(f64::NAN).map_err(|e| matches!(e, LawError::Mean(_))), Err(true));
    assert_eq!(Law::uniform(2.0, 1.0), Err(LawError::Bounds(2.0, 1.0)));
    assert_eq!(Law::empirical(&[]), Err(LawError::NoValues));
    assert_eq!(Law::empirical(&[1.0, -1.0]), Err(LawError::Value(1, -1.0)));
    let said = Law::hyperexponential(1.0, 0.5).expect_err("too steady").to_string();
    assert_eq!(said, "This distribution's coefficient of variation runs from 1 to 1000; 0.5 is outside.");
}
