import { afterEach, expect } from "vitest";
import { describedFaults } from "../../server/src/flow/send/providers/doubles/descriptions.fixture.ts";
import { Double, type Service } from "../../server/src/flow/send/providers/doubles/double.fixture.ts";
import { GmailMailbox } from "../../server/src/flow/send/providers/doubles/gmail-mailbox.fixture.ts";
import { OutlookMailbox } from "../../server/src/flow/send/providers/doubles/outlook-mailbox.fixture.ts";
import { openMailboxApi } from "../../server/src/wiring/mailbox-api.ts";
import { findCorpus } from "../support/corpora.ts";
import { type Mailbox, now, type Reading, sender } from "./inbox-world.ts";

const { folder, isThere: areDescribed } = findCorpus("api-specs", "Mailboxes are held to our own doubles only");

/** A mailbox of a service on loopback, with the double that stands for the service. */
export interface DoubledMailbox<Service> extends Mailbox {
  readonly double: Double;
  readonly service: Service;
  /** A rule of its owner puts the mail into a folder of theirs as it comes. */
  deliverFiled(raw: Buffer): Promise<void>;
  /** Other addresses under which its owner sends. */
  sendAs(addresses: readonly string[]): void;
}

const token = "sesame";
const refusedToken = "another-word";
const doubles: { readonly double: Double; readonly name: string }[] = [];

/** Every request of a test is held to the double and to the published description. */
export function watchRequests(): void {
  afterEach(() => {
    for (const { double, name } of doubles.splice(0)) {
      expect(double.faults).toEqual([]);
      const departures = double.heard.flatMap((heard) => (areDescribed ? describedFaults(folder, name, heard) : []));
      expect(departures).toEqual([]);
      expect(double.heard).not.toEqual([]);
    }
  });
}

async function listen(service: Service) {
  const double = new Double(service);
  double.refusedSecrets.add(refusedToken);
  doubles.push({ double, name: service.name });
  const { hostname: host, port } = new URL(await double.listen());
  return { double, host, port: Number(port), user: "me", pass: token, close: async () => double.close() };
}

export async function openGmail(): Promise<DoubledMailbox<GmailMailbox>> {
  const service = new GmailMailbox(() => now);
  return {
    ...(await listen(service.service)),
    service,
    async deliver(raw) {
      service.deliver(raw);
    },
    async deliverFiled(raw) {
      service.deliver(raw, { labels: ["Label_7", "UNREAD"] });
    },
    sendAs: (addresses) => service.aliases.splice(0, service.aliases.length, ...addresses),
    async markImportant(sequence) {
      for (const each of sequence) service.label(service.ids()[each - 1] ?? "", { add: ["STARRED"] });
    },
    flags: async () => service.labels().map((labels) => (labels.includes("UNREAD") ? [] : ["\\Seen"])),
    renumber: async () => service.forget(),
  };
}

export async function openOutlook(): Promise<DoubledMailbox<OutlookMailbox>> {
  const service = new OutlookMailbox(() => now);
  const rules = service.addFolder("Outreach", "f-inbox");
  return {
    ...(await listen(service.service)),
    service,
    async deliver(raw) {
      service.deliver(raw);
    },
    async deliverFiled(raw) {
      service.deliver(raw, { folder: rules });
    },
    sendAs(addresses) {
      const proxyAddresses = [`SMTP:${sender}`, "x500:/o=haste", ...addresses.map((address) => `smtp: ${address}`)];
      service.owner = { mail: sender, userPrincipalName: sender, proxyAddresses };
    },
    markImportant: async (sequence) => service.touch(sequence.map((each) => each - 1)),
    flags: async () => service.areRead().map((isRead) => (isRead ? ["\\Seen"] : [])),
    renumber: async () => service.forget(),
  };
}

function wayBy(kind: "gmail" | "outlook", base: string): Reading["wayTo"] {
  return (_, road, secret) => {
    const openApi = () =>
      openMailboxApi(kind, {
        url: new URL(`http://127.0.0.1:${road.port}${base}`),
        ...{ address: "127.0.0.1", servername: null, login: null, region: null },
        machineNow: () => now,
        secret: async () => ({ kind: "ok", token: secret }),
      });
    return { kind, openApi };
  };
}

export const byGmail: Reading = {
  wayTo: wayBy("gmail", ""),
  refusal: "The mailbox cannot be read: HTTP 401 Invalid Credentials",
  asksWhatCame: /GET \S+\/(?:history|messages)\?/,
  asksForFirst: /GET \S+\/18c00000\?format=raw/,
};

export const byGraph: Reading = {
  wayTo: wayBy("outlook", "/v1.0"),
  refusal: "The mailbox cannot be read: HTTP 401",
  asksWhatCame: /GET \S+\/inbox\/messages\/delta\?/,
  asksForFirst: /GET \S+\/AAkALg-0\/\$value/,
};
