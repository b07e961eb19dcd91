//! What happened to the last customers: kept in a ring, only when asked for.

use super::customer::Customer;

/// Most ids remembered of those ahead.
const MOST_AHEAD: usize = 32;

/// One customer's story.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Who.
    pub id: u64,
    /// When the customer came, seconds.
    pub arrived: f64,
    /// Service needed, seconds.
    pub service: f64,
    /// Whether the customer had priority.
    pub has_priority: bool,
    /// How many were in the system on arrival.
    pub found_in_system: u64,
    /// How many of them were waiting.
    pub found_waiting: u64,
    /// Who was there on arrival, in order of their own arrival; the latest 32.
    pub ahead: Vec<u64>,
    /// Whether the customer was turned away.
    pub was_blocked: bool,
    /// When service (or its last stretch) began, once the customer has left.
    pub started: Option<f64>,
    /// On which server.
    pub server: Option<usize>,
    /// When the customer left.
    pub left: Option<f64>,
    /// The wait, once known, seconds.
    pub wait: Option<f64>,
}

/// Stories of the last customers, by id.
#[derive(Clone, Debug)]
pub(crate) struct History {
    ring: Vec<Option<Story>>,
    present: Vec<u64>,
}

impl History {
    pub(crate) fn new(size: usize, present: Vec<u64>) -> Self {
        Self { ring: vec![None; size.max(1)], present }
    }

    fn place(&self, id: u64) -> usize {
        (id % self.ring.len() as u64) as usize
    }

    pub(crate) fn of(&self, id: u64) -> Option<&Story> {
        self.ring[self.place(id)].as_ref().filter(|story| story.id == id)
    }

    fn of_mut(&mut self, id: u64) -> Option<&mut Story> {
        let place = self.place(id);
        self.ring[place].as_mut().filter(|story| story.id == id)
    }

    pub(crate) fn arrived(&mut self, customer: &Customer, in_system: u64, waiting: u64) {
        let place = self.place(customer.id);
        let ahead = self.present[self.present.len().saturating_sub(MOST_AHEAD)..].to_vec();
        self.present.push(customer.id);
        self.ring[place] = Some(Story {
            id: customer.id,
            arrived: customer.arrived,
            service: customer.service,
            has_priority: customer.class == super::customer::HIGH,
            found_in_system: in_system,
            found_waiting: waiting,
            ahead,
            was_blocked: false,
            started: None,
            server: None,
            left: None,
            wait: None,
        });
    }

    pub(crate) fn blocked(&mut self, id: u64) {
        self.present.retain(|&present| present != id);
        if let Some(story) = self.of_mut(id) {
            story.was_blocked = true;
        }
    }

    pub(crate) fn left(&mut self, id: u64, server: usize, started: f64, left: f64, wait: f64) {
        self.present.retain(|&present| present != id);
        if let Some(story) = self.of_mut(id) {
            story.started = Some(started);
            story.server = Some(server);
            story.left = Some(left);
            story.wait = Some(wait);
        }
    }
}
