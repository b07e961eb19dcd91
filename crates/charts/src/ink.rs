//! What a mark looks like: its look (line, bar, text, …), its role and its layer, carried through plotters as a colour.
//!
//! plotters knows colours only. So each mark is drawn in a sentinel colour whose red, green and blue are the numbers of
//! its look, layer and role; the SVG backend turns them into class names (or, for downloads, into real colours). A
//! change of theme is then a matter of style sheets and repaints nothing.

use explorer_core::chart::Role;
use plotters::style::RGBColor;

/// The kind of a mark; its name is its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Look {
    /// Lines of the mesh.
    Grid,
    /// The two axes and their small ticks.
    Axis,
    /// A data line.
    Line,
    /// A data line whose layer asks for dashes.
    Dashed,
    /// A bar.
    Bar,
    /// The area between two lines.
    Area,
    /// A shaded stretch of an axis.
    Band,
    /// A filled dot.
    Dot,
    /// An open dot: filled with the card's colour.
    Ring,
    /// The interval of a dot.
    Whisker,
    /// A straight line across the plot.
    Rule,
    /// From the handle down to its axis.
    Drop,
    /// Text of ticks.
    Tick,
    /// Titles of axes.
    Title,
    /// Text that speaks of a mark, with a halo in the card's colour.
    Text,
    /// Text on a band.
    Name,
}

/// All looks, in the order of their numbers.
const LOOKS: [Look; 16] = [
    Look::Grid,
    Look::Axis,
    Look::Line,
    Look::Dashed,
    Look::Bar,
    Look::Area,
    Look::Band,
    Look::Dot,
    Look::Ring,
    Look::Whisker,
    Look::Rule,
    Look::Drop,
    Look::Tick,
    Look::Title,
    Look::Text,
    Look::Name,
];

/// A look, the role it is drawn for (none for the mesh), and the number of its layer plus one (0: none).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ink {
    pub look: Look,
    pub role: Option<Role>,
    pub layer: u8,
}

impl Ink {
    /// The ink of the mesh, the ticks and the titles.
    pub fn furniture(look: Look) -> Self {
        Self { look, role: None, layer: 0 }
    }

    /// The ink of a mark.
    pub fn of(look: Look, role: Role, layer: u8) -> Self {
        Self { look, role: Some(role), layer }
    }

    /// The sentinel colour under which plotters carries this ink.
    pub fn sentinel(self) -> RGBColor {
        RGBColor(self.look as u8, self.layer, self.role.map_or(0, |role| role_number(role) + 1))
    }

    /// The ink behind a sentinel colour.
    pub fn read((look, layer, role): (u8, u8, u8)) -> Self {
        let look = LOOKS.get(usize::from(look)).copied().unwrap_or(Look::Axis);
        Self { look, role: role.checked_sub(1).map(role_of_number), layer }
    }

    /// Dashes in px, if any, as `stroke-dasharray` wants them.
    pub fn dash_px(self) -> &'static [u32] {
        match (self.look, self.role) {
            (Look::Line, Some(role)) => dash_px(role, false),
            (Look::Dashed, Some(role)) => dash_px(role, true),
            (Look::Rule, _) => &[6, 4],
            (Look::Drop, _) => &[3, 4],
            (Look::Bar, Some(Role::Pinned)) => &[4, 3],
            _ => &[],
        }
    }

    /// How strongly bars and areas are filled: different from role to role, so that colour does not carry meaning alone.
    pub fn fill_opacity(self) -> Option<&'static str> {
        match (self.look, self.role) {
            (Look::Area, _) => Some(".16"),
            (Look::Bar, Some(Role::Theory | Role::You)) => None,
            (Look::Bar, Some(Role::Danger)) => Some(".8"),
            (Look::Bar, Some(Role::Simulation)) => Some(".45"),
            (Look::Bar, Some(Role::Muted)) => Some(".3"),
            (Look::Bar, Some(Role::Pinned)) => Some(".08"),
            (Look::Bar, Some(Role::Series(n))) => Some(["1", ".6", ".3", ".75", ".45", ".15"][usize::from(n % 6)]),
            _ => None,
        }
    }

    /// Whether the mark is filled, stroked or both.
    pub fn is_filled(self) -> bool {
        matches!(self.look, Look::Bar | Look::Area | Look::Band | Look::Dot | Look::Ring)
    }

    /// Whether the outline is drawn.
    pub fn is_stroked(self) -> bool {
        !matches!(self.look, Look::Area | Look::Band | Look::Dot)
    }
}

