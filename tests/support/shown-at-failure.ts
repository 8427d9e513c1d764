import { afterEach } from "vitest";
import { whatStandsThere } from "./browser.ts";

/** A test of a screen that waited in vain says what stood there instead: a run elsewhere cannot be looked at again. */
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  console.error(`When “${task.name}” failed, there stood:\n${await whatStandsThere()}`);
});
