import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { furnish } from "./furnish.ts";
import { eyes, type Look, lookAt } from "./look.ts";

let product: Product;
let browser: Browser;
/** Ids that stand in paths: `{sequence}`, `{contact}` … */
let ids: Record<string, string>;

beforeAll(async () => {
  browser = await openBrowser();
  product = await startProduct({ demo: true });
  ids = await furnish(product.api);
  await makeAnswer();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function openPage(): Promise<Page> {
  const context = await browser.newContext();
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

// What is done on a screen stays until it is left: in the table, another screen stands before each.
function chooseAll(page: Page): Promise<void> {
  return page.getByRole("checkbox", { name: "Select all rows shown" }).check();
}

/** Its doctor has been there, so that every hop is on the screen. */
async function checkAccount(page: Page): Promise<void> {
  const check = page.getByRole("button", { name: /^Check/ });
  await check.waitFor();
  if ((await check.textContent()) === "Check") await check.click();
}

async function checkDomain(page: Page): Promise<void> {
  await page.getByText("Accounts", { exact: true }).waitFor();
  if (!(await page.getByText("not asked yet").isVisible())) return;
  await page.keyboard.press("r");
  await page.getByText("where mail to it goes").waitFor();
}

async function askOnly(page: Page): Promise<void> {
  if (await page.getByRole("region", { name: "Only if" }).isVisible()) return;
  await page.getByRole("button", { name: "Only for some people" }).click();
  await page.getByRole("button", { name: "Test" }).click();
}

async function sendTest(page: Page): Promise<void> {
  if (await page.getByRole("dialog", { name: "Send a test" }).isVisible()) return;
  await page.getByRole("button", { name: "Send a test" }).click();
}

async function useTemplate(page: Page): Promise<void> {
  if (await page.getByRole("dialog", { name: "Use a template" }).isVisible()) return;
  await page.getByRole("button", { name: "Use a template" }).click();
}

async function chooseMails(page: Page): Promise<void> {
  for (const box of (await page.getByRole("checkbox", { name: /^Select the mail/ }).all()).slice(0, 2))
    await box.check();
}

async function rewrite(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: "Edit" })
    .or(page.getByRole("button", { name: "Cancel" }))
    .first()
    .waitFor();
  if (await page.getByRole("button", { name: "Edit" }).isVisible())
    await page.getByRole("button", { name: "Edit" }).click();
}

/** Somebody answers the mail that was caught. */
async function makeAnswer(): Promise<void> {
  const { api } = product;
  const id = ids.contact ?? "";
  const came = () => api("GET /inbound", { query: { "filter[contactId]": id } });
  await api("POST /sandbox/emails/:id/reply", {
    params: { id: ids.mail ?? "" },
    body: { text: "What does it cost?" },
  });
  await until("the answer was read", async () => (await came()).data.length > 0);
}

async function writeAnswer(page: Page): Promise<void> {
  if (await page.getByRole("region", { name: /^Answer to/ }).isVisible()) return;
  await page.getByRole("button", { name: "Reply" }).click();
  await page.locator("[contenteditable=true]").waitFor();
}

async function saveView(page: Page): Promise<void> {
  if (await page.getByRole("dialog").isVisible()) return;
  await page.getByText("The dock queue").filter({ visible: true }).first().waitFor();
  await page.keyboard.press("s");
}

async function activateAll(page: Page): Promise<void> {
  if (await page.getByText("could not be activated").isVisible()) return;
  await chooseAll(page);
  await page.getByRole("button", { name: "Activate" }).first().click();
}

async function archiveAll(page: Page): Promise<void> {
  if (await page.getByRole("dialog").isVisible()) return;
  await chooseAll(page);
  await page.getByRole("button", { name: "Archive…" }).click();
}

function lookFrom(page: Page, look: Look) {
  const path = look.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name);
  return lookAt(page, product.url, { ...look, path });
}

