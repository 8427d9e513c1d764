import { AxeBuilder } from "@axe-core/playwright";
import type { ConsoleMessage, Page } from "playwright-core";
import { until } from "../support/until.ts";

/** Ways of looking at the product: a big bright screen, and a small dark one in the hand. */
export const eyes = {
  "light desktop": { width: 1280, height: 800, colorScheme: "light" },
  "dark phone": { width: 360, height: 740, colorScheme: "dark" },
} as const;
export type Eye = keyof typeof eyes;
const allEyes = Object.keys(eyes) as Eye[];

/** Axe's `minor` is advice; the rest keeps somebody out. */
const faults = new Set(["critical", "serious", "moderate"]);

export interface Look {
  /** Where to go, from the root of the product. */
  readonly path: string;
  /** What is done there first; it may be called again where it is done already. */
  readonly does?: (page: Page) => Promise<unknown>;
  /** What stands on the screen once it is whole. */
  readonly sees: string | RegExp;
  /** By which eyes; default all. States beside the whole one are looked at once. */
  readonly by?: readonly Eye[];
  /** Whether requests are meant to fail here, which browsers report on their console. */
  readonly expectsFailures?: boolean;
}

/**
 * Goes there, waits until the screen is whole, and tells for each eye everything that is wrong with it. A page that is in
 * the product already goes on inside the app, as people do; loading the app anew each time costs more than the looking.
 */
export async function lookAt(page: Page, url: string, look: Look): Promise<Partial<Record<Eye, string[]>>> {
  const said: string[] = [];
  const onError = (error: Error) => said.push(`throws ${error.message}`);
  const onConsole = (message: ConsoleMessage) => {
    const isFailure = /Failed to load resource/.test(message.text());
    if (message.type() === "error" && !(isFailure && look.expectsFailures))
      said.push(`logs ${message.text()} (${message.location().url})`);
  };
  page.on("pageerror", onError).on("console", onConsole);
  try {
    const found: Partial<Record<Eye, string[]>> = {};
    for (const eye of look.by ?? allEyes) {
      const { colorScheme, ...size } = eyes[eye];
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(size);
      await goTo(page, url + look.path);
      await look.does?.(page);
      // Nothing is looked at with a pointer over it: what it hovers would tell about itself.
      await page.mouse.move(0, 0);
      await page.getByText(look.sees).filter({ visible: true }).first().waitFor();
      await until("nothing was loading", async () => (await loading(page)) === 0);
      await until(`the screen stood still, ${colorScheme}`, () => standsStill(page, colorScheme));
      found[eye] = [...said.splice(0), ...(await scrollsSideways(page)), ...(await axeFaults(page))];
    }
    return found;
  } finally {
    page.off("pageerror", onError).off("console", onConsole);
  }
}

async function goTo(page: Page, url: string): Promise<void> {
  if (page.url() === url) return;
  if (page.url() === "about:blank") await page.goto(url);
  else {
    await page.evaluate((to) => {
      history.pushState(null, "", to);
      dispatchEvent(new PopStateEvent("popstate"));
    }, url);
  }
}

function loading(page: Page): Promise<number> {
  return page.getByRole("status", { name: "Loading" }).count();
}

/** Whether everything has taken the colors asked for: the app follows the system one event later, by transitions. */
function standsStill(page: Page, colorScheme: string): Promise<boolean> {
  return page.evaluate(async (scheme) => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const isTaken = document.documentElement.dataset.mantineColorScheme === scheme;
    return isTaken && document.getAnimations().every((animation) => animation.playState !== "running");
  }, colorScheme);
}

/** The page, or a dialog over it: neither may be wider than what shows it. */
function scrollsSideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("[role=dialog]")]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((place) => `${place.tagName} is ${place.scrollWidth} px wide where ${place.clientWidth} px show it`),
  );
}

/** Frames stay out: they hold mails, which are other people's pages and run no script. */
async function axeFaults(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"], iframes: false });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact !== null && impact !== undefined && faults.has(impact))
    .flatMap(({ id, impact, nodes }) => nodes.map((node) => `${impact} ${id}: ${node.target.join(" ")} ${node.html}`));
}
