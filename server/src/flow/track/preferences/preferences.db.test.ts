import { createHash, createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { addMs, DAY_MS } from "@haste/engine/base";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, type Person } from "../../../../../tests/support/ledger-world.ts";
import type { SigningKeys } from "../../../platform/crypto/index.ts";
import { publicLinksOf } from "../../render/links.ts";
import { publicRoutes, Recorder } from "../index.ts";

let database: TestDatabase;
let world: LedgerWorld;
let app: FastifyInstance;
let keys: SigningKeys;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await LedgerWorld.create(database.db);
  keys = { newest: 1, byId: new Map([[1, createSecretKey(randomBytes(32))]]) };
  app = await serve();
});

async function serve(): Promise<FastifyInstance> {
  const server = fastify();
  const told = () => {};
  const machineNow = () => new Date(world.now);
  publicRoutes({
    ...{ database: world.db, signingKeys: keys, machineNow, onCommitted: told, visitorKey: randomBytes(32) },
    recorder: new Recorder({ database: world.db, onCommitted: told }),
    openContent: () => Promise.reject(new Error("nothing is clicked here")),
  })(server);
  await server.ready();
  return server;
}

const pathOf = (emailId: string) =>
  new URL(publicLinksOf(keys, "https://x.example", { workspaceId: world.workspaceId, emailId }).unsubscribeUrl)
    .pathname;

const look = (path: string, headers: Record<string, string> = {}) => app.inject({ method: "GET", url: path, headers });
const press = (path: string, payload: string, type = "application/x-www-form-urlencoded") =>
  app.inject({ method: "POST", url: path, payload, headers: { "content-type": type } });

/** Somebody whose first mail is on the wire. */
async function reader(): Promise<{ person: Person; email: Claimed; path: string }> {
  const { people, emails } = await world.toTheWire(1);
  const [person, email] = [people[0] as Person, emails[0] as Claimed];
  return { person, email, path: pathOf(email.id) };
}

const suppressions = () =>
  world.rows<{ email_key: string; scope_kind: string; scope_id: string; expires_at: Date | null; email_id: string }>(
    `select email_key, scope_kind, scope_id, expires_at, email_id, proof from suppressions where workspace_id = $1
     order by email_key, scope_kind`,
    [world.workspaceId],
  );
const statusOf = async ({ enrollmentId }: Person) =>
  (
    await world.rows<{ status: string; stop_reason: string | null; due_at: Date | null }>(
      "select status, stop_reason, due_at from sequence_enrollments where workspace_id = $1 and id = $2",
      [world.workspaceId, enrollmentId],
    )
  )[0];

async function addTopic(name: string, sequenceId: string | null, description = ""): Promise<string> {
  const id = randomUUID();
  await world.rows("insert into topics values ($1, $2, $3, $4, now(), now())", [
    world.workspaceId,
    id,
    name,
    description,
  ]);
  if (sequenceId !== null)
    await world.rows("insert into topic_sequences values ($1, $2, $3)", [world.workspaceId, sequenceId, id]);
  return id;
}

