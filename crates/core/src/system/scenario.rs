//! A scenario: parts, links between them, faults. Checked once, in [`Scenario::new`]; everything after may rely on it.

use super::caller::Caller;
use super::parts::Work;
use super::parts::balancer::Balancer;
use super::parts::broker::Broker;
use super::parts::cache::Cache;
use super::parts::clients::Clients;
use super::parts::database::Database;
use super::parts::service::Service;

/// Parts that a scenario may have.
pub const MOST_PARTS: usize = 200;

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Those who ask.
    Clients(Clients),
    /// Who gets it.
    Balancer(Balancer),
    /// Who does it.
    Service(Service),
    /// Who remembers it.
    Cache(Cache),
    /// Who keeps it.
    Database(Database),
    /// Who passes it on.
    Broker(Broker),
}

/// One part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name: letters, digits, `-` and `_`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// The way from one part to another. Between other pairs there is no delay and nothing is lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Who sends.
    pub from: String,
    /// Who receives.
    pub to: String,
    /// One way's time; the answer takes as long again.
    pub latency: Work,
    /// Share of messages lost: each is sent again after 200 ms, twice that, and so on, as TCP does.
    pub loss: f64,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trouble {
    /// Work takes so many times as long.
    Slow(f64),
    /// Nothing moves: work in hand stands still, calls wait.
    Stop,
    /// What is inside is lost, and calls are refused at once.
    Crash,
    /// It cannot be reached: calls to it arrive when the cut ends.
    Cut,
    /// This share of its answers are errors.
    Errors(f64),
    /// A cache forgets everything.
    Flush,
    /// Clients come so many times as often.
    Spike(f64),
    /// Instances are replaced one after another: each in its turn takes no new calls.
    Deploy,
    /// Each instance loses so many workers a second, until the end.
    Leak(f64),
}

/// A fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where.
    pub part: String,
    /// In which instance, from 0; none is in all.
    pub instance: Option<u32>,
    /// What.
    pub trouble: Trouble,
    /// From when, seconds.
    pub from_secs: f64,
    /// Until when, seconds (for a flush the same).
    pub until_secs: f64,
}

/// A whole system.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    parts: Vec<Part>,
    links: Vec<Link>,
    faults: Vec<Fault>,
}

/// Which part of a scenario is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The whole.
    Whole,
    /// The part of this number.
    Part(usize),
    /// The link of this number.
    Link(usize),
    /// The fault of this number.
    Fault(usize),
}

impl Kind {
    /// Its word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Clients(_) => "clients",
            Self::Balancer(_) => "balancer",
            Self::Service(_) => "service",
            Self::Cache(_) => "cache",
            Self::Database(_) => "database",
            Self::Broker(_) => "broker",
        }
    }

    /// Whom it asks, in order; a part asked twice is named twice.
    pub fn targets(&self) -> Vec<&str> {
        match self {
            Self::Clients(part) => vec![&part.target],
            Self::Balancer(part) => part.targets.iter().map(String::as_str).collect(),
            Self::Service(part) => {
                part.calls.iter().flatten().map(|callee| callee.name.as_str()).chain(part.passes.as_deref()).collect()
            }
            Self::Cache(part) => vec![&part.target],
            Self::Broker(part) => vec![&part.target],
            Self::Database(_) => Vec::new(),
        }
    }

    /// How it calls.
    pub fn caller(&self) -> Option<&Caller> {
        match self {
            Self::Clients(part) => Some(&part.caller),
            Self::Service(part) => Some(&part.caller),
            Self::Cache(part) => Some(&part.caller),
            Self::Broker(part) => Some(&part.caller),
            Self::Balancer(_) | Self::Database(_) => None,
        }
    }

    /// How many alike.
    pub fn instances(&self) -> u32 {
        match self {
            Self::Service(part) => part.instances,
            Self::Database(part) => part.replicas + 1,
            _ => 1,
        }
    }
}

impl Scenario {
    /// Checks that names are known and unique, that calls form no circle, and that each fault fits its part.
    /// # Errors
    /// Where it is wrong, and why in a sentence.
    pub fn new(parts: Vec<Part>, links: Vec<Link>, faults: Vec<Fault>) -> Result<Self, (Place, String)> {
        let scenario = Self { parts, links, faults };
        scenario.check_parts()?;
        scenario.check_circle()?;
        for (i, link) in scenario.links.iter().enumerate() {
            let wrong = |says: String| Err((Place::Link(i), says));
            let Some(from) = scenario.find(&link.from) else {
                return wrong(format!("no part is named `{}`", link.from));
            };
            if !scenario.parts[from].kind.targets().contains(&link.to.as_str()) {
                return wrong(format!("`{}` does not call `{}`", link.from, link.to));
            }
        }
        for (i, fault) in scenario.faults.iter().enumerate() {
            scenario.check_fault(fault).map_err(|says| (Place::Fault(i), says))?;
        }
        Ok(scenario)
    }

