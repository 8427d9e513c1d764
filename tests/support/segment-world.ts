import { randomUUID } from "node:crypto";
import type { RequestOf } from "@haste/contract/client";
import type { Condition } from "@haste/engine/condition";
import type { TriggerAction } from "@haste/engine/sequence";
import { crmRoutes, importCsv } from "../../server/src/catalog/crm/index.ts";
import { systemClock } from "../../server/src/platform/clock/index.ts";
import type { Database, Tx } from "../../server/src/platform/db/index.ts";
import { ledgerPorts } from "../../server/src/wiring/ledger-ports.ts";
import { callRoute } from "./call-route.ts";
import { testLog } from "./database.ts";
import { LedgerWorld, type Person } from "./ledger-world.ts";
import { until } from "./until.ts";
import { asCaller } from "./work-context.ts";

const routes = crmRoutes(ledgerPorts.crm);
const opensTask: TriggerAction = { action: "task", title: "Call the VP" };

/** A workspace whose sequence has one trigger, which waits for people to enter one segment. */
export class SegmentWorld {
  readonly world: LedgerWorld;
  readonly segmentId: string;

  private constructor(world: LedgerWorld, segmentId: string) {
    this.world = world;
    this.segmentId = segmentId;
  }

  static async create(db: Database, condition: Condition, then = opensTask): Promise<SegmentWorld> {
    const segmentId = randomUUID();
    const triggers = () => [{ on: { signal: "segment" as const, segmentId }, do: then }];
    const world = await LedgerWorld.create(db, { triggers });
    await world.rows("insert into segments (workspace_id, id, name, condition) values ($1, $2, 'Wanted', $3)", [
      ...[world.workspaceId, segmentId, JSON.stringify(condition)],
    ]);
    return new SegmentWorld(world, segmentId);
  }

  get caller() {
    const { db, workspaceId, now } = this.world;
    return { db, workspaceId, now: new Date(now) };
  }

  change(person: Person, body: RequestOf<"PUT /contacts/:id">["body"]) {
    return callRoute(routes, "PUT /contacts/:id", this.caller, { params: { id: person.contactId }, body });
  }

  create(body: RequestOf<"POST /contacts">["body"]) {
    return callRoute(routes, "POST /contacts", this.caller, { body });
  }

  async company(body: Partial<RequestOf<"POST /companies">["body"]> = {}): Promise<string> {
    const name = `Harborline ${randomUUID()}`;
    return (await callRoute(routes, "POST /companies", this.caller, { body: { name, ...body } })).id;
  }

  changeCompany(id: string, body: RequestOf<"PUT /companies/:id">["body"]) {
    return callRoute(routes, "PUT /companies/:id", this.caller, { params: { id }, body });
  }

  redefine(condition: Condition) {
    return callRoute(routes, "PUT /segments/:id", this.caller, { params: { id: this.segmentId }, body: { condition } });
  }

  import(lines: readonly string[]) {
    const ports = { db: this.world.db, clock: systemClock, log: testLog, crm: ledgerPorts.crm };
    const file = Buffer.from(lines.join("\n"));
    return importCsv(ports, this.world.workspaceId, file, { fileName: "people.csv" });
  }

  /**
   * Changes a contact and keeps the transaction open until the other change waits for it, or is through without having
   * had to; so each of the two sees as little of the other as it ever can.
   */
  async whileChanging(
    person: Person,
    body: RequestOf<"PUT /contacts/:id">["body"],
    other: () => Promise<unknown>,
  ): Promise<void> {
    let through = false;
    let second: Promise<unknown> = Promise.resolve();
    await asCaller({ ...this.caller }, async (ctx) => {
      const input = { params: { id: person.contactId }, body, query: {} };
      await routes["PUT /contacts/:id"](ctx, input as never);
      second = other().finally(() => {
        through = true;
      });
      await until("the other change waited or was through", async () => through || (await isSomebodyWaiting(ctx.tx)));
    });
    await second;
  }

  /** How often the trigger fired, by contact. */
  async fired(): Promise<Record<string, number>> {
    const rows = await this.world.rows<{ contact: string; n: number }>(
      "select contact_id as contact, count(*)::int as n from tasks group by contact_id",
    );
    return Object.fromEntries(rows.map(({ contact, n }) => [contact, n]));
  }

  /** How many entries were recorded. */
  async entries(): Promise<number> {
    const rows = await this.world.rows("select from signals where kind = 35");
    return rows.length;
  }
}

/** Whether this transaction keeps another one from going on. */
async function isSomebodyWaiting(tx: Tx): Promise<boolean> {
  const rows = await tx.rows(
    `select from pg_locks held join pg_locks wanted on wanted.pid <> held.pid and not wanted.granted
      where held.pid = pg_backend_pid() and held.granted and pg_backend_pid() = any(pg_blocking_pids(wanted.pid)) limit 1`,
  );
  return rows.length > 0;
}
