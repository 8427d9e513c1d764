import { once } from "node:events";
import { connect } from "node:net";
import { ImapFlow } from "imapflow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** A running IMAP server with one account whose INBOX is empty, and a way to put mail into that INBOX. */
export interface ServerUnderTest {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly pass: string;
  /** How soon it tells an idling reader of new mail; 500 unless said. */
  readonly tellsWithinMs?: number;
  deliver(raw: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** What the product needs of any IMAP server, ours or a stranger's: the same tests for both. */
export function describeImapServer(name: string, start: () => Promise<ServerUnderTest>): void {
  describe(`${name} as an IMAP server`, () => {
    let server: ServerUnderTest;
    const open: ImapFlow[] = [];

    async function client(pass = server.pass): Promise<ImapFlow> {
      const imap = new ImapFlow({
        host: server.host,
        port: server.port,
        secure: false,
        doSTARTTLS: false,
        auth: { user: server.user, pass },
        logger: false,
      });
      imap.on("error", () => {});
      await imap.connect();
      open.push(imap);
      return imap;
    }

    async function mailbox(readOnly = true): Promise<ImapFlow> {
      const imap = await client();
      await imap.mailboxOpen("INBOX", { readOnly });
      return imap;
    }

    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => {
      for (const imap of open) imap.close();
      await server.close();
    });

    test(`${name} opens the mailbox for the right password and says no to a wrong one`, async () => {
      const imap = await client();
      expect(imap.usable).toBe(true);
      await expect(client("not-the-password")).rejects.toMatchObject({ authenticationFailed: true });
    });

    test(`${name} tells an idling reader of new mail at once`, async () => {
      const imap = await mailbox();
      const idling = imap.idle();
      await expect.poll(() => imap.idling).toBe(true);
      const heard = once(imap, "exists");
      const before = performance.now();
      await server.deliver(mail({ id: "idle-1@reader.example", subject: "While you waited" }));
      const [told] = (await heard) as [{ count: number; prevCount: number }];
      expect(performance.now() - before).toBeLessThan(server.tellsWithinMs ?? 500);
      expect(told.count).toBe(told.prevCount + 1);
      await imap.noop();
      await idling;
    });

    test(`${name} gives every mail a higher UID than the one before`, async () => {
      for (const n of [1, 2, 3]) await server.deliver(mail({ id: `ascending-${n}@reader.example` }));
      const imap = await mailbox();
      const uids = (await imap.fetchAll("1:*", { uid: true })).map((each) => each.uid);
      expect(uids.length).toBeGreaterThanOrEqual(3);
      expect(uids).toEqual([...new Set(uids)].toSorted((a, b) => a - b));
      const box = imap.mailbox;
      expect(box !== false && box.uidNext).toBeGreaterThan(uids.at(-1) ?? 0);
    });

    test(`${name} fetches only what came after the last UID that was read`, async () => {
      const imap = await mailbox();
      const before = imap.mailbox === false ? 0 : imap.mailbox.uidNext;
      await server.deliver(mail({ id: "since-uid@reader.example" }));
      await imap.noop();
      const found = await imap.fetchAll(`${before}:*`, { uid: true, envelope: true }, { uid: true });
      expect(found.map((each) => each.envelope?.messageId)).toEqual(["<since-uid@reader.example>"]);
    });

    test(`${name} hands over a mail byte for byte`, async () => {
      const raw = mail({ id: "bytes@reader.example", subject: "Ünïcode", body: "Zeile\r\n\r\n.Punkt\r\nλ €\r\n" });
      await server.deliver(raw);
      const imap = await mailbox();
      const [uid] = await found(imap, { header: { "Message-ID": "<bytes@reader.example>" } });
      const fetched = await imap.fetchOne(String(uid), { source: true, size: true }, { uid: true });
      if (fetched === false) throw new Error("The mail was not found.");
      expect(fetched.source?.toString("latin1")).toBe(raw.toString("latin1"));
      expect(fetched.size).toBe(raw.length);
    });

    test(`${name} reads a mail in pieces`, async () => {
      const raw = mail({ id: "pieces@reader.example", body: "0123456789".repeat(5_000) });
      await server.deliver(raw);
      const imap = await mailbox();
      const [uid] = await found(imap, { header: { "Message-ID": "pieces@reader.example" } });
      const piece = await imap.fetchOne(String(uid), { source: { start: 1_000, maxLength: 64 } }, { uid: true });
      expect(piece !== false && piece.source?.toString("latin1")).toBe(raw.toString("latin1", 1_000, 1_064));
    });

    test(`${name} finds a mail by Message-ID and nothing by one it never saw`, async () => {
      await server.deliver(mail({ id: "look-up@reader.example" }));
      const imap = await mailbox();
      expect(await found(imap, { header: { "Message-ID": "<look-up@reader.example>" } })).toHaveLength(1);
      expect(await found(imap, { header: { "Message-ID": "<never-sent@reader.example>" } })).toEqual([]);
    });

    test(`${name} searches by day and by UID`, async () => {
      await server.deliver(mail({ id: "by-day@reader.example" }));
      const imap = await mailbox();
      const all = await found(imap, { all: true });
      const day = 86_400_000;
      const newest = await imap.fetchOne(String(all.at(-1)), { internalDate: true }, { uid: true });
      const at = newest === false ? Number.NaN : new Date(newest.internalDate ?? "").getTime();
      expect(await found(imap, { since: new Date(at - day) })).toContain(all.at(-1));
      expect(await found(imap, { since: new Date(at + 2 * day) })).toEqual([]);
      expect(await found(imap, { uid: `${all.at(-1)}:*` })).toEqual([all.at(-1)]);
    });

    test(`${name} leaves a mail unread when it is only looked at`, async () => {
      await server.deliver(mail({ id: "unread@reader.example" }));
      const reader = await mailbox(false);
      const [uid] = await found(reader, { header: { "Message-ID": "<unread@reader.example>" } });
      await reader.fetchOne(String(uid), { source: true, bodyStructure: true }, { uid: true });
      expect(await found(reader, { uid: String(uid), seen: false })).toEqual([uid]);
      await reader.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true });
      expect(await found(await mailbox(), { uid: String(uid), seen: true })).toEqual([uid]);
    });

    test(`${name} changes nothing in a folder that was opened for reading only`, async () => {
      await server.deliver(mail({ id: "read-only@reader.example" }));
      const imap = await mailbox(true);
      const [uid] = await found(imap, { header: { "Message-ID": "<read-only@reader.example>" } });
      await imap.messageFlagsAdd(String(uid), ["\\Flagged"], { uid: true }).catch(() => false);
      expect(await found(await mailbox(), { uid: String(uid), flagged: true })).toEqual([]);
    });

    test(`${name} describes the parts of a bounce`, async () => {
      await server.deliver(bounce);
      const imap = await mailbox();
      const [uid] = await found(imap, { header: { "Message-ID": "<bounce@reader.example>" } });
      const told = await imap.fetchOne(String(uid), { bodyStructure: true, bodyParts: ["2"] }, { uid: true });
      if (told === false) throw new Error("The mail was not found.");
      expect(told.bodyStructure?.type).toBe("multipart/report");
      expect(told.bodyStructure?.childNodes?.map((node) => node.type)).toEqual([
        "text/plain",
        "message/delivery-status",
        "message/rfc822",
      ]);
      expect(told.bodyParts?.get("2")?.toString()).toContain("Status: 5.1.1");
    });

    test(`${name} keeps a copy in the Sent folder and finds it there`, async () => {
      const imap = await client();
      const folders = await imap.list();
      const sent = folders.find((folder) => folder.specialUse === "\\Sent");
      expect(sent).toBeDefined();
      const path = sent?.path ?? "Sent";
      await imap.append(path, mail({ id: "copy@reader.example" }), ["\\Seen"]);
      await imap.mailboxOpen(path, { readOnly: true });
      expect(await found(imap, { header: { "Message-ID": "<copy@reader.example>" } })).toHaveLength(1);
    });

    test(`${name} removes what was marked as deleted and tells other readers`, async () => {
      await server.deliver(mail({ id: "remove@reader.example" }));
      const watcher = await mailbox();
      const imap = await mailbox(false);
      const [uid] = await found(imap, { header: { "Message-ID": "<remove@reader.example>" } });
      const heard = once(watcher, "expunge");
      await imap.messageDelete(String(uid), { uid: true });
      await watcher.noop();
      await heard;
      expect(await found(watcher, { header: { "Message-ID": "<remove@reader.example>" } })).toEqual([]);
    });

    test(`${name} answers its status without opening the folder`, async () => {
      const imap = await client();
      const status = async () => {
        const told = await imap.status("INBOX", { messages: true, uidNext: true, uidValidity: true });
        if (told === false) throw new Error("The server refused to tell its status.");
        return told;
      };
      const before = await status();
      await server.deliver(mail({ id: "status@reader.example" }));
      const after = await status();
      expect(after.messages).toBe((before.messages ?? 0) + 1);
      expect(after.uidNext).toBeGreaterThan(before.uidNext ?? 0);
      expect(after.uidValidity).toBe(before.uidValidity);
    });

    test(`${name} survives a reader that hangs up in the middle of a word`, async () => {
      const socket = connect(server.port, server.host);
      await once(socket, "data");
      socket.end("a1 LOGIN {400}\r\nhalf");
      await once(socket.resume(), "close");
      expect((await client()).usable).toBe(true);
    });
  });
}

