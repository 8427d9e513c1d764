import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { activateAll, archiveAll, askOnly, chooseAll, chooseMails, rewrite, saveView } from "./deeds.ts";
import type { Look } from "./look.ts";
import { Looking, spotless } from "./looking.ts";

let looking: Looking;
beforeAll(async () => {
  looking = await Looking.open();
});
afterAll(() => looking?.close());

describe("every screen about sequences can be used by everybody, on a big bright screen and a small dark one", () => {
  let page: Page;
  beforeAll(async () => {
    page = await looking.page();
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
    [
      "a split test in the outline",
      { path: "/sequences/{split}/steps?step={splitStep}", sees: "Let conditions decide" },
    ],
    ["a split test on the map", { path: "/sequences/{split}/steps?view=canvas", sees: /^Split test: Call first/ }],
    ["an experiment with ways", { path: "/sequences/{split}/experiment", sees: "What counts" }],
    ["a sequence's settings", { path: "/sequences/{sequence}/settings", sees: "When somebody replies" }],
    ["a trigger for some people", { path: "/sequences/{changed}/settings", does: askOnly, sees: "Only if" }],
    ["versions of a sequence", { path: "/sequences/{changed}/steps?versions=1", sees: "runs now" }],
    ["whom publishing meets", { path: "/sequences/{changed}/steps", sees: /^Publishing version 2 meets/ }],
    ["sequences side by side", { path: "/sequences/compare?ids={sequence},{changed}", sees: "Positive replies" }],
    ["a view being saved", { path: "/sequences?sort=name", does: saveView, sees: "Who sees it" }],
    ["a draft", { path: "/sequences/{draft}/overview", sees: "Spring visit" }],
    ["what archiving a sequence would do", { path: "/sequences?q=dock", does: archiveAll, sees: "Pause instead" }],
  ])("%s", async (_name, look) => {
    expect(await looking.from(page, look)).toEqual(spotless);
  });
});