/// The class of a role.
pub fn role_class(role: Role) -> &'static str {
    match role {
        Role::Theory => "theory",
        Role::Simulation => "simulation",
        Role::You => "you",
        Role::Danger => "danger",
        Role::Muted => "muted",
        Role::Pinned => "pinned",
        Role::Series(n) => ["series-0", "series-1", "series-2", "series-3", "series-4", "series-5"][usize::from(n % 6)],
    }
}

/// The class of a look.
pub(crate) fn look_class(look: Look) -> &'static str {
    match look {
        Look::Grid => "grid",
        Look::Axis => "axis",
        Look::Line => "line",
        Look::Dashed => "line",
        Look::Bar => "bar",
        Look::Area => "area",
        Look::Band => "band",
        Look::Dot => "dot",
        Look::Ring => "ring",
        Look::Whisker => "whisker",
        Look::Rule => "rule",
        Look::Drop => "drop",
        Look::Tick => "tick",
        Look::Title => "title",
        Look::Text => "text",
        Look::Name => "name",
    }
}

/// Dashes of a role's line in px; empty for a solid line.
pub fn dash_px(role: Role, dashed: bool) -> &'static [u32] {
    if dashed {
        return &[7, 5];
    }
    match role {
        Role::Theory | Role::You | Role::Muted => &[],
        Role::Simulation => &[8, 3],
        Role::Danger => &[9, 3, 2, 3],
        Role::Pinned => &[5, 4],
        Role::Series(n) => {
            let dashes: [&[u32]; 6] = [&[], &[9, 4], &[3, 3], &[10, 3, 3, 3], &[16, 4], &[2, 5]];
            dashes[usize::from(n % 6)]
        }
    }
}

/// Width of a role's line in px.
pub fn line_width_px(role: Role) -> f64 {
    match role {
        Role::Theory | Role::You => 3.0,
        Role::Muted => 1.75,
        Role::Series(_) => 2.5,
        _ => 2.0,
    }
}

/// The shape of a role's dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A filled circle.
    Circle,
    /// An open circle.
    Ring,
    /// A square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle.
    Triangle,
}

/// The marker of a role.
pub fn marker(role: Role) -> Marker {
    match role {
        Role::Simulation => Marker::Circle,
        Role::Theory => Marker::Square,
        Role::You | Role::Muted => Marker::Ring,
        Role::Danger => Marker::Triangle,
        Role::Pinned => Marker::Diamond,
        Role::Series(n) => {
            [Marker::Circle, Marker::Square, Marker::Diamond, Marker::Triangle, Marker::Ring][usize::from(n % 6) % 5]
        }
    }
}

/// The role of a class.
pub(crate) fn role_named(class: &str) -> Option<Role> {
    (0..12).map(role_of_number).find(|role| role_class(*role) == class)
}

fn role_number(role: Role) -> u8 {
    match role {
        Role::Theory => 0,
        Role::Simulation => 1,
        Role::You => 2,
        Role::Danger => 3,
        Role::Muted => 4,
        Role::Pinned => 5,
        Role::Series(n) => 6 + n % 6,
    }
}

fn role_of_number(number: u8) -> Role {
    match number {
        0 => Role::Theory,
        1 => Role::Simulation,
        2 => Role::You,
        3 => Role::Danger,
        4 => Role::Muted,
        5 => Role::Pinned,
        n => Role::Series(n - 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_survives_the_way_through_a_colour() {
        for look in LOOKS {
            for number in 0..12 {
                let ink = Ink::of(look, role_of_number(number), 17);
                let RGBColor(r, g, b) = ink.sentinel();
                assert_eq!(Ink::read((r, g, b)), ink);
            }
        }
    }

    #[test]
    fn roles_that_meet_in_one_chart_differ_by_more_than_colour() {
        let roles = [Role::Theory, Role::Simulation, Role::Danger, Role::Pinned];
        for (i, a) in roles.iter().enumerate() {
            for b in &roles[i + 1..] {
                assert_ne!(dash_px(*a, false), dash_px(*b, false), "{a:?} and {b:?}");
                assert_ne!(marker(*a), marker(*b), "{a:?} and {b:?}");
            }
        }
    }
}
