import { afterAll, beforeAll, describe } from "vitest";
import { type Dovecot, hasDovecot, startDovecot } from "./dovecot.ts";
import { describeInbox } from "./inbox-contract.ts";

describe.skipIf(!hasDovecot)("with a mail server of others", () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot.stop());
  describeInbox("Dovecot", () => dovecot.openMailbox());
});