const spotless = Object.fromEntries(Object.keys(eyes).map((eye) => [eye, []]));

describe("every screen can be used by everybody, on a big bright screen and a small dark one", () => {
  let page: Page;
  beforeAll(async () => {
    page = await openPage();
  });

  test.each<[string, Look]>([
    ["home", { path: "/", sees: "Last 30 days" }],
    ["sequences", { path: "/sequences", sees: "The dock queue" }],
    ["the gallery of new sequences", { path: "/sequences?new=gallery", sees: "Use this sequence" }],
    ["a sequence's overview", { path: "/sequences/{sequence}/overview", sees: "The dock queue" }],
    ["a sequence's steps", { path: "/sequences/{sequence}/steps", sees: /quick one on the dock queue/ }],
    ["sequences that were chosen", { path: "/sequences?view=active", does: chooseAll, sees: /sequences selected$/ }],
    [
      "a sequence's steps as a map",
      { path: "/sequences/{sequence}/steps?view=canvas", sees: /quick one on the dock queue/ },
    ],
    ["a simulation", { path: "/sequences/{sequence}/simulate", sees: "9 of 10 mails have left by" }],
    [
      "a simulation beside another one",
      { path: "/sequences/{sequence}/simulate?ifAccount=5&ifStart=2027-01-04", sees: "As things are" },
    ],
    ["mails that wait for approval", { path: "/approvals?sequence={asking}", sees: /^Cold stores, step 1$/ }],
    [
      "mails that are approved together",
      { path: "/approvals?view=many", does: chooseMails, sees: /^\d mails selected$/ },
    ],
    ["a mail that is rewritten", { path: "/approvals?email={asked}", does: rewrite, sees: "Save for this person" }],
    ["a pre-flight", { path: "/sequences/{asking}/preflight", sees: /emails written$/ }],
    [
      "the worst of a pre-flight",
      { path: "/sequences/{asking}/preflight?view=worst&person={askedPerson}", sees: "See this mail in the builder" },
    ],
    ["a mail of the worst", { path: "/sequences/{asking}/steps?step={asking1}&order=worst", sees: "Worst first" }],
    ["what publishing would mean", { path: "/sequences/{changed}/steps?publish=1", sees: /go on by version 1/ }],
    ["one step", { path: "/sequences/{sequence}/steps?step={step}", sees: "Count clicks" }],
    ["steps in branches", { path: "/sequences/{tree}/steps", sees: "Clicked or Half" }],
    ["a condition being built", { path: "/sequences/{tree}/steps?step={fork}", sees: "Add a way" }],
    ["a sequence's people", { path: "/sequences/{sequence}/people", sees: /waiting|active|replied/i }],
    [
      "sequences that could not be activated",
      { path: "/sequences?q=visit", does: activateAll, sees: "Go to step 1", expectsFailures: true },
    ],
    ["the enroll dialog", { path: "/sequences/{sequence}/people?enroll=1", sees: /people in all/ }],
    ["a sequence's emails", { path: "/sequences/{sequence}/emails", sees: /quick one on the dock queue/ }],
    ["a sequence's activity", { path: "/sequences/{sequence}/activity", sees: "was sent a mail" }],
    ["an experiment", { path: "/sequences/{tested}/experiment", sees: "Fine print" }],
    [
      "a variant of an email",
      {
        path: "/sequences/{tested}/steps?step={testedStep}",
        does: (page) => page.getByRole("tab", { name: "B", exact: true }).click(),
        sees: "Remove B",
      },
    ],
    ["a sequence's settings", { path: "/sequences/{sequence}/settings", sees: "When somebody replies" }],
    ["a trigger for some people", { path: "/sequences/{changed}/settings", does: askOnly, sees: "Only if" }],
    ["versions of a sequence", { path: "/sequences/{changed}/steps?versions=1", sees: "runs now" }],
    ["whom publishing meets", { path: "/sequences/{changed}/steps", sees: /^Publishing version 2 meets/ }],
    ["sequences side by side", { path: "/sequences/compare?ids={sequence},{changed}", sees: "Positive replies" }],
    ["a view being saved", { path: "/sequences?sort=name", does: saveView, sees: "Who sees it" }],
    ["a draft", { path: "/sequences/{draft}/overview", sees: "Spring visit" }],
    ["what archiving a sequence would do", { path: "/sequences?q=dock", does: archiveAll, sees: "Pause instead" }],
    ["templates", { path: "/templates?q=yard", sees: "Yard letter" }],
    ["a new template", { path: "/templates?new=1", sees: "HTML from elsewhere" }],
    ["a template", { path: "/templates/{template}?panel=preview", sees: /^Checks/ }],
    ["a template's history", { path: "/templates/{template}?panel=history", sees: "Yard letter" }],
    ["who uses a template", { path: "/templates/{template}?panel=usage", sees: /Nothing uses|touches/ }],
    ["what goes with a template", { path: "/templates/{template}?panel=beside", sees: "UTM parameters on links" }],
    ["a test of a template", { path: "/templates/{template}", does: sendTest, sees: "Any address" }],
    ["a template for a step", { path: "/sequences/{tree}/steps?step={first}", does: useTemplate, sees: "Use it" }],
    ["a template of tables", { path: "/templates/{tables}", sees: /laid out with a table/ }],
    ["snippets", { path: "/snippets", sees: "Who says goodbye" }],
    ["a group of snippets", { path: "/snippets?snippet={group}", sees: "Everybody else gets" }],
    ["one snippet", { path: "/snippets?snippet={snippet}", sees: "Who says goodbye" }],
    ["suppressions", { path: "/compliance", sees: "Address is dead" }],
    ["a suppression being added", { path: "/compliance?new=1", sees: "How long" }],
    ["compliance rules", { path: "/compliance?tab=rules", sees: "What waits for approval" }],
    ["what is on its way", { path: "/outbox", sees: "Next first" }],
    ["uncertain emails", { path: "/outbox?view=uncertain", sees: "Nothing is uncertain" }],
    ["one email and what was said of it", { path: "/outbox?email={email}", sees: "How the connection was opened" }],
    ["the inbox and a thread of it", { path: "/inbox?scope=all&thread={contact}", sees: "Not right?" }],
    ["an answer being written", { path: "/inbox?scope=all&thread={contact}", does: writeAnswer, sees: "Send" }],
    ["the task queue", { path: "/tasks", sees: /^Today \d/ }],
    ["one task", { path: "/tasks?task={task}", sees: "How did it go?" }],
    ["a task that is done", { path: "/tasks?task={doneTask}", sees: "Open it again" }],
    ["tasks as a list", { path: "/tasks?view=list", sees: /14 open tasks/ }],
    ["a new task", { path: "/tasks?new=1", sees: "Write task" }],
    ["contacts", { path: "/contacts", sees: /^20\d people/ }],
    ["one contact", { path: "/contacts/{contact}", sees: "The dock queue" }],
    ["a new contact", { path: "/contacts?new=1", sees: "Create contact" }],
    ["segments", { path: "/contacts/segments", sees: "VPs at work" }],
    ["one segment", { path: "/contacts/segments?segment={segment}", sees: /\d (?:people|person) now$/ }],
    ["a segment being changed", { path: "/contacts/segments?segment={segment}&edit=1", sees: /people match now$/ }],
    ["importing", { path: "/import", sees: /CSV/ }],
    ["an import's columns", { path: "/import/{import}", sees: "First name" }],
    ["an import's outcome", { path: "/import/{doneImport}", sees: "cannot be read" }],
    ["the sandbox inbox", { path: "/sandbox", sees: /dock queue|stand 14|for the winter/ }],
    ["one caught mail", { path: "/sandbox?mail={mail}", sees: /^Act as / }],
    ["settings", { path: "/settings", sees: "Postal address" }],
    ["sending accounts", { path: "/accounts", sees: /sandbox\.haste\.test/ }],
    ["a sending account", { path: "/accounts/{account}", does: checkAccount, sees: "The test mail is in the inbox" }],
    ["whether mail arrives", { path: "/deliverability", sees: "Do this next" }],
    [
      "what a domain publishes",
      { path: "/deliverability/domain?name=sandbox.haste.test", does: checkDomain, sees: "where mail to it goes" },
    ],
    ["connecting an account", { path: "/accounts/connect", sees: "Which mailbox" }],
    [
      "the key of a sending service",
      { path: "/accounts/connect?email=ann%40acme.example&way=servers&by=ses", sees: "Access key ID" },
    ],
    ["limits that accounts share", { path: "/settings?tab=limits", sees: "All accounts together" }],
    ["holiday calendars", { path: "/settings?tab=holidays", sees: "No holiday calendar yet" }],
    ["appearance and keys", { path: "/settings?tab=appearance", sees: "Dark" }],
    ["an address that leads nowhere", { path: "/nowhere", sees: "There is no such screen" }],
  ])("%s", async (_name, look) => {
    expect(await lookFrom(page, look)).toEqual(spotless);
  });
});

