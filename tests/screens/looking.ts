import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { furnish } from "./furnish.ts";
import { eyes, type Look, lookAt } from "./look.ts";

/** What is found where nothing is wrong for any eye. */
export const spotless = Object.fromEntries(Object.keys(eyes).map((eye) => [eye, []]));
/** How a state beside the whole one is looked at: once, where it is darkest and narrowest. */
export const once = { by: ["dark phone"] } as const satisfies Partial<Look>;
export const spotlessOnce = { "dark phone": [] };

/** A product with something of everything in it, and a browser to look at it. */
export class Looking {
  readonly product: Product;
  readonly #browser: Browser;
  /** Ids that stand in paths: `{sequence}`, `{contact}` … */
  readonly #ids: Record<string, string>;

  private constructor(browser: Browser, product: Product, ids: Record<string, string>) {
    this.#browser = browser;
    this.product = product;
    this.#ids = ids;
  }

  static async open(): Promise<Looking> {
    const browser = await openBrowser();
    const product = await startProduct({ demo: true });
    const ids = await furnish(product.api);
    await makeAnswer(product, ids);
    return new Looking(browser, product, ids);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.product.stop();
  }

  async page(): Promise<Page> {
    const context = await this.#browser.newContext();
    context.setDefaultTimeout(15_000);
    return context.newPage();
  }

  from(page: Page, look: Look) {
    const path = look.path.replace(/\{(\w+)\}/g, (_, name: string) => this.#ids[name] ?? name);
    return lookAt(page, this.product.url, { ...look, path });
  }
}

/** Somebody answers the mail that was caught. */
async function makeAnswer({ api }: Product, ids: Readonly<Record<string, string>>): Promise<void> {
  const id = ids.contact ?? "";
  const came = () => api("GET /inbound", { query: { "filter[contactId]": id } });
  await api("POST /sandbox/emails/:id/reply", {
    params: { id: ids.mail ?? "" },
    body: { text: "What does it cost?" },
  });
  await until("the answer was read", async () => (await came()).data.length > 0);
}
