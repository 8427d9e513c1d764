/**
 * Mailboxes in a process of their own: the product's sandbox IMAP server over a store in memory. `node mailbox-server.ts
 * ADDRESS…` prints how to sign in; each line (JSON: an address and base64 mails) is put into its INBOX, and its answer says
 * when.
 */
import { createInterface } from "node:readline";
import { startImapServer } from "../../server/src/catalog/sandbox/imap/server.ts";
import { createMemoryMailStore } from "../../server/src/catalog/sandbox/imap/store-memory.ts";

const pass = "bench";
const store = createMemoryMailStore({ now: () => new Date(), uidValidity: 1 });
const mailboxes = new Map(process.argv.slice(2).map((user) => [user, store.addAccount(user, pass)]));
const server = await startImapServer({ store, port: 0, onFault: (err) => console.error(err) });
console.log(JSON.stringify({ port: server.port, pass }));

for await (const line of createInterface({ input: process.stdin })) {
  const { user, mails } = JSON.parse(line) as { user: string; mails: string[] };
  for (const mail of mails) {
    await mailboxes.get(user)?.append("INBOX", { raw: Buffer.from(mail, "base64"), flags: [], internalDate: null });
  }
  console.log(JSON.stringify({ at: Date.now() }));
}
// Whoever started it ends with its standard input.
process.exit(0);
