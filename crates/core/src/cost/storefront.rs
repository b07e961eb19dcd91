//! From visitors to money: who stays, who buys, what it brings in.
//!
//! What: expected monthly revenue of a shop where some visitors leave before the page is there.
//! Assumptions: those who leave buy nothing; those who stay buy with one and the same probability whether the page was slow or
//! not; an order has the same mean value; the same number of visitors come.
//! Symbols: V visitors a month · b bounce share · c conversion share · a order value · orders V(1−b)c · revenue V(1−b)c·a.
//! Source: accounting, no more; the figures to check are those of the tutorial (100,000 visitors, 40 %, 2 %, $50).
//! Validity: expected values. It says nothing on how b depends on the load time: that is [`super::bounce`]'s question.

/// Why a shop makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopError {
    /// Visitors or order value below zero or not finite.
    Size,
    /// A conversion share outside [0, 1].
    Conversion,
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Size => "Visitors and order value must be zero or more.",
            Self::Conversion => "The share of visitors who buy must lie between 0 and 100 %.",
        })
    }
}

impl std::error::Error for ShopError {}

/// A shop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shop {
    visitors_per_month: f64,
    conversion_share: f64,
    order_value_usd: f64,
}

impl Shop {
    /// A shop with `visitors_per_month` ≥ 0, of whom those who stay buy with probability `conversion_share` for `order_value_usd` ≥ 0.
    ///
    /// # Errors
    /// Where one of them is out of range.
    pub fn new(visitors_per_month: f64, conversion_share: f64, order_value_usd: f64) -> Result<Self, ShopError> {
        let sized = |v: f64| v >= 0.0 && v.is_finite();
        if !sized(visitors_per_month) || !sized(order_value_usd) {
            return Err(ShopError::Size);
        }
        if !(0.0..=1.0).contains(&conversion_share) {
            return Err(ShopError::Conversion);
        }
        Ok(Self { visitors_per_month, conversion_share, order_value_usd })
    }

    /// Visitors a month who leave before the page is there, at `bounce_share` in [0, 1].
    pub fn lost_visitors(&self, bounce_share: f64) -> f64 {
        self.visitors_per_month * bounce_share
    }

    /// Orders a month that they would have placed.
    pub fn lost_orders(&self, bounce_share: f64) -> f64 {
        self.lost_visitors(bounce_share) * self.conversion_share
    }

    /// What those orders would have brought in, dollars a month.
    pub fn lost_revenue_usd(&self, bounce_share: f64) -> f64 {
        self.lost_orders(bounce_share) * self.order_value_usd
    }

    /// What the orders of those who stay bring in, dollars a month.
    pub fn revenue_usd(&self, bounce_share: f64) -> f64 {
        self.full_revenue_usd() - self.lost_revenue_usd(bounce_share)
    }

    /// What a shop that nobody left would take, dollars a month.
    pub fn full_revenue_usd(&self) -> f64 {
        self.visitors_per_month * self.conversion_share * self.order_value_usd
    }

    /// What a fall of the bounce share from `before` to `after` brings back, dollars a month; negative where it rises.
    pub fn recovered_usd(&self, before: f64, after: f64) -> f64 {
        // Multiplied out in this order, 30,000 more visitors come to exactly $30,000.
        self.lost_revenue_usd(before) - self.lost_revenue_usd(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tutorial() -> Shop {
        Shop::new(100_000.0, 0.02, 50.0).unwrap()
    }

    #[test]
    fn the_tutorials_shop_loses_800_orders_and_40_000_dollars() {
        let shop = tutorial();
        assert_eq!(shop.lost_visitors(0.4), 40_000.0);
        assert_eq!(shop.lost_orders(0.4), 800.0);
        assert_eq!(shop.lost_revenue_usd(0.4), 40_000.0);
        assert_eq!(shop.revenue_usd(0.4), 60_000.0);
    }

    #[test]
    fn thirty_thousand_more_visitors_bring_30_000_dollars_not_36_000() {
        assert_eq!(tutorial().recovered_usd(0.4, 0.1), 30_000.0);
        // What would give the tutorial's figure: nine tenths of the loss, as if the bounce share had fallen by 90 %.
        assert_eq!(tutorial().recovered_usd(0.4, 0.04), 36_000.0);
    }

    #[test]
    fn what_is_lost_and_what_is_taken_are_the_whole() {
        let shop = Shop::new(12_345.0, 0.031, 27.5).unwrap();
        for bounce in [0.0, 0.1, 0.5, 1.0] {
            let sum = shop.revenue_usd(bounce) + shop.lost_revenue_usd(bounce);
            assert!((sum - shop.full_revenue_usd()).abs() < 1e-9);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(Shop::new(f64::NAN, 0.02, 50.0), Err(ShopError::Size));
        assert_eq!(Shop::new(-1.0, 0.02, 50.0), Err(ShopError::Size));
        assert_eq!(Shop::new(1.0, 1.5, 50.0), Err(ShopError::Conversion));
    }
}
