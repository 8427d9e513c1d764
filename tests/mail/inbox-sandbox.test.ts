import { type ImapServer, startImapServer } from "../../server/src/catalog/sandbox/imap/server.ts";
import { createMemoryMailStore, type MemoryMailStore } from "../../server/src/catalog/sandbox/imap/store-memory.ts";
import { describeInbox } from "./inbox-contract.ts";
import { type Mailbox, now } from "./inbox-world.ts";

const user = "amina@haste.example";
const pass = "a word";
const onFault = (err: unknown) => {
  throw err;
};

async function openMailbox(): Promise<Mailbox> {
  let uidValidity = 7;
  let account = await openStore(uidValidity);
  let server = await startImapServer({ store: account.store, port: 0, onFault });
  return {
    get host() {
      return server.host;
    },
    get port() {
      return server.port;
    },
    user,
    pass,
    async deliver(raw) {
      await account.mail.append("INBOX", { raw, flags: [], internalDate: null });
    },
    async markImportant(sequence) {
      const uids = await account.mail.uids("INBOX");
      const chosen = sequence.flatMap((each) => uids[each - 1] ?? []);
      await account.mail.changeFlags("INBOX", chosen, { mode: "add", flags: ["\\Flagged"] });
    },
    async flags() {
      return (await account.mail.entries("INBOX", {})).map((entry) => [...entry.flags]);
    },
    async renumber() {
      const uids = await account.mail.uids("INBOX");
      const raws = [...(await account.mail.sources("INBOX", uids)).values()];
      uidValidity += 1;
      account = await openStore(uidValidity);
      for (const raw of raws.toReversed()) {
        await account.mail.append("INBOX", { raw, flags: [], internalDate: null });
      }
      const old: ImapServer = server;
      server = await startImapServer({ store: account.store, port: 0, onFault });
      await old.close();
    },
    close: () => server.close(),
  };
}

async function openStore(uidValidity: number) {
  const store: MemoryMailStore = createMemoryMailStore({ now: () => now, uidValidity });
  return { store, mail: store.addAccount(user, pass) };
}

describeInbox("our mail server", openMailbox);
