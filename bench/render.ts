/**
 * Filling bodies from read templates, limits on: the product's language against bare liquidjs, in turn and in one run.
 * A body of 1.8 kB with eight variables, a condition and a snippet, escaped throughout; then a whole email (subject, HTML
 * with five signed addresses, text part, footer). Rates are of CPU time, so that other work on the machine counts less;
 * the ratio is the result. Both sides write the same body, or the run fails.
 */
import { Liquid } from "liquidjs";
import { asInstant, must } from "../engine/src/base/index.ts";
import { compileEmail, fillEmail, type PersonalizationContext } from "../engine/src/render/index.ts";
import { fillTemplate, readTemplate } from "../engine/src/render/liquid/index.ts";
import type { RunOptions } from "../engine/src/render/liquid/run.ts";
import { ownCpuUs } from "./support/cpu.ts";
import { median, printFigures } from "./support/numbers.ts";

const ROUNDS = 7;
const ROUND_CPU_US = 400_000;

const snippet = "<p>P.S. {{ contact.firstName }}, the harbor of {{ company.name }} opens at six.</p>";
const paragraph =
  "<p>We moved the docks of a friend of yours last spring, and the queue of ships went from nine hours to two.</p>";
const body = [
  "<p>Hi {{ contact.firstName | default: 'there' }},</p>",
  paragraph.repeat(6),
  "{% if contact.title %}<p>As {{ contact.title }} of {{ company.name }} you know {{ company.industry }} best.</p>{% endif %}",
  paragraph.repeat(6),
  "<p>{{ sender.name }}, for {{ contact.fullName }} ({{ contact.email }}), plan {{ custom.plan }}</p>",
  "{% render 'ps' %}",
].join("\n");

const person: PersonalizationContext = {
  contact: {
    email: "eleni@aegean.example",
    firstName: "Ελένη",
    lastName: "O'Brien",
    title: "Harbor master",
    timezone: "Europe/Athens",
    customFields: { plan: "gold" },
  },
  company: { name: "Aegean & Sons", domain: "aegean.example", industry: "Shipping", customFields: {} },
  deal: null,
  sender: { name: "Amina Yusuf", email: "amina@tidewater.example", signature: "<p>Amina</p>" },
  sequence: { name: "Founders" },
  customData: {},
  postalAddress: "Havnegade 12, København",
};
const scope = {
  contact: { ...person.contact, fullName: "Ελένη O'Brien" },
  company: { ...person.company },
  sender: { ...person.sender },
  custom: { plan: "gold" },
};

const bare = new Liquid({ templates: { ps: snippet }, outputEscape: "escape" });
const bareTemplates = bare.parse(body);
const limited = new Liquid({
  templates: { ps: snippet },
  outputEscape: "escape",
  ownPropertyOnly: true,
  strictVariables: true,
  // Wall time: with 100 ms this very body was refused once, while other work held the machine.
  renderLimit: 60_000,
  memoryLimit: 5_000_000,
});
const limitedTemplates = limited.parse(body);
const ours = must(readTemplate(body, "text", { find: () => snippet, names: ["ps"] }), "the body can be read");
const run: RunOptions = {
  moment: { now: asInstant(1_767_225_600_000), seed: "bench" },
  zone: null,
  missing: "hold",
  form: "html",
};

const link = (at: number) =>
  `<p><a href="https://docks.example/${at}/{{ custom.plan }}?for={{ contact.email }}">Docks ${at}</a></p>`;
const email = must(
  compileEmail(
    {
      subject: "Docks for {{ contact.firstName }}",
      htmlContent: body + [1, 2, 3, 4, 5].map(link).join(""),
      textContent: null,
    },
    { snippets: new Map([["ps", { html: snippet, text: "" }]]) },
  ),
  "the email can be read",
);
const links = {
  unsubscribeUrl: "https://go.example/u/token",
  pixelUrl: "https://go.example/o/token",
  clickUrl: (at: number) => `https://go.example/c/${at}`,
  moment: { now: asInstant(1_767_225_600_000), seed: "email" },
};

const sides = {
  bare: () => bare.renderSync(bareTemplates, scope, { globals: scope }) as string,
  limited: () => limited.renderSync(limitedTemplates, scope, { globals: scope }) as string,
  ours: () => must(fillTemplate(ours, scope, run), "the body can be filled"),
  email: () => must(fillEmail(email, person, links), "the email can be filled").html,
};

/** Of one round. In liquidjs a snippet sees globals only, so both get them. */
function rateOf(fill: () => string): number {
  const before = ownCpuUs();
  let filled = 0;
  let spent = 0;
  for (; spent < ROUND_CPU_US; spent = ownCpuUs() - before) {
    for (let at = 0; at < 200; at += 1) fill();
    filled += 200;
  }
  return (filled / spent) * 1_000_000;
}

function benchRender() {
  const same = sides.bare().replaceAll("&#34;", "&quot;");
  if (sides.ours() !== same || sides.limited().replaceAll("&#34;", "&quot;") !== same)
    throw new Error("The sides wrote different bodies.");
  for (const fill of Object.values(sides)) rateOf(fill);
  const rates: Record<keyof typeof sides, number[]> = { bare: [], limited: [], ours: [], email: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of Object.keys(sides) as (keyof typeof sides)[]) rates[side].push(rateOf(sides[side]));
  }
  const ratio = (one: keyof typeof sides, other: keyof typeof sides) =>
    median(rates[one].map((rate, at) => rate / (rates[other][at] ?? Number.NaN)));
  printFigures("render", [
    { figure: "body bytes", value: Buffer.byteLength(same), unit: "bytes" },
    { figure: "bodies filled, limits on, per second of CPU", value: median(rates.ours), unit: "1/s" },
    { figure: "bare liquidjs, per second of CPU", value: median(rates.bare), unit: "1/s" },
    { figure: "liquidjs with its limits, per second of CPU", value: median(rates.limited), unit: "1/s" },
    { figure: "bodies filled, limits on", value: ratio("ours", "bare"), unit: "ratio", ratioTo: "bare liquidjs" },
    { figure: "whole emails filled, per second of CPU", value: median(rates.email), unit: "1/s" },
    { figure: "whole emails filled", value: ratio("email", "bare"), unit: "ratio", ratioTo: "bare liquidjs, one body" },
  ]);
}

if (import.meta.main) benchRender();
