import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  checkAccount,
  checkDomain,
  holdEverything,
  judgeTemplate,
  nameLinks,
  newGoal,
  sendTest,
  shareView,
  shortenPeriod,
  useTemplate,
  writeAnswer,
  writeFile,
  writeRule,
} from "./deeds.ts";
import type { Look } from "./look.ts";
import { Looking, once, spotless, spotlessOnce } from "./looking.ts";

let looking: Looking;
beforeAll(async () => {
  looking = await Looking.open();
});
afterAll(() => looking?.close());

describe("every other screen can be used by everybody, on a big bright screen and a small dark one", () => {
  let page: Page;
  beforeAll(async () => {
    page = await looking.page();
  });

  test.each<[string, Look]>([
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
    ["goals and what mailing costs", { path: "/goals", sees: "What mailing costs" }],
    ["a new goal", { path: "/goals", does: newGoal, sees: "Days before, in which a mail shares in it" }],
    ["suppressions", { path: "/compliance", sees: "Address is dead" }],
    ["a suppression being added", { path: "/compliance?new=1", sees: "How long" }],
    ["topics of recipients", { path: "/compliance?tab=topics", sees: "Add topic" }],
    ["laws", { path: "/compliance?tab=laws", sees: "CASL (Canada)" }],
    ["a rule of one's own", { path: "/compliance?tab=laws", does: writeRule, sees: "Words it must hold" }],
    ["compliance rules", { path: "/compliance?tab=rules", sees: "What waits for approval" }],
    ["requests of people", { path: "/compliance?tab=requests", sees: /days left$/ }],
    ["one request", { path: "/compliance?tab=requests&request={request}", sees: "What is held of them" }],
    ["a new request", { path: "/compliance?tab=requests&new=1", sees: "What they ask for" }],
    ["everything on hold", { path: "/compliance?tab=retention", does: holdEverything, sees: "Everything is held" }],
    ["how long things are kept", { path: "/compliance?tab=retention", does: shortenPeriod, sees: /older than/ }],
    ["the audit log", { path: "/compliance?tab=log&about=template", sees: "Template changed" }],
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
    ["a consent being recorded", { path: "/contacts/{contact}?consent=1", sees: "What mail to them rests on" }],
    ["a new contact", { path: "/contacts?new=1", sees: "Create contact" }],
    ["segments", { path: "/contacts/segments", sees: "VPs at work" }],
    ["one segment", { path: "/contacts/segments?segment={segment}", sees: /\d (?:people|person) now$/ }],
    ["a segment being changed", { path: "/contacts/segments?segment={segment}&edit=1", sees: /people match now$/ }],
    ["importing", { path: "/import", sees: /CSV/ }],
    ["an import's columns", { path: "/import/{import}", sees: "First name" }],
    ["an import's outcome", { path: "/import/{doneImport}", sees: "cannot be read" }],
    ["the sandbox inbox", { path: "/sandbox", sees: /dock queue|stand 14|for the winter/ }],
    ["one caught mail", { path: "/sandbox?mail={mail}", sees: /^Act as / }],
    ["who opened in truth", { path: "/sandbox?panel=verdicts", sees: /Who it was|Nobody opened or clicked yet/ }],
    ["settings", { path: "/settings", sees: "Postal address" }],
    ["sending accounts", { path: "/accounts", sees: /sandbox\.haste\.test/ }],
    ["breakers of all accounts", { path: "/accounts?tab=breakers", sees: "Accounts and recipient providers" }],
    ["a sending account", { path: "/accounts/{account}", does: checkAccount, sees: "The test mail is in the inbox" }],
    ["whether mail arrives", { path: "/deliverability", sees: "What large receivers ask" }],
    ["a mail to be judged", { path: "/deliverability/test", sees: "its words are forgotten once they are judged" }],
    [
      "a template brought to be judged",
      { path: "/templates/{template}?panel=preview", does: judgeTemplate, sees: "Judge it" },
    ],
    ["where mail lands", { path: "/deliverability/seeds", sees: "A mail to all of them" }],
    ["what receivers report", { path: "/deliverability/reports", sees: "No report of the last 30 days" }],
    [
      "what a domain publishes",
      { path: "/deliverability/domain?name=sandbox.haste.test", does: checkDomain, sees: "where mail to it goes" },
    ],
    ["what became of mails", { path: "/reports?by=step&outcome=sent", sees: /mails?, the latest first/ }],
    [
      "what mails were opened with",
      { path: "/reports?by=device", sees: /Only machines|is known of|Nothing was opened/ },
    ],
    ["a report as a file", { path: "/reports?by=step&outcome=sent&panel=files", does: writeFile, sees: "Download" }],
    ["a report for others", { path: "/reports?panel=share", does: shareView, sees: "Make the link" }],
    ["mails over time", { path: "/reports?tab=trends&interval=day", sees: "View as table" }],
    ["what was reached", { path: "/reports?tab=conversions", sees: /Reached \d|No goal was reached/ }],
    ["what works", { path: "/reports?tab=practices", sees: "Your mails support no rule yet" }],
    ["connecting an account", { path: "/accounts/connect", sees: "Which mailbox" }],
    [
      "the key of a sending service",
      { path: "/accounts/connect?email=ann%40acme.example&way=servers&by=ses", sees: "Access key ID" },
    ],
    ["limits that accounts share", { path: "/settings?tab=limits", sees: "All accounts together" }],
    ["holiday calendars", { path: "/settings?tab=holidays", sees: "No holiday calendar yet" }],
    ["the name of links and its rules", { path: "/settings?tab=tracking", does: nameLinks, sees: "Record to publish" }],
    ["appearance and keys", { path: "/settings?tab=appearance", sees: "Dark" }],
    ["an address that leads nowhere", { path: "/nowhere", sees: "There is no such screen" }],
  ])("%s", async (_name, look) => {
    expect(await looking.from(page, look)).toEqual(spotless);
  });
});

describe("a workspace with nothing in it says what to do", () => {
  let page: Page;
  beforeAll(async () => {
    const { workspaceId } = await looking.product.workspace();
    page = await looking.page();
    await page.goto(await looking.product.claimLink(workspaceId));
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
    ["no reports", { path: "/reports", sees: "No mail left in this period" }],
    ["no templates", { path: "/templates", sees: "A template is a mail that is written once" }],
    ["no snippets", { path: "/snippets", sees: "A snippet is words that many mails share" }],
    ["no contacts", { path: "/contacts", sees: /import/i }],
    ["no mail", { path: "/sandbox", sees: /mail/i }],
  ])("%s", async (_name, look) => {
    expect(await looking.from(page, { ...look, ...once })).toEqual(spotlessOnce);
  });
});

describe("what cannot be fetched is told with a way out", () => {
  let page: Page;
  beforeAll(async () => {
    const body = JSON.stringify({
      type: "about:blank",
      ...{ title: "Something broke", status: 500, detail: "The answer could not be made.", code: "internal" },
      ...{ instance: "01a2", fix: "Try again." },
    });
    const answer = { status: 500, contentType: "application/problem+json", body };
    page = await looking.page();
    await page.route(
      /\/api\/v1\/(?:home|sequences|inbox|approvals|tasks|contacts|segments|templates|snippets|sandbox\/emails|settings|reports)\b/,
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
    "/reports",
  ])("%s without an answer", async (path) => {
    const look = { path, sees: /The answer could not be made\./, expectsFailures: true };
    expect(await looking.from(page, { ...look, ...once })).toEqual(spotlessOnce);
  });
});
