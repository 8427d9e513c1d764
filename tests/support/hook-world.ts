import { createSecretKey, randomUUID } from "node:crypto";
import type { HookService, ProviderHook } from "@haste/contract/nouns/provider-hooks";
import { addMs, DAY_MS } from "@haste/engine/base";
import fastify, { type FastifyInstance } from "fastify";
import { certificates } from "../../server/src/flow/send/providers/smtp/certificates.fixture.ts";
import { noticeCommits } from "../../server/src/flow/track/provider-events/commit-notices.ts";
import { hookRoutes } from "../../server/src/flow/track/provider-events/hook-routes.ts";
import { SnsCertificates } from "../../server/src/flow/track/provider-events/proof/sns-certificates.ts";
import { hookSettingsRoutes } from "../../server/src/flow/track/provider-events/settings-routes.ts";
import { recoverClaim } from "../../server/src/ledger/index.ts";
import { createKeyRing, makeDataKey, makeSigningKey, openSigningKeys } from "../../server/src/platform/crypto/index.ts";
import type { Database, Tx } from "../../server/src/platform/db/index.ts";
import { sendProblem } from "../../server/src/platform/http/send-problem.ts";
import { callRoute } from "./call-route.ts";
import { type Claimed, LedgerWorld } from "./ledger-world.ts";

/** A sending account's hook, and an email that was with its provider when our worker died. */
export interface HookWorld {
  readonly world: LedgerWorld;
  readonly email: Claimed;
  readonly app: FastifyInstance;
  /** What Amazon was asked for. */
  readonly asked: readonly string[];
  /** The workspaces in which complaints were looked at. */
  readonly complained: readonly string[];
  /** Whether Amazon answers; it does. */
  readonly amazon: { isAway: boolean };
  show(): Promise<ProviderHook>;
  listenTo(service: HookService | null, secret?: string): Promise<ProviderHook>;
  becomes(provider: string): Promise<unknown>;
  addressOf(service: HookService): Promise<string>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; said: string }>;
  /** What became of the email and its person, and what was counted on the account. */
  stands(): Promise<Readonly<Record<string, unknown>> & { readonly counted: Readonly<Record<string, number>> }>;
}

export const uncertain = { status: "uncertain", person: "active", step: 0, bounce: null, suppressed: 0 };

export async function openHookWorld(db: Database): Promise<HookWorld> {
  const world = await LedgerWorld.create(db);
  // The certificates of the tests are not valid before.
  world.now = addMs(world.now, 10 * DAY_MS);
  const email = (await world.toTheWire(1)).emails[0] as Claimed;
  await world.in((tx) => recoverClaim(tx, email.claimId, world.moment()));
  const { app, settings, asked, amazon, complained } = await openRoutes(world);
  const caller = () => ({ db, workspaceId: world.workspaceId, now: new Date(world.now) });
  const params = { id: world.accountId };
  const show = () => callRoute(settings, "GET /sending-accounts/:id/hook", caller(), { params });
  return {
    ...{ world, email, app, asked, amazon, complained, show },
    listenTo(service, secret) {
      const body = { service, ...(secret === undefined ? {} : { secret }) };
      return callRoute(settings, "PUT /sending-accounts/:id/hook", caller(), { params, body });
    },
    becomes: (provider) =>
      world.rows("update sending_accounts set provider = $2 where id = $1", [world.accountId, provider]),
    async addressOf(service) {
      const found = (await show()).services.find((one) => one.service === service);
      return new URL(found?.url ?? "").pathname;
    },
    post: (path, body, headers) => post(app, path, body, headers),
    async stands() {
      const [row] = await world.rows<Record<string, unknown>>(
        `select e.status, n.status as person, n.current_step as step, e.bounce_type as bounce,
           (select count(*)::int from suppressions) as suppressed
         from email_activities e join sequence_enrollments n on n.id = e.enrollment_id where e.id = $1`,
        [email.id],
      );
      const { outcomes } = await show();
      return { ...row, counted: Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count])) };
    },
  };
}

async function openRoutes(world: LedgerWorld) {
  const master = { id: randomUUID(), key: createSecretKey(Buffer.alloc(32, 7)) };
  const dataKeys = [makeDataKey(master, world.workspaceId, randomUUID())];
  const keyRing = createKeyRing<Tx>(master, async () => dataKeys);
  const signingKeys = openSigningKeys(master, [makeSigningKey(master, 1)]);
  const asked: string[] = [];
  const amazon = { isAway: false };
  const askAmazon = async (url: URL) => {
    asked.push(url.href);
    if (amazon.isAway) throw new Error("Amazon does not answer");
    return { status: 200, text: certificates.good };
  };
  const complained: string[] = [];
  const app = fastify();
  app.setErrorHandler((err, request, reply) => sendProblem(err, request, reply, ""));
  await app.register(
    hookRoutes({
      ...{ database: world.db, keyRing, signingKeys, askAmazon, certificates: new SnsCertificates(askAmazon) },
      commits: noticeCommits({
        database: world.db,
        onCommitted: () => {},
        complained: async (workspaceId) => void complained.push(workspaceId),
      }),
      machineNow: () => new Date(world.now),
    }),
  );
  const settings = hookSettingsRoutes({ keyRing, signingKeys, publicUrl: () => "https://haste.example" });
  return { app, settings, asked, amazon, complained };
}

async function post(app: FastifyInstance, path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await app.inject({
    ...{ method: "POST", url: path, payload: typeof body === "string" ? body : JSON.stringify(body) },
    headers: { "content-type": "application/json", ...headers },
  });
  const said = answer.body === "" ? "" : (answer.json<{ detail?: string }>().detail ?? "");
  return { status: answer.statusCode, said };
}
