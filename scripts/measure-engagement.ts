import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Rate } from "@haste/engine/report";
import { root } from "../bin/bootstrap.js";
import { measurePersonas } from "../tests/support/measure-personas.ts";

/**
 * `node bin/run.js scripts/measure-engagement.ts`: how well opens and clicks of the sandbox's own world are told apart, by
 * today's personas and today's rules. Writes docs/results/engagement.md; the same code always writes the same file.
 */
const { contacts, visits, score, rows } = await measurePersonas();

const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
const digits = (share: number | null) => (share === null ? "–" : share.toFixed(3));
const rated = (what: string, { rate, low, high, n, of }: Rate) =>
  row([what, digits(rate), `${digits(low)}–${digits(high)}`, n, of]);

const text = `# Who opened: what was said and what was true

Written by \`node bin/run.js scripts/measure-engagement.ts\`: ${contacts.toLocaleString("en-US")} demo contacts of the sandbox get one mail of one to four links
each, and do with it what their persona and the machine before their mailbox do (\`server/src/catalog/sandbox/personas\`). The
${visits.toLocaleString("en-US")} visits are judged as the product judges them. **The world is ours**: how often each machine stands in it is a guess, so
the first table compares rules with each other and promises nothing about your recipients. The second says of each visitor
what the rules make of it, whatever its share.

| | rate | 95 % | n | of |
|---|---|---|---|---|
${rated("of what was called human, a person's", score.human.precision)}
${rated("of people's visits, called human (without those behind a proxy)", score.human.recall)}
${rated("of what was called a machine, one", score.machine.precision)}
${rated("of machines' visits, called so", score.machine.recall)}
${rated("of people's visits, counted (not called a machine)", score.counted)}

Intervals are Wilson's and take visits for independent, which those to one mail are not: they are narrower than they should be.

| visitor | what | called human | unknown | machine | moved somebody |
|---|---|---|---|---|---|
${rows.map(({ who, kind, called, moved }) => row([who, kind, called.human, called.unknown, called.machine, moved])).join("\n")}

*Moved*: when it came, or when its seconds were over, it was called human. A later verdict changes the numbers, not what that
set off. \`proxy\` is a person behind Gmail's picture proxy. All that is wrong is the patient scanner's. People of this world are
easy: none reads through a VPN or a vendor's isolated browser, as some of the labelled world do (docs/tracking.md).
`;
writeFileSync(resolve(root, "docs/results/engagement.md"), text);
console.log(text);
