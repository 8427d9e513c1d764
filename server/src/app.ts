/**
 * The wiring, read top to bottom: what is opened, what stands on it, who is given what. Nothing else in the server
 * reaches for a global; whoever needs something is handed it here.
 */
import { randomInt } from "node:crypto";
import { collectDefaultMetrics, Registry } from "prom-client";
import { auditLogRoutes } from "./catalog/audit/index.ts";
import { calendarRoutes } from "./catalog/calendar/index.ts";
import { complianceRoutes } from "./catalog/compliance/index.ts";
import { crmJobs, crmRoutes } from "./catalog/crm/index.ts";
import { deliverabilityRoutes, knowsTrackingDomain, linkBaseOf } from "./catalog/deliverability/index.ts";
import { experimentRoutes } from "./catalog/experiments/index.ts";
import { goalRoutes } from "./catalog/goals/index.ts";
import {
  createIdentity,
  encryptionRoutes,
  identityRoutes,
  rotationJob,
  signInToDemo,
} from "./catalog/identity/index.ts";
import { fulfillJob, privacyRoutes } from "./catalog/privacy/index.ts";
import {
  type ActsRunner,
  createActsRunner,
  type SandboxServers,
  sandboxRoutes,
  startSandboxServers,
} from "./catalog/sandbox/index.ts";
import { savedViewRoutes } from "./catalog/saved-views/index.ts";
import { sendingAccountRoutes } from "./catalog/sending-accounts/index.ts";
import { calendarChanged, sequenceRoutes } from "./catalog/sequences/index.ts";
import { taskRoutes } from "./catalog/tasks/index.ts";
import { templateRoutes } from "./catalog/templates/index.ts";
import { ClockRun, clockJob } from "./clock-run/index.ts";
import { enrollJobs, enrollRoutes } from "./flow/enroll/index.ts";
import { createRenderer, preflightJob, renderRoutes } from "./flow/render/index.ts";
import {
  exportJob,
  exportRoutes,
  mailReportJob,
  reportByMailRoutes,
  reportLinkRoutes,
  reportRoutes,
  sharedRoute,
} from "./flow/report/index.ts";
import { createDomainLookUps, scheduleRoutes, simulationJob } from "./flow/schedule/index.ts";
import { createLookUps, createSender, type Patient, type Sender, sendRoutes } from "./flow/send/index.ts";
import {
  amazonOver,
  chainUpTo,
  hookRoutes,
  hookSettingsRoutes,
  type InboxSync,
  mailboxChannel,
  noticeCommits,
  openPixel,
  publicRoutes,
  Recorder,
  readNewsOf,
  SnsCertificates,
  trackRoutes,
  visitSettingsRoutes,
} from "./flow/track/index.ts";
import { wakeChannel } from "./ledger/index.ts";
import { systemClock } from "./platform/clock/index.ts";
import type { Config } from "./platform/config/index.ts";
import type { MasterKey } from "./platform/crypto/index.ts";
import { analyze, type Database, listen, type Tx } from "./platform/db/index.ts";
import { createHttpServer, type HttpServer, type SliceRoutes } from "./platform/http/index.ts";
import { jobRoutes, startJobRunner } from "./platform/jobs/index.ts";
import { createPokes, eventRoutes, startLive } from "./platform/live/index.ts";
import type { Log } from "./platform/log/index.ts";
import { systemMx } from "./platform/net/index.ts";
import { accountSources } from "./wiring/account-sources.ts";
import {
  type AccountSources,
  accountOfLane,
  editSeal,
  openContent,
  patientOf,
  pauseFailedAccount,
  sealOf,
  stopComplainedAccounts,
} from "./wiring/accounts.ts";
import { startChores } from "./wiring/chores.ts";
import { deliverabilityJobs } from "./wiring/deliverability-jobs.ts";
import { experimentPorts } from "./wiring/experiment-ports.ts";
import { type Ground, openGround } from "./wiring/ground.ts";
import { readInboxes } from "./wiring/inboxes.ts";
import { ledgerPorts } from "./wiring/ledger-ports.ts";
import { mailTestJobs } from "./wiring/mail-tests.ts";
import { preflightPorts } from "./wiring/preflight-ports.ts";
import { reportMailPorts } from "./wiring/report-mail-ports.ts";
import { sealedColumns } from "./wiring/sealed-columns.ts";
import { sentMailsOf } from "./wiring/sent-mails.ts";
import { simulationPorts } from "./wiring/simulation-ports.ts";
import { templatePorts } from "./wiring/template-ports.ts";
import { trackJobs } from "./wiring/track-jobs.ts";
import { startWorker } from "./worker/index.ts";

/** Which parts of the product this process is. `up` is all of them. */
export interface Roles {
  /** Answers HTTP and sockets. */
  readonly api: boolean;
  /** Plans, sends, reads mailboxes, runs jobs, and holds the sandbox's mail servers. */
  readonly worker: boolean;
}

export interface AppOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly roles: Roles;
  readonly log: Log;
  /** The folder of the built web app; null: no app. */
  readonly webFolder: string | null;
  /** The workspace a browser on this machine is signed in to by itself; null: nobody is. */
  readonly demoWorkspaceId: string | null;
}

