//! A car: where it is, what it does, and whom it carries.

use super::motion::Motion;

/// What a car is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Standing with closed doors, wanted by nobody.
    Idle,
    /// Under way; whether it stops at the next floor is still open.
    Moving,
    /// Braking for the floor it stops at.
    Braking,
    /// Opening its doors.
    Opening,
    /// People step out, and then in.
    Exchanging,
    /// Closing its doors.
    Closing,
}

/// One car.
#[derive(Clone, Debug)]
pub struct Car {
    /// What it is doing.
    pub doing: Doing,
    /// The floor it stands at, or the next it comes to.
    pub floor: u32,
    /// 0 up, 1 down: where it goes or would go.
    pub way: usize,
    /// Whom it carries, in the order in which they stepped in.
    pub aboard: Vec<u32>,
    /// When something happens next, s; infinite while idle.
    pub(super) next_at: f64,
    /// When it began what it does now, s.
    pub(super) since: f64,
    pub(super) from: u32,
    pub(super) set_off: f64,
    /// How many aboard want each floor.
    pub(super) wants: Vec<u32>,
    /// How many wait for this very car on each floor, up and down (destination dispatch).
    pub(super) told: Vec<[u32; 2]>,
    /// Floors that somebody aboard wants, a bit each.
    pub(super) wanted: u128,
    /// Floors where somebody who goes up, or down, is this car's business alone: a call given to it, or people told to take it.
    pub(super) called: [u128; 2],
    pub(super) busy_since: f64,
    pub(super) busy_secs: f64,
    /// When its doors began to open in the lobby for the trip under way, and how many boarded there.
    pub(super) trip: Option<(f64, u32)>,
}

impl Car {
    pub(super) fn new(floors: u32) -> Self {
        let storeys = floors as usize + 1;
        Self {
            doing: Doing::Idle,
            floor: 0,
            way: 0,
            aboard: Vec::new(),
            next_at: f64::INFINITY,
            since: 0.0,
            from: 0,
            set_off: 0.0,
            wants: vec![0; storeys],
            told: vec![[0; 2]; storeys],
            wanted: 0,
            called: [0; 2],
            busy_since: f64::NAN,
            busy_secs: 0.0,
            trip: None,
        }
    }

    /// Whether its doors are open, or opening, for people who go this way.
    pub(super) fn takes_in(&self, floor: u32, way: usize) -> bool {
        matches!(self.doing, Doing::Opening | Doing::Exchanging) && self.floor == floor && self.way == way
    }

    /// Height above the lobby at `now`, in floors.
    pub fn height(&self, now: f64, motion: &Motion) -> f64 {
        let covered = match self.doing {
            Doing::Moving => motion.covered(now - self.set_off),
            Doing::Braking => motion.covered_of(f64::from(self.floor.abs_diff(self.from)), now - self.set_off),
            Doing::Idle | Doing::Opening | Doing::Exchanging | Doing::Closing => return f64::from(self.floor),
        };
        if self.way == 0 { f64::from(self.from) + covered } else { f64::from(self.from) - covered }
    }

    /// How far its doors are open at `now`, from 0 to 1.
    pub fn open_share(&self, now: f64) -> f64 {
        let share = ((now - self.since) / (self.next_at - self.since).max(1e-9)).clamp(0.0, 1.0);
        match self.doing {
            Doing::Opening => share,
            Doing::Exchanging => 1.0,
            Doing::Closing => 1.0 - share,
            Doing::Idle | Doing::Moving | Doing::Braking => 0.0,
        }
    }
}
