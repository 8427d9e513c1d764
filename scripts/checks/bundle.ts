import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Outcome } from "./check.ts";

const limitKb = 160;

/** What is fetched when somebody first writes a mail, beyond what every screen has: the editor's chunk and its own parts. */
export function checkEditorSize(root: string): Outcome {
  const folder = path.join(root, "web", "dist", "assets");
  const files = readdirSync(folder);
  const startOf = (name: string) => files.filter((file) => file.startsWith(`${name}-`) && file.endsWith(".js"));
  const [editor, entry] = [startOf("rich-body"), startOf("index")];
  if (editor.length !== 1 || entry.length === 0) {
    const detail = `expected one chunk rich-body-*.js and an entry index-*.js in ${folder}`;
    return { name: "the mail editor is a chunk of its own", passed: false, detail };
  }
  const known = reachable(folder, entry);
  const own = [...reachable(folder, editor)].filter((file) => !known.has(file));
  const sizes = own.map((file) => gzipSync(readFileSync(path.join(folder, file))).length);
  const kb = Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);
  const name = `the mail editor weighs ${kb} kB gzip of at most ${limitKb}`;
  console.log(`  ${name}`);
  return { name, passed: kb <= limitKb, detail: own.map((file, at) => `${file} ${sizes[at]}`).join("\n") };
}

/** Chunks that are fetched with these: what they import at once, not what they may ask for later. */
function reachable(folder: string, from: readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const file of seen) {
    const source = readFileSync(path.join(folder, file), "utf8");
    for (const [, next] of source.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) seen.add(next as string);
  }
  return seen;
}
