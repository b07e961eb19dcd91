//! The shop of a hunt: what calls what, and how a fault changes it.

use super::Fault;
use crate::trace::{Builder, Marks, Raw};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

const MS: i64 = 1_000_000;

/// A span and what it does: its own work, then rows of calls, each row side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    name: String,
    service: &'static str,
    detail: String,
    work_ns: i64,
    rows: Vec<Vec<Plan>>,
    marks: Marks,
}

impl Plan {
    fn new(service: &'static str, name: &str, work_ns: i64) -> Self {
        Self { name: name.into(), service, work_ns, ..Self::default() }
    }

    fn saying(mut self, detail: &str) -> Self {
        self.detail = detail.into();
        self
    }

    fn then(mut self, row: Vec<Plan>) -> Self {
        self.rows.push(row);
        self
    }

    fn planted(mut self) -> Self {
        self.marks = self.marks.with(Marks::PLANTED);
        self
    }

    fn failed(mut self) -> Self {
        self.marks = self.marks.with(Marks::ERROR);
        self
    }

    /// Lays the plan out from a moment on; when it ends. A plan is at most five deep.
    pub fn lay_out(&self, built: &mut Builder, parent: u128, from: i64, epoch_ns: i64) -> i64 {
        let id = built.count() as u128 + 1;
        let (name, service, detail) =
            (built.names.number(&self.name), built.names.number(self.service), built.names.number(&self.detail));
        let start_ns = epoch_ns + from;
        let raw = Raw { trace: 1, id, parent, start_ns, end_ns: start_ns, name, service, detail, marks: self.marks };
        // A shop is far smaller than the most spans there may be.
        if built.push(raw).is_err() {
            return from;
        }
        let mut at = from + self.work_ns;
        for row in &self.rows {
            at = row.iter().map(|call| call.lay_out(built, id, at, epoch_ns)).max().unwrap_or(at);
        }
        built.spans_mut()[id as usize - 1].end_ns = epoch_ns + at;
        at
    }

    /// The first span of a name, this one included.
    fn find(&mut self, name: &str) -> Option<&mut Plan> {
        if self.name == name {
            return Some(self);
        }
        self.rows.iter_mut().flatten().find_map(|call| call.find(name))
    }
}

struct Draw(Pcg64Mcg);

impl Draw {
    /// A length between two numbers of milliseconds, to 10 µs.
    fn ms(&mut self, low: f64, high: f64) -> i64 {
        let steps = (low * 100.0) as u64..=(high * 100.0) as u64;
        self.0.random_range(steps) as i64 * (MS / 100)
    }

    fn count(&mut self, low: u32, high: u32) -> u32 {
        self.0.random_range(low..=high)
    }
}

/// A query through a pool of connections.
fn query(draw: &mut Draw, name: &str, low: f64, high: f64) -> Vec<Vec<Plan>> {
    let in_use = draw.count(3, 12);
    let acquire = Plan::new(
        "pool",
        &format!("acquire connection for {}", name.split(' ').next_back().unwrap_or(name)),
        draw.ms(0.05, 0.3),
    )
    .saying(&format!("pool: {in_use} of 20 in use"));
    vec![vec![acquire], vec![Plan::new("database", name, draw.ms(low, high))]]
}

/// A request for a page of the shop, everything in order.
pub(super) fn shop(seed: u64, level: u32) -> Plan {
    let mut draw = Draw(Pcg64Mcg::seed_from_u64(seed));
    let draw = &mut draw;
    let session = Plan::new("cache", "GET session", draw.ms(0.4, 1.2)).saying("hit");
    let auth = Plan::new("auth", "verify token", draw.ms(2.0, 6.0)).then(vec![session]);
    let mut cart = Plan::new("cart", "load cart", draw.ms(1.0, 3.0));
    cart.rows = query(draw, "SELECT items", 4.0, 9.0);
    let mut profile = Plan::new("users", "load profile", draw.ms(1.0, 3.0));
    profile.rows = query(draw, "SELECT user", 3.0, 14.0);
    let price = Plan::new("cache", "GET prices", draw.ms(0.4, 1.2)).saying("hit");
    let mut prices = Plan::new("pricing", "quote prices", draw.ms(2.0, 4.0)).then(vec![price]);
    prices.rows.push(vec![
        Plan::new("pricing", "discounts", draw.ms(6.0, 18.0)),
        Plan::new("pricing", "taxes", draw.ms(6.0, 18.0)),
    ]);
    let shards = [4, 6, 10][level as usize - 1];
    let stock = Plan::new("stock", "check stock", draw.ms(0.5, 2.0))
        .then((1..=shards).map(|i| Plan::new("stock", &format!("shard {i}"), draw.ms(6.0, 12.0))).collect());
    let charge = Plan::new("bank", "POST /charge", draw.ms(40.0, 90.0)).saying("attempt 1 of 4");
    let payment = Plan::new("payments", "authorise payment", draw.ms(1.0, 4.0)).then(vec![charge]);
    let mut order = Plan::new("orders", "save order", draw.ms(1.0, 3.0));
    order.rows = query(draw, "INSERT order", 2.0, 6.0);
    order.rows.push(vec![Plan::new("database", "UPDATE stock", draw.ms(2.0, 5.0))]);
    let mut shop = Plan::new("shop", "POST /checkout", draw.ms(1.0, 4.0)).then(vec![auth]);
    let mut reads = vec![cart, profile, prices];
    if level >= 2 {
        // Side by side, and of one name: a batch, which is none of the faults.
        let batch = (0..6).map(|_| Plan::new("cdn", "HEAD picture", draw.ms(5.0, 15.0))).collect();
        reads.push(Plan::new("media", "pictures", draw.ms(0.5, 2.0)).then(batch));
    }
    if level >= 3 {
        // Long, but off the critical path where something else is longer; and an error that somebody handled.
        let advice = Plan::new("advice", "rank offers", draw.ms(14.0, 20.0)).saying("model v7");
        let stale = Plan::new("advice", "GET model", draw.ms(1.0, 3.0)).saying("stale, served anyway").failed();
        reads.push(Plan::new("advice", "advise", draw.ms(0.5, 2.0)).then(vec![stale]).then(vec![advice]));
        let steps = ["validate address", "estimate delivery", "choose carrier"];
        let chain = steps.iter().fold(Plan::new("delivery", "plan delivery", draw.ms(0.5, 1.0)), |plan, step| {
            plan.then(vec![Plan::new("delivery", step, draw.ms(1.5, 4.0)).saying("uses the answer of the step before")])
        });
        shop = shop.then(vec![chain]);
    }
    let mut shop = shop.then(reads).then(vec![stock]).then(vec![payment]).then(vec![order]);
    if level >= 2 {
        let mail = Plan::new("mail", "queue receipt", draw.ms(1.0, 3.0));
        shop = shop.then(vec![mail]);
    }
    shop.then(vec![Plan::new("shop", "render page", draw.ms(4.0, 12.0))])
}

