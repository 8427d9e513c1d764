import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { visitScript } from "../../server/src/flow/track/visits/script.ts";
import { openBrowser } from "../support/browser.ts";

const shop = "http://shop.example";
const script = "http://haste.example/t/v/script-token.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

interface Visit {
  /** What the browser says to be asked for before any script runs. */
  readonly asks?: string;
  readonly consents?: boolean;
}

/** A customer's page with the script on it; what it told so far. */
async function visit(path: string, { asks = "", consents = true }: Visit = {}, on?: Page) {
  const page = on ?? (await (await browser.newContext()).newPage());
  const told: string[] = [];
  const html = `<!doctype html><script src="${script}"></script><script>${consents ? "hasteConsent()" : ""}</script>`;
  await page.route(`${shop}/**`, (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.route(script, async (route) => {
    if (route.request().method() === "GET") return route.fulfill({ contentType: "text/javascript", body: visitScript });
    told.push(route.request().postData() ?? "");
    return route.fulfill({ status: 204 });
  });
  if (on === undefined) {
    await page.clock.install();
    await page.addInitScript(asks);
  }
  await page.goto(`${shop}${path}`);
  return { page, told, later: (seconds: number) => page.clock.runFor(seconds * 1_000) };
}

describe("the script on a customer's pages", () => {
  test("tells who came by a mail once the click is judged, and takes their token out of the address", async () => {
    const { page, told, later } = await visit("/prices?plan=b&hc=who-came#top");
    expect(page.url()).toBe(`${shop}/prices?plan=b#top`);
    await later(14);
    expect(told).toEqual([]);
    await later(2);
    expect(told.map((body) => JSON.parse(body))).toEqual([{ token: "who-came", page: "shop.example/prices" }]);
    const next = await visit("/thanks", {}, page);
    await next.later(1);
    expect(next.told.map((body) => JSON.parse(body))).toEqual([{ token: "who-came", page: "shop.example/thanks" }]);
  });

  test.each<[string, string, Visit]>([
    ["who did not come by a mail", "/prices", {}],
    ["who has not consented", "/prices?hc=who-came", { consents: false }],
    [
      "whose browser asks not to be followed",
      "/prices?hc=who-came",
      { asks: "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })" },
    ],
    [
      "whose browser asked so in the older way",
      "/prices?hc=who-came",
      { asks: "Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1' })" },
    ],
  ])("tells nothing of one %s, and keeps nothing of them", async (_whom, path, how) => {
    const { page, told, later } = await visit(path, how);
    await later(60);
    expect(told).toEqual([]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });
});
