//! Real colours, for pictures that leave the page. In the page the style sheet decides; these are its values.

use crate::ink::{Ink, Look};
use explorer_core::chart::Role;

/// Colours of a picture, the same as in the style sheet's tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Background.
    pub card: &'static str,
    /// Strong text.
    pub ink: &'static str,
    /// Text of ticks and titles, and what is context.
    pub muted: &'static str,
    /// Lines of the mesh.
    pub hairline: &'static str,
    /// Theory, simulation, you, danger, pinned.
    pub roles: [&'static str; 5],
    /// Pale theory, simulation, you, danger, pinned.
    pub washes: [&'static str; 5],
    /// Several series.
    pub series: [&'static str; 6],
}

/// Dark on light: for paper, slides and documents.
pub const LIGHT: Theme = Theme {
    card: "#ffffff",
    ink: "#1b1f27",
    muted: "#565e6c",
    hairline: "#e3ded2",
    roles: ["#285dbe", "#b04a12", "#006b60", "#9a101c", "#553285"],
    washes: ["#e8effa", "#fbeee4", "#e0f3f0", "#fbe9e7", "#f1ebf8"],
    series: ["#285dbe", "#b04a12", "#5e1c36", "#9a63e8", "#dd4a86", "#29297e"],
};

/// Light on dark.
pub const DARK: Theme = Theme {
    card: "#1a1e25",
    ink: "#efece5",
    muted: "#a4adba",
    hairline: "#2d333d",
    roles: ["#8ab4ff", "#f5a364", "#5fe3c6", "#ff7886", "#a493cc"],
    washes: ["#1c2a41", "#37261a", "#12312f", "#3a1d1c", "#2a2339"],
    series: ["#8ab4ff", "#f5a364", "#8afde7", "#9a68ce", "#f5ea5c", "#c9607a"],
};

impl Theme {
    /// The colour of a role.
    pub fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Theory => self.roles[0],
            Role::Simulation => self.roles[1],
            Role::You => self.roles[2],
            Role::Danger => self.roles[3],
            Role::Pinned => self.roles[4],
            Role::Muted => self.muted,
            Role::Series(n) => self.series[usize::from(n % 6)],
        }
    }

    /// The pale colour of a role; the mesh's colour where it has none.
    pub fn wash(&self, role: Role) -> &'static str {
        match role {
            Role::Theory => self.washes[0],
            Role::Simulation => self.washes[1],
            Role::You => self.washes[2],
            Role::Danger => self.washes[3],
            Role::Pinned => self.washes[4],
            Role::Muted | Role::Series(_) => self.hairline,
        }
    }

    /// The colour of an ink's lines, fill and text.
    pub(crate) fn colour(&self, ink: Ink) -> &'static str {
        match (ink.look, ink.role) {
            (Look::Grid, _) => self.hairline,
            (Look::Band, Some(role)) => self.wash(role),
            (Look::Text, Some(Role::Muted)) => self.ink,
            (_, Some(role)) => self.role(role),
            _ => self.muted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn downloads_have_the_colours_of_the_page() {
        let tokens = include_str!("../../../style/tokens.css");
        let roles = ["theory", "simulation", "you", "danger", "pinned"].map(str::to_owned);
        let mut pairs = vec![
            ("card".to_owned(), LIGHT.card, DARK.card),
            ("ink".to_owned(), LIGHT.ink, DARK.ink),
            ("muted".to_owned(), LIGHT.muted, DARK.muted),
            ("hairline".to_owned(), LIGHT.hairline, DARK.hairline),
        ];
        for (i, role) in roles.iter().enumerate() {
            pairs.push((role.clone(), LIGHT.roles[i], DARK.roles[i]));
            pairs.push((format!("{role}-wash"), LIGHT.washes[i], DARK.washes[i]));
        }
        pairs.extend((0..6).map(|n| (format!("series-{n}"), LIGHT.series[n], DARK.series[n])));
        for (name, light, dark) in pairs {
            let wanted = format!("--{name}: light-dark({light}, {dark});");
            assert!(tokens.contains(&wanted), "style/tokens.css lacks {wanted}");
        }
    }
}