describe("looking at the page", () => {
  test("RFC 8058: 10,000 looks of link scanners change nothing", async () => {
    const { path } = await reader();
    await addTopic("News", world.sequenceId);
    const agents = ["Barracuda Sentinel", "SafeLinks/1.0", "GoogleImageProxy", "curl/8.7.1", "Slackbot-LinkExpanding"];
    const written = async () =>
      (
        await world.rows<{ n: string }>(
          `select (select count(*) from suppressions) || ' ' || (select count(*) from signals) || ' ' ||
             (select count(*) from events) || ' ' || (select md5(string_agg(e::text, '' order by e.id))
             from email_activities e) || (select md5(string_agg(n::text, '' order by n.id)) from sequence_enrollments n) as n`,
        )
      )[0]?.n;
    const before = await written();
    const statuses = new Set<number>();
    for (let batch = 0; batch < 100; batch += 1) {
      const looks = Array.from({ length: 100 }, (_, index) =>
        app.inject({
          method: index % 4 === 0 ? "HEAD" : "GET",
          url: index % 3 === 0 ? `${path}?choice=all&topic=` : path,
          headers: { "user-agent": agents[index % agents.length] ?? "" },
        }),
      );
      for (const { statusCode } of await Promise.all(looks)) statuses.add(statusCode);
    }
    expect(statuses).toEqual(new Set([200]));
    expect(await written()).toBe(before);
  });

  test("needs no script, nothing from elsewhere and 30 kB at the most, whatever the workspace names", async () => {
    const { path } = await reader();
    for (let topic = 0; topic < 20; topic += 1)
      await addTopic(`${topic}${"<&".repeat(29)}`, null, '&"<'.repeat(46).slice(0, 140));
    const { body, headers } = await look(path);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(30_000);
    expect(body).not.toMatch(/<script|javascript:|\son\w+=|https?:|<link|<img|@import|url\(/i);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(headers["content-security-policy"]).toContain("form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    expect(headers["cache-control"]).toContain("no-store");
  });

  test("bears the sender's own name and color, and its policy names the one style that it brings", async () => {
    const { path } = await reader();
    const ours = await look(path);
    await world.rows(
      "insert into compliance_settings (workspace_id, brand_name, brand_color, updated_at) values ($1, 'Acme <Labs>', '#7a1fa2', now())",
      [world.workspaceId],
    );
    const { body, headers } = await look(path);
    expect(body).toContain("Acme &lt;Labs&gt;</p><h1>");
    expect(body).toContain("--key:#7a1fa2");
    const style = /<style>(.*)<\/style>/.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toContain(`style-src 'sha256-${hash}'`);
    expect(ours.headers["content-security-policy"]).not.toContain(hash);
    expect((await look("/u/forged")).body).not.toMatch(/Acme|7a1fa2/);
  });

  test.each([
    ["en", {}, null, "Unsubscribe from everything"],
    ["de", { "accept-language": "de-CH, en;q=0.5" }, "Europe/Paris", "Von allem abmelden"],
    ["es", {}, "America/Mexico_City", "Darme de baja de todo"],
    ["fr", {}, "Europe/Paris", "Me désabonner de tout"],
    ["pt", { "accept-language": "pt-BR" }, null, "Cancelar tudo"],
  ])("speaks %s where the browser or the place asks for it", async (language, headers, zone, words) => {
    const { path, person } = await reader();
    await world.rows("update contacts set timezone = $2 where id = $1", [person.contactId, zone]);
    const page = await look(path, headers);
    expect(page.headers["content-language"]).toBe(language);
    expect(page.body).toContain(words);
    expect(page.body).toContain(`<html lang="${language}">`);
  });

  test("with a forged or foreign token says only that the link is not complete", async () => {
    const { path } = await reader();
    // The last character holds but a few bits, which may be those of the true one.
    const end = path.at(-2) === "A" ? "BA" : "AA";
    for (const forged of [`${path.slice(0, -2)}${end}`, "/u/x", pathOf(randomUUID())]) {
      for (const answer of [await look(forged), await press(forged, "List-Unsubscribe=One-Click")]) {
        expect(answer.statusCode).toBe(404);
        expect(answer.body).toContain("This link is not complete");
      }
    }
    expect(await suppressions()).toEqual([]);
  });
});

describe("RFC 8058: one click", () => {
  test.each([
    ["application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"],
    [
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click',
    ],
    ["text/plain", "choice=pause"],
    ["application/x-www-form-urlencoded", `choice=pause&${"x".repeat(9_000)}`],
  ])("posted as %s stops everything, without login, cookie or redirect, twice", async (type, body) => {
    const { path, person, email } = await reader();
    for (let time = 0; time < 2; time += 1) {
      const answer = await press(path, body, type);
      expect([answer.statusCode, answer.headers.location, answer.cookies]).toEqual([200, undefined, []]);
    }
    expect(await statusOf(person)).toMatchObject({ status: "stopped", stop_reason: "unsubscribed" });
    expect(await suppressions()).toMatchObject([
      { email_key: email.to_email, scope_kind: "workspace", expires_at: null },
    ]);
  });

  test("works after 61 days, a new address, the end of the sequence and a new signing key, for both addresses", async () => {
    const { path, person, email } = await reader();
    const moved = `moved-${person.contactId}@example.com`;
    await world.rows("update contacts set email = $2, email_key = $2 where id = $1", [person.contactId, moved]);
    await world.rows("update email_sequences set archived_at = now(), status = 'paused' where id = $1", [
      world.sequenceId,
    ]);
    keys = { newest: 2, byId: new Map([...keys.byId, [2, createSecretKey(randomBytes(32))]]) };
    world.now = addMs(world.now, 61 * DAY_MS);
    app = await serve();
    expect((await press(path, "List-Unsubscribe=One-Click")).statusCode).toBe(200);
    const kept = await suppressions();
    expect(kept.map((row) => row.email_key).sort()).toEqual([email.to_email, moved].sort());
    expect(kept.every((row) => row.email_id === email.id)).toBe(true);
  });

  test("keeps back mail that a worker has claimed already", async () => {
    const { path, person } = await reader();
    const other = { contactId: person.contactId, enrollmentId: world.moment().newId() };
    await world.rows("update sequence_enrollments set status = 'completed' where id = $1", [person.enrollmentId]);
    await world.in((tx) => world.enrollAgain(tx, [other]));
    await world.plan();
    const claimed = await world.claim();
    expect(claimed).toHaveLength(1);
    await press(path, "List-Unsubscribe=One-Click");
    expect(await world.mark(claimed)).toEqual(new Set());
  });
});

describe("a choice on the page", () => {
  test("of a topic stops its sequence alone, and holds for mail that is claimed", async () => {
    const { path, person } = await reader();
    const news = await addTopic("News", world.sequenceId);
    const other = await addTopic("Offers", null);
    expect((await look(path)).body).toContain(`value="${news}" checked`);
    const again = { contactId: person.contactId, enrollmentId: world.moment().newId() };
    await world.rows("update sequence_enrollments set status = 'completed' where id = $1", [person.enrollmentId]);
    await world.in((tx) => world.enrollAgain(tx, [again]));
    await world.plan();
    const claimed = await world.claim();
    const saved = await press(path, `topic=${other}&choice=topics`);
    expect(saved.body).toContain("Your choice is saved.");
    expect(saved.body).toContain(`value="${news}"><span>News`);
    expect(await world.mark(claimed)).toEqual(new Set());
    await world.plan();
    expect(await statusOf(again)).toMatchObject({ status: "stopped", stop_reason: "suppressed" });
    expect(await suppressions()).toMatchObject([{ scope_kind: "topic", scope_id: news, expires_at: null }]);
    expect(
      await world.rows("select from suppression_of($1, $2)", [world.workspaceId, `${person.contactId}@example.com`]),
    ).toEqual([]);
  });

  test("of a topic that is ticked again frees what its recipient had said, never what the team entered", async () => {
    const { path, email } = await reader();
    const [mine, theirs] = [await addTopic("News", null), await addTopic("Offers", null)];
    await world.rows(
      `insert into suppressions (workspace_id, id, email_key, reason, source, created_at, scope_kind, scope_id)
       values ($1, uuidv7(), $2, 'manual', 'api', now(), 'topic', $3)`,
      [world.workspaceId, email.to_email, theirs],
    );
    await press(path, "choice=topics");
    expect(await suppressions()).toHaveLength(2);
    await press(path, `choice=topics&topic=${mine}&topic=${theirs}`);
    expect(await suppressions()).toMatchObject([{ scope_id: theirs }]);
  });

  test("of a pause lets them wait 90 days and says so in their words, and everything still stops them", async () => {
    const { path, person } = await reader();
    await world.rows("update sequence_enrollments set due_at = $2, step_due_at = $2 where id = $1", [
      person.enrollmentId,
      new Date(world.now),
    ]);
    const page = await press(path, "choice=pause");
    expect(page.body).toContain("Emails are paused until February 21, 2027.");
    await world.plan();
    const end = new Date(addMs(world.now, 90 * DAY_MS));
    expect(await statusOf(person)).toMatchObject({ status: "active", due_at: end });
    expect((await look(path, { "accept-language": "de" })).body).toContain("Bis zum 21. Februar 2027 erhalten Sie");
    await press(path, "choice=all");
    expect(await statusOf(person)).toMatchObject({ status: "stopped" });
    expect(await suppressions()).toMatchObject([{ scope_kind: "workspace", expires_at: null }]);
    expect((await press(path, "choice=pause")).body).toContain("You are unsubscribed");
    expect(await suppressions()).toMatchObject([{ expires_at: null }]);
  });
});
