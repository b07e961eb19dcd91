//! Which part of the map is seen, and how large: pure arithmetic in units of the picture.

use explorer_core::network::geodesic::MEAN_RADIUS_KM;
use explorer_core::network::projection::Projection;

/// Width of the picture in its own units.
pub const WIDTH: f64 = 1000.0;
/// Farthest zoom.
const MOST_ZOOM: f64 = 24.0;
/// A key or button zooms by so much.
pub const ZOOM_STEP: f64 = 1.5;
/// Room around the world, in units.
const MARGIN: f64 = 6.0;

/// A zoom and a shift: `seen = zoom × base + shift`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub zoom: f64,
    pub x: f64,
    pub y: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { zoom: 1.0, x: 0.0, y: 0.0 }
    }
}

/// Height of the picture.
pub fn height(projection: Projection) -> f64 {
    let (half_width, half_height) = projection.half_size();
    match projection {
        Projection::EqualEarth => (half_height / half_width * (WIDTH - 2.0 * MARGIN) + 2.0 * MARGIN).round(),
        Projection::Around(_) => 640.0,
    }
}

/// From radii of the Earth to units of the picture, before the camera.
pub fn base(projection: Projection, (x, y): (f64, f64)) -> (f64, f64) {
    let height = height(projection);
    let scale = (height - 2.0 * MARGIN) / 2.0 / projection.half_size().1;
    (WIDTH / 2.0 + x * scale, height / 2.0 - y * scale)
}

fn unbase(projection: Projection, (x, y): (f64, f64)) -> (f64, f64) {
    let height = height(projection);
    let scale = (height - 2.0 * MARGIN) / 2.0 / projection.half_size().1;
    ((x - WIDTH / 2.0) / scale, (height / 2.0 - y) / scale)
}

impl Camera {
    /// Where a point of the map is seen.
    pub fn seen(&self, projection: Projection, at: (f64, f64)) -> (f64, f64) {
        let (x, y) = base(projection, at);
        (self.zoom * x + self.x, self.zoom * y + self.y)
    }

    /// The point of the map that is seen there.
    pub fn at(&self, projection: Projection, seen: (f64, f64)) -> (f64, f64) {
        unbase(projection, ((seen.0 - self.x) / self.zoom, (seen.1 - self.y) / self.zoom))
    }

    /// Kilometres that a unit of the picture stands for, where the map is true.
    pub fn km_per_unit(&self, projection: Projection) -> f64 {
        let scale = (height(projection) - 2.0 * MARGIN) / 2.0 / projection.half_size().1;
        MEAN_RADIUS_KM / scale / self.zoom
    }

    /// Zoomed by a factor, with the point under `seen` staying where it is.
    pub fn zoomed(self, factor: f64, seen: (f64, f64), height: f64) -> Self {
        let zoom = (self.zoom * factor).clamp(1.0, MOST_ZOOM);
        let by = zoom / self.zoom;
        Self { zoom, x: seen.0 - by * (seen.0 - self.x), y: seen.1 - by * (seen.1 - self.y) }.kept(height)
    }

    /// Shifted.
    pub fn moved(self, dx: f64, dy: f64, height: f64) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..self }.kept(height)
    }

    /// Never so far that the picture is empty.
    fn kept(self, height: f64) -> Self {
        let keep = |shift: f64, size: f64| shift.clamp(size * (1.0 - self.zoom), 0.0);
        Self { x: keep(self.x, WIDTH), y: keep(self.y, height), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_where_it_is_and_zooming_keeps_the_point_under_the_pointer() {
        let map = Projection::EqualEarth;
        let camera = Camera::default().zoomed(4.0, (700.0, 200.0), height(map)).moved(-30.0, 12.0, height(map));
        let at = camera.at(map, (640.0, 180.0));
        let seen = camera.seen(map, at);
        assert!((seen.0 - 640.0).abs() < 1e-9 && (seen.1 - 180.0).abs() < 1e-9);
        let nearer = camera.zoomed(1.5, (640.0, 180.0), height(map));
        let still = nearer.seen(map, at);
        assert!((still.0 - 640.0).abs() < 1e-6 && (still.1 - 180.0).abs() < 1e-6);
    }

    #[test]
    fn the_world_cannot_be_pushed_out_of_the_picture() {
        let far = Camera::default().moved(900.0, -900.0, 487.0);
        assert_eq!(far, Camera::default());
    }
}
