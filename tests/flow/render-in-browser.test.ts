import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asInstant } from "../../engine/src/base/index.ts";
import * as engine from "../../engine/src/render/index.ts";
import { openBrowser } from "../support/browser.ts";

/** A preview in the browser and the mail that leaves are one thing only if both write the same bytes. */

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  await page.addScriptTag({ content: await bundle() });
});
afterAll(() => browser?.close());

/** The renderer as a browser gets it: built, with the browser's liquidjs. */
async function bundle(): Promise<string> {
  const entry = "engine/src/render/index.ts";
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: true, lib: { entry, formats: ["iife"], name: "engine" } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("Nothing was built.");
  return output.output[0].code;
}

const person = fc.record({
  firstName: fc.option(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("Zoë", "ELENI O'BRIEN", "<b>", "李"))),
  zone: fc.constantFrom("Europe/Athens", "America/St_Johns", "Pacific/Apia", "nowhere", null),
  custom: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue({ maxDepth: 2 })),
});

const value = fc.constantFrom(
  "contact.firstName",
  "custom.a",
  "custom.b",
  "company.name",
  "sequence.today",
  "'27 Nov 2026 3pm'",
  "1234.5",
  "missing",
);
const filter = fc.constantFrom(
  "upcase",
  "proper",
  "first_word",
  "default: 'there'",
  "escape",
  "size",
  "date: '%A %-d %B %Y %H:%M %z'",
  "plus_workdays: 3",
  "number: 2, 'de'",
  "currency: 'EUR', 'fr'",
  "plus: 0.1",
  "times: 3",
  "url_encode",
  "split: ' ' | sample",
  "spin",
  "sort | join: ','",
  "truncate: 5",
  "json",
);
const output = fc
  .tuple(value, fc.array(filter, { maxLength: 3 }))
  .map(([it, filters]) => `{{ ${[it, ...filters].join(" | ")} }}`);
const piece = fc.oneof(
  output,
  fc.tuple(value, output, output).map(([it, one, two]) => `{% if ${it} %}<b>${one}</b>{% else %}${two}{% endif %}`),
  output.map((one) => `<p class="x" title="${one}">words</p>`),
  output.map((one) => `<a href="https://x.example/${one}?q=${one}">${one}</a>`),
  output.map((one) => `{% for i in custom.a limit: 3 %}<li>{{ i }}${one}{% endfor %}`),
  fc.constantFrom(
    "<style>.x{color:red}p>b{margin:0}</style>",
    "{% spin %}one{% or %}two{% endspin %}",
    "{{ sender.signature }}",
    "<script>1</script>",
    "<table><tr><td>",
  ),
);
const drawn = fc.record({
  pieces: fc.array(piece, { minLength: 1, maxLength: 8 }),
  person,
  seed: fc.string({ maxLength: 8 }),
});

interface Drawn {
  readonly html: string;
  readonly context: engine.PersonalizationContext;
  readonly seed: string;
  readonly now: number;
}

function corpus(): Drawn[] {
  return fc
    .sample(drawn, { seed: 20_261_127, numRuns: 600 })
    .map(({ pieces, person: { firstName, zone, custom }, seed }, at) => ({
      html: pieces.join(""),
      seed,
      now: 1_767_225_600_000 + at * 3_333_333_333,
      context: {
        contact: { email: "a@b.example", firstName, lastName: null, title: null, timezone: zone, customFields: custom },
        company: { name: "Aegean & Sons", domain: null, industry: null, customFields: {} },
        deal: null,
        sender: {
          name: "Amina",
          email: "amina@t.example",
          signature: "<p>Amina <a href='https://t.example'>t</a></p>",
        },
        sequence: { name: "Founders" },
        customData: {},
        postalAddress: "Havnegade 12",
      },
    }));
}

/** Everything the renderer says of a mail; runs on both sides, so it uses nothing but its arguments. */
function written({ compileEmail, fillEmail, lintEmail }: typeof engine, { html, context, seed, now }: Drawn): string {
  const source = { subject: "Hi {{ contact.firstName | default: 'you' }}", htmlContent: html, textContent: null };
  const email = compileEmail(source);
  const moment = { now: now as never, seed };
  const links = { unsubscribeUrl: "https://go.example/u", pixelUrl: "https://go.example/o", clickUrl: null, moment };
  const filled = email.ok ? fillEmail(email.value, context, links) : email;
  return JSON.stringify([filled, lintEmail(source, { context })]);
}

test("drawn templates become the same bytes in a browser as on the server", { timeout: 120_000 }, async () => {
  const mails = corpus();
  const here = mails.map((mail) => written(engine, mail));
  expect(mails.every(({ now }) => asInstant(now) > 0)).toBe(true);
  const there = (await page.evaluate(
    ([code, all]) => {
      const write = new Function("engine", "mail", `return (${code})(engine, mail)`);
      const scope = globalThis as unknown as { engine: unknown };
      return (all as unknown[]).map((mail) => write(scope.engine, mail));
    },
    [written.toString(), mails] as const,
  )) as string[];
  expect(there.length).toBe(here.length);
  for (const [at, mail] of mails.entries())
    expect({ ...mail, written: there[at] }).toEqual({ ...mail, written: here[at] });
  // A corpus that is refused throughout would prove nothing.
  expect(here.filter((one) => one.startsWith('[{"ok":true')).length).toBeGreaterThan(100);
});
