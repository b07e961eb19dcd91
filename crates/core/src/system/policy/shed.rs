//! Turning the less important away first: those without priority are refused while the line is filled beyond a share.

/// When to refuse those without priority.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shed {
    /// Requests waiting from which on they are refused, 0 … 1,000,000.
    pub from_waiting: u32,
}

impl Shed {
    /// Whether one is to be refused.
    pub(in crate::system) fn refuses(&self, waiting: u32, priority: bool) -> bool {
        !priority && waiting >= self.from_waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priority_is_never_shed_and_the_rest_from_the_line_on() {
        let rule = Shed { from_waiting: 3 };
        assert!(!rule.refuses(2, false) && rule.refuses(3, false) && !rule.refuses(1000, true));
    }
}