    /// Its parts.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Its links.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Its faults.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The number of a part.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.name == name)
    }

    fn check_parts(&self) -> Result<(), (Place, String)> {
        if self.parts.len() > MOST_PARTS {
            let says = format!("{} parts are more than the {MOST_PARTS} that one system may have", self.parts.len());
            return Err((Place::Whole, says));
        }
        if !self.parts.iter().any(|part| matches!(part.kind, Kind::Clients(_))) {
            return Err((Place::Whole, "nobody asks: a system needs a line that begins with `clients`".into()));
        }
        for (i, part) in self.parts.iter().enumerate() {
            let wrong = |says: String| Err((Place::Part(i), says));
            let fits = part.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            if part.name.is_empty() || part.name.len() > 40 || !fits {
                return wrong(format!("`{}` is no name: letters, digits, `-` and `_`, at most 40", part.name));
            }
            if self.parts[..i].iter().any(|other| other.name == part.name) {
                return wrong(format!("a second part is named `{}`", part.name));
            }
            for target in part.kind.targets() {
                match self.find(target).map(|at| &self.parts[at].kind) {
                    None => return wrong(format!("no part is named `{target}`")),
                    Some(Kind::Clients(_)) => {
                        return wrong(format!("`{target}` are clients: they ask and are not asked"));
                    }
                    Some(Kind::Balancer(_)) if matches!(part.kind, Kind::Balancer(_)) => {
                        return wrong(format!(
                            "`{target}` is a balancer too: one before the other has no meaning here"
                        ));
                    }
                    Some(other) => {
                        let consumes = matches!(part.kind, Kind::Broker(_));
                        if consumes && !matches!(other, Kind::Service(_)) {
                            return wrong(format!(
                                "a broker delivers to a service, and `{target}` is a {}",
                                other.word()
                            ));
                        }
                    }
                }
            }
            for pool in part.kind.caller().map_or(&[][..], |caller| &caller.pools) {
                if !part.kind.targets().contains(&pool.callee.as_str()) {
                    return wrong(format!("`pool {}` is for a part that `{}` does not call", pool.callee, part.name));
                }
            }
        }
        Ok(())
    }

    /// Follows the calls from each part; coming back is a circle.
    fn check_circle(&self) -> Result<(), (Place, String)> {
        // 0 not seen, 1 on the way, 2 done.
        fn walk(scenario: &Scenario, at: usize, seen: &mut [u8]) -> Option<usize> {
            seen[at] = 1;
            for target in scenario.parts[at].kind.targets() {
                let next = scenario.find(target)?;
                if seen[next] == 1 {
                    return Some(at);
                }
                if seen[next] == 0
                    && let Some(found) = walk(scenario, next, seen)
                {
                    return Some(found);
                }
            }
            seen[at] = 2;
            None
        }
        let mut seen = vec![0; self.parts.len()];
        for at in 0..self.parts.len() {
            if seen[at] == 0
                && let Some(found) = walk(self, at, &mut seen)
            {
                let name = &self.parts[found].name;
                return Err((
                    Place::Part(found),
                    format!("the calls of `{name}` come back to itself: a circle never ends"),
                ));
            }
        }
        Ok(())
    }

    fn check_fault(&self, fault: &Fault) -> Result<(), String> {
        let Some(at) = self.find(&fault.part) else {
            return Err(format!("no part is named `{}`", fault.part));
        };
        let kind = &self.parts[at].kind;
        let (name, word) = (&fault.part, kind.word());
        if fault.instance.is_some_and(|instance| instance >= kind.instances()) {
            return Err(format!("`{name}` has {} instances, counted from 0", kind.instances()));
        }
        let fits = match fault.trouble {
            Trouble::Spike(_) => matches!(kind, Kind::Clients(_)),
            Trouble::Flush => matches!(kind, Kind::Cache(_)),
            Trouble::Deploy | Trouble::Leak(_) => matches!(kind, Kind::Service(_)),
            Trouble::Slow(_) | Trouble::Stop => matches!(kind, Kind::Service(_) | Kind::Database(_)),
            Trouble::Errors(_) | Trouble::Crash | Trouble::Cut => !matches!(kind, Kind::Clients(_) | Kind::Balancer(_)),
        };
        if !fits {
            return Err(format!("that fault has no meaning for `{name}`, a {word}"));
        }
        if !(fault.from_secs < fault.until_secs || fault.trouble == Trouble::Flush) {
            return Err(format!("a fault must end after it begins: {} s to {} s", fault.from_secs, fault.until_secs));
        }
        Ok(())
    }

    /// Parts that nobody calls, by name.
    pub fn idle(&self) -> Vec<&str> {
        let called: Vec<&str> = self.parts.iter().flat_map(|part| part.kind.targets()).collect();
        let idle = |part: &&Part| !matches!(part.kind, Kind::Clients(_)) && !called.contains(&part.name.as_str());
        self.parts.iter().filter(idle).map(|part| part.name.as_str()).collect()
    }
}
