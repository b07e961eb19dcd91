// Puts a section into a document in place of the one of the same heading, or at its end: node bench/section.mjs <document> <section>
import { readFileSync, writeFileSync } from "node:fs";

const [document, section] = process.argv.slice(2);
const put = readFileSync(section, "utf8").trim();
const [heading] = put.split("\n");
const [head, ...parts] = readFileSync(document, "utf8").trim().split(/\n(?=## )/);
const at = parts.findIndex((part) => part.split("\n")[0] === heading);
parts.splice(at < 0 ? parts.length : at, at < 0 ? 0 : 1, put);
writeFileSync(document, `${[head, ...parts].map((part) => part.trim()).join("\n\n")}\n`);
