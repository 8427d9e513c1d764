import { setTimeout as pause } from "node:timers/promises";
import type { FoundMail, OpenMailbox } from "../mailboxes/mailbox.ts";
import { type CheckReport, type Found, HopFault, type HopName, type Place } from "./report.ts";

/** Most hosts bring a mail to themselves within seconds; greylisting takes minutes, and nobody waits for that here. */
const seenWithinMs = 45_000;
const lookAgainMs = 1_000;

export interface Sought {
  readonly mailbox: Pick<OpenMailbox, "find">;
  /** null: no test mail left. */
  readonly messageId: string | null;
}

/** The last hop: the test mail where it came in. Also what lies in the spam folder is read: it may tell why. */
export async function lookForTest(
  report: CheckReport,
  hop: HopName,
  place: Place,
  { mailbox, messageId }: Sought,
): Promise<FoundMail["mail"] | null> {
  if (messageId === null) {
    await report.skip(hop, "No test mail left");
    return null;
  }
  const found: FoundMail[] = [];
  await report.take(hop, place, async () => {
    const mail = await lookFor(mailbox, messageId);
    found.push(mail);
    return saidOf(mail);
  });
  return found[0]?.mail ?? null;
}

async function lookFor(mailbox: Sought["mailbox"], messageId: string): Promise<FoundMail> {
  for (let waited = 0; waited < seenWithinMs; waited += lookAgainMs) {
    const found = await mailbox.find(messageId);
    if (found !== null) return found;
    await pause(lookAgainMs);
  }
  throw new HopFault(`The test mail did not arrive within ${seenWithinMs / 1_000} seconds.`);
}

function saidOf({ placement, folder }: FoundMail): Found<true> {
  if (placement === "inbox") return { detail: "The test mail is in the inbox", value: true };
  throw new HopFault(`The test mail is in ${folder}.`, {
    remedy: "Mark it as no spam there, and check SPF, DKIM and DMARC of its domain: others' filters see the same.",
  });
}
