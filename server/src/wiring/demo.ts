import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { importCsv } from "../catalog/crm/index.ts";
import { addFirstGoal } from "../catalog/goals/index.ts";
import { createWorkspace } from "../catalog/identity/index.ts";
import { buildDemoWorld, demoSenders } from "../catalog/sandbox/index.ts";
import { ensureSandboxAccount } from "../catalog/sending-accounts/index.ts";
import { activateSequence, createSequence } from "../catalog/sequences/index.ts";
import { createSnippet, createTemplate } from "../catalog/templates/index.ts";
import { enrollContacts } from "../flow/enroll/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor, type WorkContext } from "../platform/context/index.ts";
import type { KeyRing, MasterKey } from "../platform/crypto/index.ts";
import { type Database, inWorkspace, type Tx } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import { restoreDemoPast } from "./demo-past.ts";
import { ledgerPorts } from "./ledger-ports.ts";

/** The workspace a newcomer sees first, and a key to it for whoever may read the data folder. */
export interface DemoWorkspace {
  readonly workspaceId: string;
  readonly apiKey: string;
}

export interface DemoParts {
  readonly database: Database;
  readonly master: MasterKey;
  readonly keyRing: KeyRing<Tx>;
  readonly log: Log;
  readonly dataDir: string;
  /** Whether six weeks of mailing lie behind it when it is made. */
  readonly hasPast: boolean;
  readonly publicUrl: () => string;
}

/**
 * Finds or makes the demo workspace and its world. The key is kept beside the master key (0600): it is shown to this
 * machine only, and the database holds nothing but its hash.
 */
export async function ensureDemo(parts: DemoParts): Promise<DemoWorkspace> {
  const file = path.join(parts.dataDir, "keys", "demo.json");
  const known = await readKnown(file);
  if (known?.isBuilt === true && (await exists(parts.database, known.workspaceId))) return known;
  const demo = known !== null && (await exists(parts.database, known.workspaceId)) ? known : await createDemo(parts);
  await keep(file, { ...demo, isBuilt: false });
  await buildDemoWorld({ db: parts.database, workspaceId: demo.workspaceId }, portsOf(parts, demo.workspaceId));
  await keep(file, { ...demo, isBuilt: true });
  return demo;
}

interface KeptDemo extends DemoWorkspace {
  /** False while its world is being made: a start that was cut short is completed by the next one. */
  readonly isBuilt: boolean;
}

async function keep(file: string, { workspaceId, apiKey, isBuilt }: KeptDemo): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify({ workspaceId, apiKey, isBuilt }), { mode: 0o600 });
}

async function readKnown(file: string): Promise<KeptDemo | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as KeptDemo;
  } catch {
    return null;
  }
}

function exists(database: Database, workspaceId: string): Promise<boolean> {
  return inWorkspace(database, workspaceId, async (tx) => (await loadWorkspace(tx)) !== null);
}

async function createDemo({ database, master }: DemoParts): Promise<DemoWorkspace> {
  const { workspaceId, apiKey } = await createWorkspace(
    {
      db: database,
      master,
      machineNow: systemClock.machineNow(),
      fill: async (ctx) => {
        await addFirstGoal(ctx);
        await ensureSandboxAccount(ctx, demoSenders[0]);
      },
    },
    {
      name: "Demo world",
      mode: "sandbox",
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      postalAddress: "Tidewater ApS, Havnegade 12, 1058 København K",
      owner: { email: "amina@tidewater.example", name: "Amina Yusuf" },
    },
  );
  return { workspaceId, apiKey };
}

/** The world is made with the product's own use cases, as a person would make it. */
function portsOf(parts: DemoParts, workspaceId: string): Parameters<typeof buildDemoWorld>[1] {
  const { database: db, log } = parts;
  const sequencePorts = { ledger: ledgerPorts.sequences, publicUrl: parts.publicUrl };
  const act = <T>(work: (ctx: WorkContext) => Promise<T>) => asSetup(parts, workspaceId, work);
  return {
    restorePast: parts.hasPast ? () => restoreDemoPast({ db, workspaceId }, parts.keyRing, act) : null,
    importDemoContacts: async ({ fileName, bytes, mapping }) => {
      await importCsv({ db, clock: systemClock, log, crm: ledgerPorts.crm }, workspaceId, bytes, {
        fileName,
        mapping,
        isDemo: true,
      });
    },
    createSnippet: ({ choices, ...snippet }) =>
      act((ctx) =>
        createSnippet(ctx, {
          ...snippet,
          ...(choices === undefined ? {} : { kind: "group", choices: [...choices] }),
        }),
      ),
    createTemplate: async ({ tags, ...template }) => {
      await act((ctx) => createTemplate(ctx, { ...template, tags: [...tags] }));
    },
    createSequence: async (sequence) => {
      const draft = await act((ctx) => createSequence(ctx, sequencePorts, sequence));
      return { id: draft.sequence.id };
    },
    activateSequence: async (id) => {
      await act((ctx) => activateSequence(ctx, sequencePorts, { id, override: ["insecure-public-url"] }));
    },
    enroll: async (sequenceId, contactIds) => {
      await act((ctx) =>
        enrollContacts(ctx, {
          sequenceId,
          contactIds,
          context: {},
          sendingAccountId: null,
          override: ["role_address"],
        }),
      );
    },
  };
}

function asSetup<T>(
  { database, log }: DemoParts,
  workspaceId: string,
  work: (ctx: WorkContext) => Promise<T>,
): Promise<T> {
  const machineNow = systemClock.machineNow();
  return inWorkspace(database, workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error(`Workspace ${workspaceId} does not exist`);
    const ctx = makeContext({
      tx,
      workspace,
      machineNow,
      actor: systemActor("demo"),
      requestId: newIdAt(machineNow),
      log,
      afterCommit: () => {},
    });
    return work(ctx);
  });
}