export interface App {
  readonly database: Database;
  readonly master: MasterKey;
  /** Where it answers; null in a process that is no api. */
  readonly url: string | null;
  readonly sandbox: SandboxServers | null;
  /** Ends everything in the order in which it stands on each other. Nothing that was begun is cut. */
  stop(): Promise<void>;
}

export async function startApp(options: AppOptions): Promise<App> {
  const ground = await openGround(options);
  const { database, log } = ground;
  const parts: { stop: () => Promise<void> }[] = [{ stop: () => ground.stopKeys() }];
  const stop = async () => {
    for (const part of parts.reverse()) await part.stop();
    await database.close();
  };
  try {
    const pokes = createPokes(database);
    parts.push({ stop: () => pokes.close() });
    const told = (workspaceId: string) => pokes.poke(workspaceId);
    const acts = createActsRunner({ db: database, clock: systemClock, log, site: () => siteOf(ground) });
    const worker = options.roles.worker ? await startWork(ground, { told, acts }) : null;
    if (worker !== null) parts.push(worker);
    const clockRun = new ClockRun({
      database,
      clock: systemClock,
      log,
      poke: () => worker?.poke(),
      drainInbox: async (workspaceId) => worker?.inbox.drain(workspaceId),
    });
    parts.push({ stop: () => clockRun.stop() });
    if (options.roles.worker) {
      const definitions = [
        ...crmJobs(ledgerPorts.crm, (tables) => analyze(database, tables)),
        ...enrollJobs,
        simulationJob(simulationPorts),
        preflightJob(preflightPorts),
        ...deliverabilityJobs(ground),
        ...trackJobs(ground),
        rotationJob({ master: ground.master, keyRing: ground.keyRing, columns: sealedColumns }),
        fulfillJob({ keyRing: ground.keyRing, sealed: sealedColumns }),
        exportJob({ keyRing: ground.keyRing }),
        mailReportJob(reportMailPorts(ground)),
        clockJob(() => clockRun),
        ...(worker === null ? [] : mailTestJobs(ground, worker.loadPatient)),
      ];
      const runner = await startJobRunner({ db: database, clock: systemClock, log, definitions });
      parts.push(runner, ...startChores(ground, told));
    }
    const http = options.roles.api ? await startHttp(ground, options, { told, acts, clockRun }) : null;
    if (http !== null) parts.push(http);
    return { database, master: ground.master, url: http?.url ?? null, sandbox: worker?.sandbox ?? null, stop };
  } catch (error) {
    await stop().catch((err: unknown) => log.error({ err }, "stopping after a failed start failed too"));
    throw error;
  }
}

function siteOf({ site }: Ground) {
  return { publicUrls: [site.url], listenUrl: site.url };
}

interface Work {
  readonly sandbox: SandboxServers;
  readonly sender: Sender;
  readonly inbox: InboxSync;
  readonly loadPatient: (tx: Tx, accountId: string) => Promise<Patient | null>;
  poke(): void;
  stop(): Promise<void>;
}

function lookUpsOf({ database, log }: Ground, accounts: AccountSources, told: (workspaceId: string) => void) {
  return createLookUps({
    database,
    log,
    machineNow: () => systemClock.machineNow(),
    openSent: (tx, accountId) => sentMailsOf(accounts, tx, accountId),
    onCommitted: told,
  });
}

/** The worker's half: mail servers of the sandbox, the lanes, the mailboxes, and the loop that finds what is due. */
async function startWork(
  ground: Ground,
  { told, acts }: { told: (workspaceId: string) => void; acts: ActsRunner },
): Promise<Work> {
  const { database, log, signingKeys, passwordKey, keyRing, site } = ground;
  let poke = () => {};
  const sandbox = await startSandboxServers({
    db: database,
    clock: systemClock,
    log,
    passwordKey,
    smtpPort: 0,
    imapPort: 0,
    onActsPlanned: () => poke(),
  });
  const accountFailed = pauseFailedAccount(database, log, ground.accountPorts);
  const accounts = accountSources({ ...ground, ...ground.accountPorts, ...ground.config, accountFailed }, sandbox);
  // Identifies this process among all workers that ever were; 2^48 leaves no room for two alike.
  const worker = randomInt(2 ** 47);
  const sender = createSender({
    database,
    log,
    worker,
    machineNow: () => systemClock.machineNow(),
    renderer: createRenderer({ signingKeys, publicUrl: (tx) => linkBaseOf(tx, site.url), edits: editSeal(keyRing) }),
    loadAccount: (tx, accountId) => accountOfLane(accounts, tx, accountId),
    openSeal: (tx) => sealOf(keyRing, tx),
    accountFailed,
    onCommitted: told,
  });
  const loop = await startWorker({
    database,
    log,
    clock: systemClock,
    sender,
    lookUps: lookUpsOf(ground, accounts, told),
    domains: createDomainLookUps({ database, log, machineNow: () => systemClock.machineNow(), resolveMx: systemMx }),
    worker,
    runDueActs: () => acts.sweepDueActs(),
    onCommitted: told,
  });
  poke = () => loop.poke();
  const unlisten = await listen(database, wakeChannel, poke);
  const inbox = readInboxes(ground, accounts, { told, poke: () => poke(), holder: worker, accountFailed });
  inbox.start();
  const unwake = await listen(database, mailboxChannel, readNewsOf(inbox, log));
  return {
    sandbox,
    sender,
    inbox,
    loadPatient: (tx, accountId) => patientOf(accounts, tx, accountId),
    poke: () => poke(),
    async stop() {
      await unlisten();
      await unwake();
      await inbox.stop();
      await loop.stop();
      await sandbox.close();
    },
  };
}

