#!/usr/bin/env python3
"""Writes crates/core/tests/data/geodesics.txt: distances on WGS-84 by GeographicLib, C. F. F. Karney's own implementation.

    pip install geographiclib==2.1 && python3 script/oracles/geodesics.py

A line: latitude and longitude of both places in degrees, distance in metres. Between cities of the table, across the
antimeridian, over poles, along the equator, very short, and nearly opposite, where most methods fail.
"""
import pathlib
import random

from geographiclib.geodesic import Geodesic

root = pathlib.Path(__file__).resolve().parents[2] / "crates/core"
draw = random.Random(7)
cities = [tuple(map(float, line.split("|")[3:5])) for line in (root / "src/network/cities.txt").read_text().splitlines()]
pairs = [draw.sample(cities, 2) for _ in range(120)]
pairs += [((a[0], 180 - draw.random()), (draw.uniform(-80, 80), -180 + draw.random())) for a in draw.sample(cities, 30)]
for lat, lon in draw.sample(cities, 60):
    opposite = (-lat, lon - 180 if lon > 0 else lon + 180)
    near = draw.choice([0, 1e-9, 1e-4, 0.1, 0.5, 0.6, 1])
    pairs.append(((lat, lon), (opposite[0] + draw.uniform(-near, near), max(-180, min(180, opposite[1] + draw.uniform(-near, near))))))
pairs += [((lat, 10.0), (lat + draw.uniform(-1e-3, 1e-3), 10.0 + draw.uniform(-1e-3, 1e-3))) for lat in range(-80, 81, 20)]
pairs += [((0.0, 0.0), (0.0, lon)) for lon in (1e-9, 1.0, 90.0, 179.0, 179.396, 179.4, 179.5, 179.9, 180.0)]
pairs += [((90.0, 0.0), (lat, 33.0)) for lat in (90.0, 89.9, 0.0, -89.9, -90.0)]
pairs += [((lat, -170.0), (lat2, 10.0)) for lat, lat2 in ((30.0, -30.0), (30.0, -29.5), (1e-6, 0.0), (80.0, 80.0))]
lines = []
for (lat1, lon1), (lat2, lon2) in pairs:
    metres = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"]
    lines.append(" ".join(map(repr, (lat1, lon1, lat2, lon2, metres))))
(root / "tests/data/geodesics.txt").write_text("\n".join(lines) + "\n")