/// Makes one thing wrong.
pub(super) fn plant(fault: Fault, shop: &mut Plan, seed: u64) {
    let mut draw = Draw(Pcg64Mcg::seed_from_u64(seed ^ 0x706c_616e));
    let draw = &mut draw;
    match fault {
        Fault::NPlusOne => {
            let Some(cart) = shop.find("load cart") else { return };
            let calls = draw.count(12, 30);
            let each: Vec<i64> = (0..calls).map(|_| draw.ms(3.0, 7.0)).collect();
            cart.marks = cart.marks.with(Marks::PLANTED);
            cart.rows.extend(
                each.into_iter()
                    .map(|ns| vec![Plan::new("database", "SELECT item WHERE id = ?", ns).saying("1 row").planted()]),
            );
        }
        Fault::Serial => {
            let wide = shop.rows.iter().position(|row| row.iter().any(|call| call.name == "load cart"));
            let Some(at) = wide else { return };
            let row = shop.rows.remove(at);
            for (i, mut call) in row.into_iter().enumerate() {
                call.marks = call.marks.with(Marks::PLANTED);
                shop.rows.insert(at + i, vec![call]);
            }
        }
        Fault::Lock => {
            let Some(update) = shop.find("UPDATE stock") else { return };
            update.work_ns += draw.ms(250.0, 900.0);
            *update = update.clone().saying("waited for transaction 48213 (row lock)").planted();
        }
        Fault::ColdCache => {
            let Some(quote) = shop.find("quote prices") else { return };
            let keys = draw.ms(160.0, 420.0);
            let write = draw.ms(0.5, 2.0);
            if let Some(lookup) = quote.rows.first_mut().and_then(|row| row.first_mut()) {
                *lookup = lookup.clone().saying("miss").planted();
            }
            quote.rows.insert(1, vec![Plan::new("database", "SELECT prices", keys).saying("12,400 rows").planted()]);
            quote.rows.insert(2, vec![Plan::new("cache", "SET prices", write).planted()]);
        }
        Fault::PoolWait => {
            let Some(acquire) = shop.find("acquire connection for order") else { return };
            acquire.work_ns += draw.ms(150.0, 600.0);
            *acquire = acquire.clone().saying("pool: 20 of 20 in use, 37 waiting").planted();
        }
        Fault::GcPause => {
            let pause = draw.ms(180.0, 420.0);
            for name in ["discounts", "taxes"] {
                let Some(part) = shop.find(name) else { return };
                part.work_ns += pause;
                *part = part.clone().saying("process stood still: full collection, heap 98 %").planted();
            }
        }
        Fault::SlowShard => {
            let Some(stock) = shop.find("check stock") else { return };
            let Some(row) = stock.rows.first_mut() else { return };
            let slow = draw.count(0, row.len() as u32 - 1) as usize;
            row[slow].work_ns += draw.ms(90.0, 300.0);
            row[slow] = row[slow].clone().planted();
        }
        Fault::RetryStorm => {
            let Some(payment) = shop.find("authorise payment") else { return };
            let attempts = draw.count(2, 3);
            let timeout = draw.count(8, 20) as i64 * 10 * MS;
            let mut rows: Vec<Vec<Plan>> = Vec::new();
            for i in 1..=attempts {
                let charge = Plan::new("bank", "POST /charge", timeout).saying(&format!("attempt {i} of 4: timed out"));
                rows.push(vec![charge.failed().planted()]);
                rows.push(vec![Plan::new("payments", "back off", (50 << i) * MS).planted()]);
            }
            for call in payment.rows.iter_mut().flatten() {
                call.detail = format!("attempt {} of 4", attempts + 1);
            }
            rows.append(&mut payment.rows);
            payment.rows = rows;
        }
    }
}