describe("a workspace with nothing in it says what to do, to everybody", () => {
  let page: Page;
  beforeAll(async () => {
    const { workspaceId } = await product.workspace();
    page = await openPage();
    await page.goto(await product.claimLink(workspaceId));
    await page.getByRole("button", { name: "Take ownership" }).click();
    await page.getByText("Last 30 days").waitFor();
  });

  test.each<[string, Look]>([
    ["an empty home", { path: "/", sees: "Quiet." }],
    ["no sequences", { path: "/sequences", sees: /sequence/i }],
    ["an empty inbox", { path: "/inbox", sees: "Nobody waits for an answer" }],
    ["no tasks", { path: "/tasks", sees: "Nothing is due" }],
    ["nothing to approve", { path: "/approvals", sees: "No mail waits for approval" }],
    ["no segments", { path: "/contacts/segments", sees: "No segments yet" }],
    ["no templates", { path: "/templates", sees: "A template is a mail that is written once" }],
    ["no snippets", { path: "/snippets", sees: "A snippet is words that many mails share" }],
    ["no contacts", { path: "/contacts", sees: /import/i }],
    ["no mail", { path: "/sandbox", sees: /mail/i }],
  ])("%s", async (_name, look) => {
    expect(await lookFrom(page, look)).toEqual(spotless);
  });
});

describe("what cannot be fetched is told with a way out, to everybody", () => {
  let page: Page;
  beforeAll(async () => {
    const body = JSON.stringify({
      type: "about:blank",
      ...{ title: "Something broke", status: 500, detail: "The answer could not be made.", code: "internal" },
      ...{ instance: "01a2", fix: "Try again." },
    });
    const answer = { status: 500, contentType: "application/problem+json", body };
    page = await openPage();
    await page.route(
      /\/api\/v1\/(?:home|sequences|inbox|approvals|tasks|contacts|segments|templates|snippets|sandbox\/emails|settings)\b/,
      (route) => route.fulfill(answer),
    );
  });

  test.each([
    "/",
    "/sequences",
    "/sequences/{sequence}/overview",
    "/sequences/{asking}/preflight",
    "/inbox",
    "/approvals",
    "/tasks",
    "/contacts",
    "/contacts/segments",
    "/templates",
    "/templates/{template}",
    "/snippets",
    "/sandbox",
    "/settings",
  ])("%s without an answer", async (path) => {
    const look = { path, sees: /The answer could not be made\./, expectsFailures: true };
    expect(await lookFrom(page, look)).toEqual(spotless);
  });
});
