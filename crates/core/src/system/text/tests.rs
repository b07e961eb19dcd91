use super::*;
use crate::system::tests::random;

#[test]
fn writing_and_reading_are_the_identity_on_a_hundred_thousand_random_scenarios() {
    for seed in 0..100_000 {
        let scenario = random::scenario(seed);
        let written = write(&scenario);
        let back = read(&written);
        assert_eq!(back.as_ref(), Ok(&scenario), "seed {seed}:\n{written}");
        if seed % 100 == 0 {
            assert_eq!(write(&back.expect("it was read")), written);
        }
    }
}

const SHOP: &str = "
clients  shoppers  open 900/s poisson  keys zipf 10000 0.9  timeout 1s  retry 3 full-jitter 50ms 2s  budget 10%  -> front
balancer front     least-outstanding  -> web
service  web x8    workers 16  line 200  work 3ms exponential  calls products, then stock  breaker 50% of 100 open 30s
cache    products  lru 1000  ttl 60s jitter 10%  single-flight  hit 0.5ms  -> db
service  stock x2  workers 32  line 100  work 2ms erlang 4  pool db 20 wait 1s  calls db
database db        replicas 2  connections 50  read 4ms  write 8ms  writes 10%  lag 200ms
fault    db slow 10x  from 60s to 90s";

#[test]
fn the_shop_is_read_and_has_a_canonical_form() {
    let shop = read(SHOP).expect("no mistake");
    assert_eq!(
        write(&shop),
        "clients shoppers open 900/s poisson keys zipf 10000 0.9 timeout 1s retry 3 full-jitter 50ms 2s budget 10% -> front\n\
         balancer front least-outstanding -> web\n\
         service web x8 workers 16 line 200 work 3ms exponential calls products, then stock breaker 50% of 100 open 30s\n\
         cache products lru 1000 ttl 60s jitter 10% single-flight hit 0.5ms -> db\n\
         service stock x2 workers 32 line 100 work 2ms erlang 4 calls db pool db 20 wait 1s\n\
         database db replicas 2 connections 50 read 4ms write 8ms writes 10% lag 200ms\n\
         fault db slow 10x from 60s to 90s"
    );
}

#[test]
fn each_mistake_is_named_with_its_line_and_word() {
    let says =
        |text: &str| read(text).map_or_else(|m| m.iter().map(ToString::to_string).collect::<Vec<_>>(), |_| Vec::new());
    let with = |row: &str| says(&format!("clients c open 1/s -> s\nservice s workers 1 work 1ms\n{row}"));
    let first = |row: &str| with(row).first().cloned().unwrap_or_default();
    assert_eq!(
        first("service t workers many"),
        "line 3: `workers` needs a whole number from 1 to 1,000,000 or `unlimited`, got `many`"
    );
    assert_eq!(
        first("service t workers"),
        "line 3: `workers` needs a whole number from 1 to 1,000,000 or `unlimited`, and the line ends"
    );
    assert_eq!(
        first("server t"),
        "line 3: a line begins with one of clients, balancer, service, cache, database, broker, link, fault, got `server`"
    );
    assert_eq!(first("service s work 1ms"), "line 3: a second part is named `s`");
    assert_eq!(first("service t work 1ms calls u"), "line 3: no part is named `u`");
    assert_eq!(first("service t work 1ms work 2ms"), "line 3: `work` stands twice");
    assert_eq!(first("fault s slow 10x from 9s to 3s"), "line 3: it must end after it begins");
    assert_eq!(first("fault c slow 10x from 1s to 3s"), "line 3: that fault has no meaning for `c`, a clients");
    assert_eq!(first("link s -> c 5ms"), "line 3: `s` does not call `c`");
    assert!(first("service a work 1ms calls b\nservice b work 1ms calls a").contains("a circle never ends"));
    assert!(first("service t wrk 1ms").starts_with("line 3: `wrk` says nothing of a service; what does: x8"));
    assert!(first("service t work 1ms breaker 50% 100 open 3s").contains("`of` is missing"));
    assert_eq!(says("service s work 1ms")[0], "nobody asks: a system needs a line that begins with `clients`");
    let both = says("clients c opn 1/s -> s\nservice s workers 0");
    assert_eq!(both.len(), 2, "every line's mistake at once: {both:?}");
    let mistake = read("clients c open 1/s -> s\nservice s workers many").expect_err("a mistake");
    assert_eq!((mistake[0].line, mistake[0].word), (2, 4));
    let many = (0..10_000).map(|i| format!("service s{i} work 1ms")).collect::<Vec<_>>().join("\n");
    let says_many = says(&format!("clients c open 1/s -> s0\n{many}"));
    assert!(says_many[0].contains("more than"), "{says_many:?}");
}

#[test]
fn no_text_whatever_brings_it_down() {
    let words: Vec<&str> = SHOP
        .split_whitespace()
        .chain(["", "-> ,", "x0", "x1001", "1e999s", "-5", "·", "#", "→", "%", "0%", "p99", "ä", "web#3", "\n"])
        .collect();
    let mut state = 7u64;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % n
    };
    for _ in 0..100_000 {
        let mut text: Vec<&str> = SHOP.split_inclusive(char::is_whitespace).collect();
        for _ in 0..1 + next(4) {
            let at = next(text.len());
            match next(3) {
                0 => text[at] = words[next(words.len())],
                1 => {
                    text.remove(at);
                }
                _ => text.insert(at, words[next(words.len())]),
            }
        }
        let text = text.join(" ");
        match read(&text) {
            Ok(scenario) => assert_eq!(read(&write(&scenario)), Ok(scenario)),
            Err(mistakes) => assert!(!mistakes.is_empty() && mistakes.iter().all(|m| !m.says.is_empty())),
        }
    }
    // A link cut anywhere.
    for at in (0..SHOP.len()).filter(|at| SHOP.is_char_boundary(*at)) {
        let _ = read(&SHOP[..at]);
    }
}

#[test]
fn signs_need_no_blanks_and_lines_may_end_otherwise() {
    let a = read("clients c open 36/s->s · service s workers 1 work 25ms exponential").expect("valid");
    let b = read("# shop\n\nclients c open 36/s poisson → s\n  service s work 25ms exponential").expect("valid");
    assert_eq!(a, b);
    assert!(
        read("clients c open 1/s -> s; service s work 1ms calls a,then b ; service a work 1ms; service b work 1,000ms")
            .is_err()
    );
}

#[test]
fn twenty_parts_fit_into_a_link() {
    let mut text =
        "clients shoppers open 900/s poisson keys zipf 10000 0.9 timeout 1s retry 3 full-jitter 50ms 2s -> s1"
            .to_owned();
    for i in 1..19 {
        text += &format!("\nservice s{i} x2 workers 16 line 200 work 3ms exponential calls s{}", i + 1);
    }
    text += "\nservice s19 workers 8 work 1ms";
    let written = write(&read(&text).expect("valid"));
    // A blank is `+` in a query; what is left to be escaped takes three characters.
    let escaped: usize =
        written.chars().map(|c| if c.is_ascii_alphanumeric() || " -_.".contains(c) { 1 } else { 3 }).sum();
    assert!(escaped <= 2000, "{escaped}");
}
