import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openBrowser } from "../tests/support/browser.ts";
import { type Product, startProduct } from "../tests/support/product.ts";

/** Takes the pictures of docs/sequences.md from the demo world of a product started for it. */

const folder = join(import.meta.dirname, "..", "docs", "pictures");

interface Picture {
  readonly name: string;
  readonly path: string;
  /** What has to be seen before it is taken. */
  readonly sees: string | RegExp;
  readonly before?: (page: Page) => Promise<void>;
}

const product = await startProduct({ demo: true });
const browser = await openBrowser();
try {
  mkdirSync(folder, { recursive: true });
  for (const picture of await picturesOf(product)) {
    // Large enough to read, small enough for a page of text.
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
    await page.goto(`${product.url}${picture.path}`);
    await page.getByText(picture.sees).filter({ visible: true }).first().waitFor();
    await picture.before?.(page);
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(folder, `${picture.name}.png`), animations: "disabled" });
    await page.close();
    console.log(`docs/pictures/${picture.name}.png`);
  }
} finally {
  await browser.close();
  await product.stop();
}

async function picturesOf({ api }: Product): Promise<Picture[]> {
  const sequences = (await api("GET /sequences")).data;
  const idOf = (name: string) => sequences.find((sequence) => sequence.name === name)?.id ?? name;
  const tree = idOf("Big yards, by hand");
  const queue = idOf("The dock queue");
  await api("PUT /sequences/:id", {
    params: { id: queue },
    body: { settings: { intake: { perDay: 20, perCompanyPerDay: 2 } } },
  });
  const person = await whoeverWaitsMost(
    api,
    sequences.map(({ id }) => id),
  );
  return [
    { name: "outline", path: `/sequences/${tree}/steps`, sees: "Manages the yard" },
    { name: "canvas", path: `/sequences/${tree}/steps?view=canvas`, sees: "Manages the yard" },
    { name: "why", path: `/sequences/${person.sequenceId}/people?person=${person.id}`, sees: /Why not yet|Next mail/ },
    {
      name: "publish",
      path: `/sequences/${queue}/steps`,
      sees: "Publish version 2…",
      before: async (page) => {
        await page.getByRole("button", { name: "Publish version 2…" }).click();
        await page.getByRole("dialog").waitFor();
      },
    },
    { name: "simulate", path: `/sequences/${tree}/simulate`, sees: /What if/ },
  ];
}

/** Somebody on the way with the longest list of reasons. */
async function whoeverWaitsMost(api: Product["api"], sequenceIds: readonly string[]) {
  let most: { readonly id: string; readonly sequenceId: string; readonly reasons: number } | null = null;
  for (const sequenceId of sequenceIds) {
    const query = { limit: 50, "filter[status]": "active" } as const;
    for (const { id } of (await api("GET /sequences/:id/enrollments", { params: { id: sequenceId }, query })).data) {
      const reasons = (await api("GET /enrollments/:id/why", { params: { id } })).constraints.length;
      if (most === null || reasons > most.reasons) most = { id, sequenceId, reasons };
    }
  }
  if (most === null) throw new Error("Nobody is on the way in the demo world.");
  return most;
}
