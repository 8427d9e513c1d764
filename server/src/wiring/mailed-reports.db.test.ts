import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openMailbox } from "../../../tests/support/arriving-mail.ts";
import { callRoute } from "../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../../../tests/support/database.ts";
import { LedgerWorld } from "../../../tests/support/ledger-world.ts";
import { trackRoutes } from "../flow/track/index.ts";
import { takeMailedReport } from "./mailed-reports.ts";

let database: TestDatabase;
let world: LedgerWorld;
let domain = "";

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await LedgerWorld.create(database.db);
  const [account] = await world.rows<{ email: string }>("select email from sending_accounts where workspace_id = $1", [
    world.workspaceId,
  ]);
  domain = account?.email.split("@")[1] ?? "";
});

const dmarcOf = (about: string) =>
  `<feedback><report_metadata><org_name>Big</org_name><report_id>r-1</report_id><date_range><begin>1763769600</begin>` +
  `<end>1763855999</end></date_range></report_metadata><policy_published><domain>${about}</domain></policy_published>` +
  `<record><row><source_ip>192.0.2.9</source_ip><count>90</count><policy_evaluated><dkim>pass</dkim><spf>fail</spf>` +
  `</policy_evaluated></row></record></feedback>`;
const tlsOf = (about: string) =>
  JSON.stringify({
    ...{ "organization-name": "Big", "report-id": "t-1" },
    "date-range": { "start-datetime": "2025-11-22T00:00:00Z", "end-datetime": "2025-11-22T23:59:59Z" },
    policies: [
      {
        policy: { "policy-type": "sts", "policy-domain": about },
        summary: { "total-successful-session-count": 7, "total-failure-session-count": 0 },
      },
    ],
  });

interface Attached {
  readonly type: string;
  readonly name: string;
  readonly octets: Buffer;
}

function arrive({ type, name, octets }: Attached, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const said = { From: "noreply-dmarc@big.example", Subject: `Report Domain: ${domain}`, ...headers };
  const body = [
    ...["--b", "Content-Type: text/plain", "", "This is an aggregate report.", "--b"],
    ...[`Content-Type: ${type}`, `Content-Disposition: attachment; filename="${name}"`],
    ...["Content-Transfer-Encoding: base64", "", octets.toString("base64").replace(/.{76}/g, "$&\r\n"), "--b--", ""],
  ];
  const mailbox = openMailbox(world, { takeReport: takeMailedReport(testLog) });
  return mailbox.arrive({ "Content-Type": 'multipart/mixed; boundary="b"', ...said }, body.join("\r\n"));
}

const dmarc = (octets: Buffer): Attached => ({
  ...{ type: "application/gzip", name: `big.example!${domain}!1763769600!1763855999.xml.gz`, octets },
});
const read = () =>
  world.rows<{ class: string; set_aside: string | null }>(
    "select class, set_aside from inbound_mails where workspace_id = $1 order by id",
    [world.workspaceId],
  );
const reports = () =>
  world.rows(
    "select kind, domain, passed::int as passed from aggregate_reports where workspace_id = $1 order by kind",
    [world.workspaceId],
  );
/** What the inbox shows to people. */
async function threads(): Promise<(string | null)[]> {
  const openContent = () => Promise.reject(new Error("Nothing that left is read."));
  const routes = trackRoutes({ keyRing: openMailbox(world).keyRing, openContent });
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  return (await callRoute(routes, "GET /inbox/threads", caller, { query: {} })).data.map(({ mail }) => mail.setAside);
}
const taken = { class: "receiver_report", set_aside: null };
const refused = { class: "receiver_report", set_aside: "report_refused" };

describe("a receiver's report that comes by mail", () => {
  test("is counted once, however often it comes, and is nobody's reply", async () => {
    await arrive(dmarc(gzipSync(dmarcOf(domain))));
    await arrive(dmarc(gzipSync(dmarcOf(domain))));
    const multipart = { "Content-Type": 'multipart/report; report-type=tlsrpt; boundary="b"' };
    await arrive(
      { type: "application/tlsrpt+gzip", name: "report.json.gz", octets: gzipSync(tlsOf(domain)) },
      multipart,
    );
    expect(await read()).toEqual([taken, taken, taken]);
    expect(await threads()).toEqual([]);
    expect(await reports()).toEqual([
      { kind: "dmarc", domain, passed: 90 },
      { kind: "tls", domain, passed: 7 },
    ]);
  });

  test("about a foreign domain, that is a bomb or is no report is set aside, and counts nowhere", async () => {
    await arrive(dmarc(gzipSync(dmarcOf("stranger.example"))));
    await arrive(dmarc(gzipSync(Buffer.alloc(21 * 1024 * 1024))));
    await arrive(dmarc(Buffer.from("hello")));
    expect(await read()).toEqual([refused, refused, refused]);
    expect(await threads()).toEqual(["report_refused", "report_refused", "report_refused"]);
    expect(await reports()).toEqual([]);
  });

  test("in an answer to a mail is what somebody attached to it", async () => {
    await arrive(dmarc(gzipSync(dmarcOf(domain))), { "In-Reply-To": "<a@b.example>", From: "carl@acme.example" });
    expect(await read()).toEqual([{ class: "human", set_aside: "unknown_sender" }]);
    expect(await reports()).toEqual([]);
  });
});
