//! What others have measured, each on its own measure: never one curve through all of them.
//!
//! These are press-worthy successes. None can be repeated from what was published, most compare visits that differed in more
//! than speed, and a firm that found nothing did not publish. They say that speed matters, not by how much it will for you.

use crate::source::Source;

/// One published finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// Who.
    pub who: &'static str,
    /// What they say, in their own measure.
    pub says: &'static str,
    /// The change of their measure: a share, negative where it fell.
    pub change_share: f64,
    /// What to bear in mind on how it was obtained.
    pub warning: &'static str,
    /// Where and when it was published.
    pub source: Source,
}

/// The findings that are quoted most, and two that ought to be.
pub const FINDINGS: [Finding; 7] = [
    Finding {
        who: "Amazon",
        says: "100 ms added to a page cost 1 % of sales",
        change_share: -0.01,
        warning: "A controlled test, but only a line on a slide by a former engineer: no data, no interval, no date of the test, and pages of another age.",
        source: Source {
            author: "G. Linden",
            title: "Make Data Useful (slides of a talk at Stanford)",
            as_of: "2006",
            at: "https://www.scribd.com/doc/4970486/Make-Data-Useful-by-Greg-Linden-Amazon-com",
        },
    },
    Finding {
        who: "Google",
        says: "a results page of 900 instead of 400 ms had 20 % less traffic and revenue",
        change_share: -0.2,
        warning: "The slow page also showed 30 results instead of 10: two things changed at once, so the fall is not the half second's alone.",
        source: Source {
            author: "M. Mayer, Google",
            title: "Talk at the Web 2.0 Summit",
            as_of: "2006",
            at: "https://glinden.blogspot.com/2006/11/marissa-mayer-at-web-20.html",
        },
    },
    Finding {
        who: "Google again",
        says: "400 ms added on purpose cost 0.6 % of searches a user",
        change_share: -0.006,
        warning: "A controlled experiment that changed nothing but the delay, and found an effect thirty times smaller than the famous one.",
        source: Source {
            author: "J. Brutlag, Google",
            title: "Speed Matters for Google Web Search",
            as_of: "2009",
            at: "https://services.google.com/fh/files/blogs/google_delayexp.pdf",
        },
    },
    Finding {
        who: "Walmart",
        says: "up to 2 % more conversions for every second saved",
        change_share: 0.02,
        warning: "Visits grouped by how fast they happened to be: slow visits also come from older phones, poorer networks and other people. “Up to” is the best group.",
        source: Source {
            author: "C. Crocker, A. Kulick, B. Ram, Walmart",
            title: "Real User Monitoring at Walmart.com (SF & SV Web Performance Group)",
            as_of: "2012",
            at: "https://www.slideshare.net/devonauerswald/walmart-pagespeedslide",
        },
    },
    Finding {
        who: "BBC",
        says: "10 % of users leave for every further second",
        change_share: -0.1,
        warning: "A sentence in an interview: not said how long, on which pages, by which comparison, or 10 % of whom.",
        source: super::bounce::BBC,
    },
    Finding {
        who: "Pinterest",
        says: "40 % less waiting came with 15 % more sign-ups",
        change_share: 0.15,
        warning: "The pages were rewritten from the ground up: what people saw changed together with the speed. Published in 2017, about 2016.",
        source: Source {
            author: "S. Meder, V. Antonov, J. Chang, Pinterest",
            title: "Driving user growth with performance improvements",
            as_of: "2017",
            at: "https://medium.com/pinterest-engineering/driving-user-growth-with-performance-improvements-cfc50dafadd7",
        },
    },
    Finding {
        who: "Akamai and Forrester",
        says: "40 % of shoppers will wait no more than 3 seconds",
        change_share: -0.4,
        warning: "A survey: 1,048 shoppers were asked what they would do. What people say and what they do are two measures.",
        source: Source {
            author: "Forrester Consulting for Akamai",
            title: "eCommerce Web Site Performance Today",
            as_of: "2009",
            at: "https://www.akamai.com/2seconds",
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_has_a_source_a_year_and_a_warning() {
        for finding in FINDINGS {
            assert!(finding.source.as_of.len() >= 4 && !finding.source.author.is_empty(), "{}", finding.who);
            assert!(finding.warning.len() > 40 && finding.change_share.abs() <= 1.0, "{}", finding.who);
            let percent = finding.change_share.abs() * 100.0;
            let shown = crate::quantity::significant(percent, 3);
            assert!(finding.says.contains(&shown) || finding.who == "Pinterest", "{}: {shown}", finding.who);
        }
    }
}
