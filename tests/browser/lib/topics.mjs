// The topics as the model itself lists and computes them, natively: what the page must agree with.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const program = process.env.EVALUATE || `${process.env.CARGO_TARGET_DIR || "target"}/debug/examples/evaluate`;
const known = new Map();

async function ask(words) {
  const key = words.join(" ");
  if (!known.has(key)) known.set(key, run(program, words, { cwd: root, maxBuffer: 1 << 26 }).then(({ stdout }) => JSON.parse(stdout)));
  return known.get(key);
}

/** Every topic: slug, title, inputs, presets, exercises. */
export async function topics() {
  const list = await ask([]);
  if (list.length === 0) throw new Error("evaluate lists no topic");
  return list;
}

// Switches are 0 and 1 in a link.
const word = (value) => typeof value === "boolean" ? String(Number(value)) : String(value);

/** A topic's inputs, notices and readouts (or refusal) for these inputs. */
export const evaluate = (slug, inputs = {}) => ask([slug, ...Object.entries(inputs).map(([key, value]) => `${key}=${word(value)}`)]);

/** The part of a link after the page's address. */
export function routeOf(slug, inputs = {}) {
  const words = Object.entries(inputs).map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(word(value))}`);
  return `#/${slug}${words.length ? `?${words.join("&")}` : ""}`;
}
