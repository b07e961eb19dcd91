//! What already stands in the picture, and where words still have room.

use crate::projection::PlotRect;

/// A place in px.
pub(crate) type Px = (f64, f64);

/// A rectangle in px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    /// The rectangle of text of a size whose anchor (0 start, 0.5 middle, 1 end; from the top likewise) is at a place.
    pub fn of_text(at: Px, anchor: (f64, f64), size: (f64, f64)) -> Self {
        let (left, top) = (at.0 - anchor.0 * size.0, at.1 - anchor.1 * size.1);
        Self { left, top, right: left + size.0, bottom: top + size.1 }
    }

    /// With a little air around: widths of text are estimates.
    fn grown(self, dx: f64, dy: f64) -> Self {
        Self { left: self.left - dx, top: self.top - dy, right: self.right + dx, bottom: self.bottom + dy }
    }

    fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn contains(&self, (x, y): Px) -> bool {
        self.left < x && x < self.right && self.top < y && y < self.bottom
    }

    fn sticks_out_of(&self, plot: &PlotRect) -> bool {
        let air = 4.0;
        self.left < plot.left - air
            || self.top < plot.top - air
            || self.right > plot.right() + air
            || self.bottom > plot.bottom() + air
    }

    /// Whether a segment passes through (by its ends and by the sides it separates).
    fn meets(&self, a: Px, b: Px) -> bool {
        if a.0.max(b.0) < self.left
            || a.0.min(b.0) > self.right
            || a.1.max(b.1) < self.top
            || a.1.min(b.1) > self.bottom
        {
            return false;
        }
        if self.contains(a) || self.contains(b) {
            return true;
        }
        let side = |x: f64, y: f64| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0) > 0.0;
        let first = side(self.left, self.top);
        [(self.right, self.top), (self.left, self.bottom), (self.right, self.bottom)]
            .iter()
            .any(|&(x, y)| side(x, y) != first)
    }
}

/// Words, lines and dots that new words should keep clear of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Scene {
    words: Vec<Rect>,
    bars: Vec<Rect>,
    lines: Vec<(usize, Vec<Px>)>,
    dots: Vec<Px>,
    handle: Vec<Rect>,
}

/// Where words may go: a place and its anchor.
pub(crate) type Candidate = (Px, (f64, f64));

impl Scene {
    pub fn add_words(&mut self, rect: Rect) {
        self.words.push(rect);
    }

    pub fn add_bar(&mut self, rect: Rect) {
        self.bars.push(rect);
    }

    /// Remembers where the handle is: names of lines keep clear of it, its own name does not have to.
    pub fn add_handle(&mut self, rects: [Rect; 3]) {
        self.handle.extend(rects);
    }

    /// Whether words stand where a rectangle would.
    pub fn has_words_in(&self, rect: &Rect) -> bool {
        self.words.iter().any(|other| rect.overlaps(other))
    }

    pub fn add_dot(&mut self, at: Px) {
        self.dots.push(at);
    }

    /// Remembers a line of a layer, thinned: words keep clear of its course, not of each of its points.
    pub fn add_line(&mut self, layer: usize, points: &[Px]) {
        let every = points.len().div_ceil(64).max(1);
        let mut thin: Vec<Px> = points.iter().copied().step_by(every).collect();
        if let Some(&last) = points.last() {
            thin.push(last);
        }
        self.lines.push((layer, thin));
    }

    /// The lines of a layer.
    pub fn lines_of(&self, layer: usize) -> impl Iterator<Item = &Vec<Px>> {
        self.lines.iter().filter(move |(of, _)| *of == layer).map(|(_, points)| points)
    }

    /// The best of the candidates and its cost: 0 where nothing is in the way, earlier ones preferred. Words that name a
    /// line (`owner`) also keep nearer to it than to any other.
    pub fn best(
        &self,
        candidates: &[Candidate],
        size: (f64, f64),
        plot: &PlotRect,
        owner: Option<usize>,
    ) -> Option<(Candidate, f64)> {
        let mut best: Option<(Candidate, f64)> = None;
        for (rank, &(at, anchor)) in candidates.iter().enumerate() {
            let rect = Rect::of_text(at, anchor, size).grown(0.2 * size.1, 0.12 * size.1);
            let mut cost = self.cost(&rect, plot) + rank as f64 * 0.02;
            if let Some(owner) = owner {
                cost += 7.0 * self.handle.iter().filter(|other| rect.overlaps(other)).count() as f64;
                if cost < 6.0 && self.is_nearer_to_another(&rect, owner) {
                    cost += 6.0;
                }
            }
            if best.is_none_or(|(_, least)| cost < least) {
                best = Some(((at, anchor), cost));
            }
            if cost < 1.0 {
                // Later candidates cannot be clear by more than their rank costs.
                break;
            }
        }
        best
    }

    /// Whether words stand nearer to another line than to their own, measured upright.
    fn is_nearer_to_another(&self, rect: &Rect, owner: usize) -> bool {
        let (x, y) = ((rect.left + rect.right) / 2.0, (rect.top + rect.bottom) / 2.0);
        let nearest = |is_own: bool| {
            let lines = self.lines.iter().filter(|(of, _)| (*of == owner) == is_own);
            let away = |(_, line): &(usize, Vec<Px>)| height_at(line, x).map(|at| (at - y).abs());
            lines.filter_map(away).fold(f64::INFINITY, f64::min)
        };
        nearest(false) < nearest(true)
    }

    fn cost(&self, rect: &Rect, plot: &PlotRect) -> f64 {
        let mut cost = if rect.sticks_out_of(plot) { 50.0 } else { 0.0 };
        cost += 20.0 * self.words.iter().filter(|other| rect.overlaps(other)).count() as f64;
        cost += 4.0 * self.bars.iter().filter(|other| rect.overlaps(other)).count() as f64;
        for (_, line) in &self.lines {
            if line.windows(2).any(|pair| rect.meets(pair[0], pair[1])) {
                cost += 8.0;
            }
        }
        cost + 2.0 * self.dots.iter().filter(|dot| rect.contains(**dot)).count() as f64
    }
}

/// Where a line is at an x, if it gets there.
fn height_at(line: &[Px], x: f64) -> Option<f64> {
    let pair = line.windows(2).find(|pair| pair[0].0 <= x && x <= pair[1].0)?;
    let (a, b) = (pair[0], pair[1]);
    Some(if b.0 > a.0 { a.1 + (x - a.0) / (b.0 - a.0) * (b.1 - a.1) } else { a.1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: PlotRect = PlotRect { left: 0.0, top: 0.0, width: 100.0, height: 100.0 };

    #[test]
    fn words_avoid_lines_and_other_words() {
        let mut scene = Scene::default();
        scene.add_line(0, &[(0.0, 50.0), (100.0, 50.0)]);
        scene.add_words(Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 30.0 });
        let candidates = [((50.0, 50.0), (0.5, 0.5)), ((50.0, 20.0), (0.5, 0.5)), ((50.0, 80.0), (0.5, 0.5))];
        let (place, cost) = scene.best(&candidates, (20.0, 10.0), &PLOT, None).expect("there are candidates");
        assert_eq!(place, candidates[2]);
        assert!(cost < 1.0);
    }

    #[test]
    fn a_line_may_cross_a_box_without_a_point_inside() {
        let rect = Rect { left: 40.0, top: 40.0, right: 60.0, bottom: 60.0 };
        assert!(rect.meets((0.0, 0.0), (100.0, 100.0)));
        assert!(!rect.meets((0.0, 55.0), (39.0, 100.0)));
        assert!(!rect.meets((0.0, 75.0), (75.0, 0.0)));
    }
}
