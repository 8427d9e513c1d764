import { loadSigningKeys } from "../../server/src/catalog/keys/index.ts";
import { createRenderer } from "../../server/src/flow/render/index.ts";
import { planWorkspace } from "../../server/src/flow/schedule/index.ts";
import { createSender } from "../../server/src/flow/send/index.ts";
import { analyze, inWorkspace } from "../../server/src/platform/db/index.ts";
import { accountOfLane, editSeal, sealOf } from "../../server/src/wiring/accounts.ts";
import { openSendingGround } from "../../tests/crash/ground.ts";
import type { World } from "../../tests/crash/world.ts";

type DkimKey = NonNullable<NonNullable<Awaited<ReturnType<typeof accountOfLane>>>["dkimKeys"]>[number];

export type Sending = Awaited<ReturnType<typeof openSending>>;

interface SendingOptions {
  readonly connections: number;
  /** What it signs with once it is told to. */
  readonly dkimKey?: DkimKey;
}

/** The product's send stage over a world, as the worker wires it. */
export async function openSending(world: World, { connections, dkimKey }: SendingOptions) {
  const ground = openSendingGround(world.databaseUrl, world.keyFile);
  const { database, log, loadAccounts, policy, keyRing } = ground;
  const sandboxMail = { host: "127.0.0.1", smtpPort: 0, imapPort: 0, passwordOf: () => "" };
  const signingKeys = await loadSigningKeys(database, ground.master, new Date());
  let commits = 0;
  let isSigned = false;
  const sender = createSender({
    database,
    log,
    worker: 1,
    machineNow: () => new Date(),
    renderer: createRenderer({ signingKeys, publicUrl: () => "http://127.0.0.1:8080", edits: editSeal(keyRing) }),
    async loadAccount(tx, id) {
      const found = await accountOfLane({ loadAccounts, policy, sandboxMail, providerUrls: {}, tokens: null }, tx, id);
      return found === null || !isSigned || dkimKey === undefined ? found : { ...found, dkimKeys: [dkimKey] };
    },
    openSeal: (tx) => sealOf(keyRing, tx),
    accountFailed: () => Promise.reject(new Error("the sink refused the account")),
    onCommitted: () => {
      commits += 1;
    },
    connections,
  });
  const [account] = await inWorkspace(database, world.workspaceId, (tx) =>
    tx.rows<{ id: string }>("select id from sending_accounts"),
  );
  return {
    /** Brings in people of one step and plans them, so that their emails wait. */
    async prepare(count: number): Promise<void> {
      for (let left = count; left > 0; left -= 1_000) await world.enroll(Math.min(left, 1_000), ["good"], [1]);
      for (;;) {
        const planned = await planWorkspace(database, world.workspaceId, new Date());
        if (planned === null || planned.people === 0) break;
      }
      await analyze(database, ["contacts", "sequence_enrollments", "email_activities"]);
    },
    async send(): Promise<number> {
      return sender.runLane(world.workspaceId, account?.id ?? "");
    },
    commits: () => commits,
    sign(whether: boolean): void {
      isSigned = whether;
    },
    async close() {
      await sender.stop();
      await database.close();
    },
  };
}
