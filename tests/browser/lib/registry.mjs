// Test files call `test`; the runner reads what they registered.
export const tests = [];
let file = "";
export const startFile = (name) => { file = name; };

/**
 * Registers one test. It runs once in each browser.
 * @param {string} name a sentence
 * @param {(t: import("./visit.mjs").Visit) => Promise<void>} body
 * @param {{ seconds?: number }} options seconds: the time allowed (60 unless told)
 */
export function test(name, body, { seconds = 60 } = {}) {
  tests.push({ file, name, body, seconds });
}
