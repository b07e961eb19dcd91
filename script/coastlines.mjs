#!/usr/bin/env node
// Makes crates/core/src/network/coast.txt from Natural Earth's land polygons as packed by world-atlas 2.0.2:
//
//   npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//   node script/coastlines.mjs package/land-50m.json > crates/core/src/network/coast.txt
//
// Run once; the result is committed. One ring a line, in the encoded-polyline format with tenths of a degree: longitude then
// latitude, each as the difference to the last, zigzag, five bits a character from "?" on. Rings are closed by the reader.
import { readFileSync } from "node:fs";

/** Points nearer than this to the line without them are left out, in degrees (longitudes shrunk by the latitude). */
const TOLERANCE = 0.2;
/** Rings smaller than this are left out, in square degrees. */
const LEAST_AREA = 0.2;
const STEPS_A_DEGREE = 10;

const { objects, arcs, transform } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const decoded = arcs.map((arc) => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * transform.scale[0] + transform.translate[0], y * transform.scale[1] + transform.translate[1]];
  });
});
const ringOf = (indices) => {
  const points = [];
  for (const i of indices) {
    const arc = i < 0 ? [...decoded[~i]].reverse() : decoded[i];
    points.push(...(points.length ? arc.slice(1) : arc));
  }
  return points;
};
const polygons = objects.land.geometries.flatMap((g) => (g.type === "Polygon" ? [g.arcs] : g.arcs));

// Longitudes without the jump at 180°, so that a ring across it is one piece.
const unwrapped = (ring) => {
  let turns = 0;
  return ring.map(([lon, lat], i) => {
    if (i > 0) {
      const step = lon - ring[i - 1][0];
      if (step > 180) turns -= 360;
      if (step < -180) turns += 360;
    }
    return [lon + turns, lat];
  });
};
const area = (ring) => {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const shrink = Math.cos(((ring[i][1] + ring[i - 1][1]) / 2) * (Math.PI / 180));
    sum += (ring[i][0] * ring[i - 1][1] - ring[i - 1][0] * ring[i][1]) * shrink;
  }
  return Math.abs(sum / 2);
};
const winds = (ring) => Math.abs(ring[0][0] - ring[ring.length - 1][0]) > 180;
// Douglas and Peucker.
const simplified = (points) => {
  if (points.length < 3) return points;
  const [a, b] = [points[0], points[points.length - 1]];
  let [worst, at] = [-1, 0];
  for (let i = 1; i < points.length - 1; i++) {
    const shrink = Math.cos((points[i][1] * Math.PI) / 180);
    const [px, py] = [(points[i][0] - a[0]) * shrink, points[i][1] - a[1]];
    const [bx, by] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
    const length2 = bx * bx + by * by;
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, (px * bx + py * by) / length2));
    const off = Math.hypot(px - t * bx, py - t * by);
    if (off > worst) [worst, at] = [off, i];
  }
  if (worst <= TOLERANCE) return [a, b];
  return [...simplified(points.slice(0, at + 1)).slice(0, -1), ...simplified(points.slice(at))];
};
const encoded = (value) => {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  let text = "";
  while (rest >= 32) {
    text += String.fromCharCode((32 | (rest & 31)) + 63);
    rest >>= 5;
  }
  return text + String.fromCharCode(rest + 63);
};

const lines = [];
for (const polygon of polygons) {
  for (const indices of polygon) {
    const ring = unwrapped(ringOf(indices));
    // What is left of the cut along the antimeridian: a ring that is only the south pole.
    if (ring.every(([, lat]) => lat < -89.9)) continue;
    if (!winds(ring) && area(ring) < LEAST_AREA) continue;
    const half = Math.floor(ring.length / 2);
    const points = [...simplified(ring.slice(0, half + 1)).slice(0, -1), ...simplified(ring.slice(half))];
    let [x, y] = [0, 0];
    let text = "";
    let kept = 0;
    const closed = winds(ring) ? points : points.slice(0, -1);
    for (const [lon, lat] of closed) {
      const [nx, ny] = [Math.round(lon * STEPS_A_DEGREE), Math.round(lat * STEPS_A_DEGREE)];
      if (kept > 0 && nx === x && ny === y) continue;
      text += encoded(nx - x) + encoded(ny - y);
      [x, y] = [nx, ny];
      kept += 1;
    }
    if (kept >= 3) lines.push([text, kept]);
  }
}
lines.sort((a, b) => b[1] - a[1]);
process.stderr.write(`${lines.length} rings, ${lines.reduce((n, l) => n + l[1], 0)} points\n`);
process.stdout.write(lines.map((l) => l[0]).join("\n") + "\n");
