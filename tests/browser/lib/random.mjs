// A small seeded generator, so that what a test did can be done again: SEED=… node tests/browser/run.mjs …
export const seed = Number(process.env.SEED ?? 20261124);

/** A source of uniform numbers in [0, 1) (mulberry32), with helpers. */
export function random(start = seed) {
  let state = start >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, pick: (list) => list[below(list.length)] };
}
