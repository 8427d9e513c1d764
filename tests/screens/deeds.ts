import type { Page } from "playwright-core";

// What is done on a screen stays until it is left: in the table, another screen stands before each.
export function chooseAll(page: Page): Promise<void> {
  return page.getByRole("checkbox", { name: "Select all rows shown" }).check();
}

/** Its doctor has been there, so that every hop is on the screen. */
export async function checkAccount(page: Page): Promise<void> {
  const check = page.getByRole("button", { name: /^Check/ });
  await check.waitFor();
  if ((await check.textContent()) === "Check") await check.click();
}

export async function checkDomain(page: Page): Promise<void> {
  await page.getByText("Accounts", { exact: true }).waitFor();
  if (!(await page.getByText("not asked yet").isVisible())) return;
  await page.keyboard.press("r");
  await page.getByText("where mail to it goes").waitFor();
}

export async function askOnly(page: Page): Promise<void> {
  if (await page.getByRole("region", { name: "Only if" }).isVisible()) return;
  await page.getByRole("button", { name: "Only for some people" }).click();
  await page.getByRole("button", { name: "Test" }).click();
}

export async function nameLinks(page: Page): Promise<void> {
  const name = page.getByRole("textbox", { name: "Name" });
  await name.waitFor();
  if ((await name.inputValue()) !== "") return;
  await name.fill("go.example.com");
  await page.getByRole("form", { name: "Name of links" }).getByRole("button", { name: "Save" }).click();
}

export async function sendTest(page: Page): Promise<void> {
  if (await page.getByRole("dialog", { name: "Send a test" }).isVisible()) return;
  await page.getByRole("button", { name: "Send a test" }).click();
}

export async function useTemplate(page: Page): Promise<void> {
  if (await page.getByRole("dialog", { name: "Use a template" }).isVisible()) return;
  await page.getByRole("button", { name: "Use a template" }).click();
}

export async function chooseMails(page: Page): Promise<void> {
  for (const box of (await page.getByRole("checkbox", { name: /^Select the mail/ }).all()).slice(0, 2))
    await box.check();
}

export async function rewrite(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: "Edit" })
    .or(page.getByRole("button", { name: "Cancel" }))
    .first()
    .waitFor();
  if (await page.getByRole("button", { name: "Edit" }).isVisible())
    await page.getByRole("button", { name: "Edit" }).click();
}

export async function writeAnswer(page: Page): Promise<void> {
  if (await page.getByRole("region", { name: /^Answer to/ }).isVisible()) return;
  await page.getByRole("button", { name: "Reply" }).click();
  await page.locator("[contenteditable=true]").waitFor();
}

export async function saveView(page: Page): Promise<void> {
  if (await page.getByRole("dialog").isVisible()) return;
  await page.getByText("The dock queue").filter({ visible: true }).first().waitFor();
  await page.keyboard.press("s");
}

export async function activateAll(page: Page): Promise<void> {
  if (await page.getByText("could not be activated").isVisible()) return;
  await chooseAll(page);
  await page.getByRole("button", { name: "Activate" }).first().click();
}

export async function archiveAll(page: Page): Promise<void> {
  if (await page.getByRole("dialog").isVisible()) return;
  await chooseAll(page);
  await page.getByRole("button", { name: "Archive…" }).click();
}

export async function writeRule(page: Page): Promise<void> {
  if (await page.getByRole("dialog", { name: "New rule" }).isVisible()) return;
  await page.getByRole("button", { name: "New rule" }).click();
  await page.getByRole("button", { name: "Test" }).click();
  await page.getByRole("combobox", { name: "What it does" }).click();
  await page.getByRole("option", { name: "Mail must say something" }).click();
}

/** Goes as far as the dialog that says what would go. */
export async function shortenPeriod(page: Page): Promise<void> {
  if (await page.getByRole("dialog", { name: "What would go" }).isVisible()) return;
  await page.getByRole("combobox", { name: "How long: Words of sent emails" }).click();
  await page.getByRole("option", { name: "90 days" }).click();
  await page.getByRole("button", { name: "Review changes" }).click();
}

export async function holdEverything(page: Page): Promise<void> {
  const end = page.getByRole("button", { name: "End the hold" });
  const hold = page.getByRole("button", { name: "Hold everything" });
  await end.or(hold).waitFor();
  if (await end.isVisible()) return;
  await hold.click();
  const dialog = page.getByRole("dialog", { name: "Hold everything" });
  await dialog.getByRole("textbox", { name: "Why must nothing go?" }).fill("A law suit");
  await dialog.getByRole("button", { name: "Hold everything" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** The words come along, so that nothing is pasted. */
export async function judgeTemplate(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Judge this mail" }).click();
  await page.getByRole("button", { name: "Judge it", disabled: false }).waitFor();
}

/** Has the report written as a file, once. */
export async function writeFile(page: Page): Promise<void> {
  const write = page.getByRole("button", { name: "Write the file" });
  await write.waitFor();
  if (await page.getByRole("link", { name: /^Download/ }).isVisible()) return;
  await write.click();
}

/** Opens the forms by which a view is mailed, and linked. */
export async function shareView(page: Page): Promise<void> {
  for (const [verb, done] of [
    ["Mail a view", "Mail it"],
    ["Make a link", "Make the link"],
  ] as const) {
    const open = page.getByRole("button", { name: verb });
    await open
      .or(page.getByRole("button", { name: done }))
      .first()
      .waitFor();
    if (await open.isVisible()) await open.click();
  }
}

export async function newGoal(page: Page): Promise<void> {
  if (await page.getByRole("dialog", { name: "New goal" }).isVisible()) return;
  await page.getByRole("button", { name: "New goal" }).click();
  await page.getByText("A page is visited").click();
}