/** Search by UID; a server that finds nothing gives an empty list. */
async function found(imap: ImapFlow, query: Parameters<ImapFlow["search"]>[0]): Promise<number[]> {
  const uids = await imap.search(query, { uid: true });
  if (uids === false || uids === undefined) throw new Error("The server refused the search.");
  return uids;
}

function mail({ id, subject = "Hello", body = "Hello\r\n" }: { id: string; subject?: string; body?: string }): Buffer {
  return Buffer.from(
    [
      "From: =?utf-8?q?Eleni_Papad=C3=A1ki?= <eleni@reader.example>",
      "To: amina@sandbox.haste.test",
      `Subject: ${subject}`,
      `Message-ID: <${id}>`,
      "Date: Tue, 24 Nov 2026 09:26:00 +0000",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "",
      body,
    ].join("\r\n"),
  );
}

const bounce = Buffer.from(
  [
    "From: MAILER-DAEMON@mx.reader.example",
    "To: amina@sandbox.haste.test",
    "Subject: Undelivered Mail Returned to Sender",
    "Message-ID: <bounce@reader.example>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    "",
    "--b1",
    "Content-Type: text/plain",
    "",
    "No such person.",
    "--b1",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.reader.example",
    "",
    "Final-Recipient: rfc822; nobody@reader.example",
    "Action: failed",
    "Status: 5.1.1",
    "",
    "--b1",
    "Content-Type: message/rfc822",
    "",
    "Subject: Hello",
    "",
    "Hello",
    "--b1--",
    "",
  ].join("\r\n"),
);
