// Makes the codecs module smaller on its way: node script/codecs.mjs dist
// Three of its tables travel badly: a quarter of a megabyte of logarithms and the tables of a checksum, which the worker can work
// out for itself, and the index of Brotli's dictionary, whose records compress far better column by column. They are put back, bit for bit, before the first
// job: the lines for that go to the end of codecs.js, and the worker calls them.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [dist] = process.argv.slice(2);
const file = join(dist, "codecs_bg.wasm");
const wasm = readFileSync(file);
const before = gzipSync(wasm, { level: 9 }).length;

function number(at, signed = false) {
  let [value, shift, byte] = [0, 0, 0];
  do {
    byte = wasm[at++];
    value |= (byte & 127) << shift;
    shift += 7;
  } while (byte & 128);
  if (signed && shift < 32 && byte & 64) value |= -1 << shift;
  return [signed ? value : value >>> 0, at];
}

/** The segments of data: where they stand in the file, how long they are, and at which address they will be. */
function segments() {
  const found = [];
  for (let at = 8; at < wasm.length;) {
    const kind = wasm[at];
    const [length, start] = number(at + 1);
    if (kind === 11) {
      let [count, here] = number(start);
      for (; count > 0; count -= 1) {
        if (wasm[here] !== 0 || wasm[here + 1] !== 0x41) throw new Error("codecs: a segment of another kind");
        const [address, after] = number(here + 2, true);
        const [size, begin] = number(after + 1);
        found.push({ begin, size, address: address >>> 0 });
        here = begin + size;
      }
    }
    at = start + length;
  }
  return found;
}
const all = segments();
const addressOf = (place) => {
  const segment = all.find(({ begin, size }) => place >= begin && place < begin + size);
  return segment && segment.address + place - segment.begin;
};

const steps = [];

// log2 of 3 to 65535 as 32-bit floats (those of 0 to 2 hold zero bytes, where the segment may be cut).
const FIRST = 3;
const logs = Float32Array.from({ length: 65536 - FIRST }, (_, i) => Math.log2(i + FIRST));
// Their first dozens are enough to find them.
const place = wasm.indexOf(Buffer.from(logs.buffer, 0, 256));
if (place > 0 && addressOf(place) % 4 === 0) {
  const table = new Float32Array(new Uint8Array(wasm.subarray(place, place + logs.byteLength)).buffer);
  const others = [];
  table.forEach((value, i) => { if (value !== logs[i]) others.push([i, value]); });
  if (others.length < 100) {
    wasm.fill(0, place, place + logs.byteLength);
    steps.push(`const logs = new Float32Array(memory.buffer, ${addressOf(place)}, ${logs.length});
  for (let i = 0; i < logs.length; i += 1) logs[i] = Math.log2(i + ${FIRST});
  for (const [i, value] of ${JSON.stringify(others)}) logs[i] = value;`);
  }
}

// The sixteen tables of CRC-32 that are looked up together.
const crc = new Uint32Array(16 * 256);
for (let i = 0; i < 256; i += 1) {
  crc[i] = i;
  for (let bit = 0; bit < 8; bit += 1) crc[i] = (crc[i] >>> 1) ^ (crc[i] & 1 ? 0xedb88320 : 0);
}
for (let i = 256; i < crc.length; i += 1) crc[i] = (crc[i - 256] >>> 8) ^ crc[crc[i - 256] & 255];
// The first entry of the first table is zero: the segment may begin after it.
const sums = Buffer.from(crc.buffer, 4);
const sumsAt = wasm.indexOf(sums);
if (sumsAt > 0 && addressOf(sumsAt) % 4 === 0) {
  wasm.fill(0, sumsAt, sumsAt + sums.length);
  steps.push(`const crc = new Uint32Array(memory.buffer, ${addressOf(sumsAt)} - 4, 4096);
  for (let i = 0; i < 256; i += 1) {
    crc[i] = i;
    for (let bit = 0; bit < 8; bit += 1) crc[i] = (crc[i] >>> 1) ^ (crc[i] & 1 ? 0xedb88320 : 0);
  }
  for (let i = 256; i < 4096; i += 1) crc[i] = (crc[i - 256] >>> 8) ^ crc[crc[i - 256] & 255];`);
}

// The largest other segment, if it is one of records of four bytes: gathered by column.
for (const { begin, size, address } of all.filter(({ size }) => size > 50_000)) {
  if (place >= begin && place < begin + size) continue;
  const bytes = Buffer.from(wasm.subarray(begin, begin + size));
  const columns = Buffer.alloc(size);
  let to = 0;
  for (let column = 0; column < 4; column += 1) for (let i = column; i < size; i += 4) columns[to++] = bytes[i];
  if (gzipSync(columns, { level: 9 }).length > 0.9 * gzipSync(bytes, { level: 9 }).length) continue;
  columns.copy(wasm, begin);
  steps.push(`const place = new Uint8Array(memory.buffer, ${address}, ${size});
  const columns = place.slice();
  for (let column = 0, from = 0; column < 4; column += 1) for (let i = column; i < ${size}; i += 4) place[i] = columns[from++];`);
}

// Both files are named by what they hold, and the page says how: so caches may keep them, and no page takes those of another release.
const glue = readFileSync(join(dist, "codecs.js"), "utf8") + `\nglobalThis.codecsPrepare = (memory) => {\n${steps.map((step) => `  {\n  ${step}\n  }`).join("\n")}\n};\n`;
const named = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);
const names = { script: `codecs-${named(glue)}.js`, program: `codecs-${named(wasm)}_bg.wasm` };
rmSync(file);
rmSync(join(dist, "codecs.js"));
writeFileSync(join(dist, names.program), wasm);
writeFileSync(join(dist, names.script), glue);
const page = readFileSync(join(dist, "index.html"), "utf8");
writeFileSync(join(dist, "index.html"), page.replace('<meta name="app-program"', `<meta name="app-codecs" content="${names.script}" data-wasm="${names.program}">$&`));
console.log(`codecs: ${before} to ${gzipSync(wasm, { level: 9 }).length} bytes gzip, ${steps.length} tables`);
