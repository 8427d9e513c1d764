import { asInstant } from "@haste/engine/base";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Database } from "../../platform/db/index.ts";
import { createLog } from "../../platform/log/index.ts";
import { Committer } from "./committer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a server waits inside DATA no longer than five seconds for a database that says nothing", async () => {
  const silent = { app: { connect: () => new Promise(() => {}) } } as unknown as Database;
  const committer = new Committer({
    database: silent,
    workspaceId: "0191a000-0000-7000-8000-000000000001",
    log: createLog("silent"),
    moment: () => ({ now: asInstant(0), machineNow: asInstant(0), newId: () => "" }),
    onCommitted: () => {},
  });
  const words = { to: "ada@a.test", subject: "", fromEmail: "", inReplyTo: null, sealed: new Uint8Array() };
  const mark = { emailId: "e", claimId: "c", ...words };
  let answer = "waits";
  committer.mark(mark).catch(() => {
    answer = "not marked";
  });
  await vi.advanceTimersByTimeAsync(4_900);
  expect(answer).toBe("waits");
  await vi.advanceTimersByTimeAsync(200);
  expect(answer).toBe("not marked");
});