interface ApiPorts {
  readonly told: (workspaceId: string) => void;
  readonly acts: ActsRunner;
  readonly clockRun: ClockRun;
}

/** Every route of the API, by the slice that answers it. */
function apiRoutes(
  { database, keyRing, signingKeys, accountPorts, site }: Ground,
  { acts, clockRun }: Pick<ApiPorts, "acts" | "clockRun">,
): SliceRoutes[] {
  return [
    identityRoutes({ db: database }),
    encryptionRoutes,
    jobRoutes(),
    eventRoutes(),
    crmRoutes(ledgerPorts.crm),
    sequenceRoutes({ ledger: ledgerPorts.sequences, publicUrl: () => site.url }),
    savedViewRoutes,
    templateRoutes(templatePorts),
    experimentRoutes(experimentPorts),
    goalRoutes,
    sendingAccountRoutes(accountPorts),
    calendarRoutes({ calendarChanged: (ctx, id) => calendarChanged(ctx, ledgerPorts.sequences, id) }),
    enrollRoutes,
    scheduleRoutes(simulationPorts),
    renderRoutes(preflightPorts, editSeal(keyRing)),
    sendRoutes({
      signingKeys,
      publicUrl: (tx) => linkBaseOf(tx, site.url),
      openSeal: (tx) => sealOf(keyRing, tx),
      chainUpTo: (tx, contactId, messageId) => chainUpTo(tx, keyRing, contactId, messageId),
    }),
    trackRoutes({ keyRing, openContent: (tx, emailId, sealed) => openContent(keyRing, tx, { emailId, sealed }) }),
    visitSettingsRoutes({ signingKeys, publicUrl: (tx) => linkBaseOf(tx, site.url) }),
    hookSettingsRoutes({ keyRing, signingKeys, publicUrl: () => site.url }),
    reportRoutes,
    exportRoutes({ db: database, keyRing }),
    reportByMailRoutes,
    reportLinkRoutes({ signingKeys, publicUrl: () => site.url }),
    complianceRoutes,
    privacyRoutes({ keyRing }),
    auditLogRoutes,
    deliverabilityRoutes({ publicUrl: () => site.url }),
    taskRoutes,
    sandboxRoutes({ clock: clockRun, acts }),
  ];
}

function defaultMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** The api's half: one HTTP server for the API, the web app, recipients' addresses and the sockets. */
async function startHttp(ground: Ground, options: AppOptions, { told, acts, clockRun }: ApiPorts) {
  const { config, database, log, keyRing, signingKeys, visitorKey, site } = ground;
  const identity = createIdentity(database);
  const recorder = new Recorder({ database, onCommitted: told });
  const complained = stopComplainedAccounts(database, log, ground.accountPorts);
  const commits = noticeCommits({ database, onCommitted: told, complained });
  const askAmazon = amazonOver(ground.accountPorts.policy);
  const certificates = new SnsCertificates(askAmazon);
  const registry = defaultMetrics();
  const demo = options.demoWorkspaceId;
  const recipients = {
    database,
    recorder,
    signingKeys,
    visitorKey,
    machineNow: () => systemClock.machineNow(),
    onCommitted: told,
    openContent: (tx: Tx, emailId: string, sealed: Uint8Array) => openContent(keyRing, tx, { emailId, sealed }),
  };
  const http: HttpServer = await createHttpServer({
    db: database,
    clock: systemClock,
    identity,
    keyRing,
    log,
    registry,
    publicUrl: config.publicUrl,
    webFolder: options.webFolder,
    autoSignIn: demo === null ? null : signInToDemo({ db: database, clock: systemClock, workspaceId: demo }),
    publicRoutes(roads) {
      void roads.register(hookRoutes({ ...recipients, keyRing, commits, certificates, askAmazon }));
      publicRoutes(recipients)(roads);
      sharedRoute({ ...recipients, log })(roads);
    },
    shortcut: openPixel(recipients),
    isTrackingDomain: knowsTrackingDomain(database),
    routes: apiRoutes(ground, { acts, clockRun }),
  });
  const url = await http.listen({ host: config.host, port: config.port });
  site.url = config.publicUrl ?? url;
  const live = await startLive({
    db: database,
    clock: systemClock,
    identity,
    log,
    server: http.server,
    addresses: http.addresses,
  });
  return {
    url,
    async stop() {
      await live.close();
      await http.close();
      await recorder.drain();
      await commits.drain();
      await identity.close();
    },
  };
}
