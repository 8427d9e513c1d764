import { afterEach, beforeEach, expect, test } from "vitest";
import { startImapServer } from "../../server/src/catalog/sandbox/imap/server.ts";
import { createMemoryMailStore } from "../../server/src/catalog/sandbox/imap/store-memory.ts";
import { findInSentFolder } from "../../server/src/flow/send/providers/sent-folder.ts";

const account = { username: "amina@sandbox.haste.test", password: "open sesame" };
let server: Awaited<ReturnType<typeof startImapServer>>;
let folder: Parameters<typeof findInSentFolder>[0];

beforeEach(async () => {
  const store = createMemoryMailStore({ now: () => new Date("2026-11-24T09:26:33Z"), uidValidity: 7 });
  const mailbox = store.addAccount(account.username, account.password);
  const mail = (name: string) => Buffer.from(`Message-ID: <${name}@example.com>\r\nSubject: Hello\r\n\r\nHello.\r\n`);
  await mailbox.append("Sent", { raw: mail("sent"), flags: [], internalDate: null });
  await mailbox.append("Trash", { raw: mail("thrown-away"), flags: [], internalDate: null });
  await mailbox.append("INBOX", { raw: mail("received"), flags: [], internalDate: null });
  server = await startImapServer({ store, port: 0, onFault: () => {} });
  folder = { host: server.host, servername: null, port: server.port, tls: "none", ...account };
});
afterEach(() => server.close());

test("a mail that was sent is found in the Sent folder and in the trash, one that only came in is not", async () => {
  const names = ["sent", "thrown-away", "received", "never"].map((name) => `<${name}@example.com>`);
  const found = await findInSentFolder(folder, names);
  expect(found.map(({ kind }) => kind)).toEqual(["found", "found", "absent", "absent"]);
});

test("a mailbox that does not let us in says nothing about what was sent", async () => {
  const found = await findInSentFolder({ ...folder, password: "wrong" }, ["<sent@example.com>", "<x@example.com>"]);
  expect(found.map(({ kind }) => kind)).toEqual(["unknown", "unknown"]);
  await server.close();
  expect(await findInSentFolder(folder, ["<sent@example.com>"])).toMatchObject([{ kind: "unknown" }]);
});
