import { describe } from "vitest";
import { hasDovecot, startDovecot } from "./dovecot.ts";
import { describeImapServer } from "./imap-contract.ts";

describe.skipIf(!hasDovecot)("a mail server of others", () => {
  describeImapServer("Dovecot", async () => {
    const dovecot = await startDovecot();
    const mailbox = await dovecot.openMailbox().catch(async (err: unknown) => {
      await dovecot.stop();
      throw err;
    });
    return {
      host: dovecot.host,
      port: dovecot.port,
      user: mailbox.user,
      pass: mailbox.pass,
      // Dovecot gathers news for half a second.
      tellsWithinMs: 1_500,
      deliver: (raw) => mailbox.deliver(raw),
      async close() {
        await mailbox.close();
        await dovecot.stop();
      },
    };
  });
});
