import type { Clock } from "../../platform/clock/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import { startImapServer } from "./imap/server.ts";
import { createMailStore } from "./mail-store-postgres.ts";
import { hearChanges } from "./mailbox-changes.ts";
import { refusalOfTemper, temperOf } from "./personas/persona.ts";
import { findDemoContacts } from "./queries/mails.ts";
import { findMailbox, openMailbox } from "./sandbox-login.ts";
import { createIntake, type IntakeParts } from "./smtp/intake.ts";
import type { SmtpReply } from "./smtp/reply.ts";
import type { SmtpScript } from "./smtp/script.ts";
import { startSmtpServer } from "./smtp/server.ts";

export interface SandboxServersParts extends IntakeParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Passwords of the mailboxes are derived from it; see `sandboxMailPassword`. */
  readonly passwordKey: Buffer;
  /** 0 takes a free port. */
  readonly smtpPort: number;
  readonly imapPort: number;
  /** Only tests give one. */
  readonly script?: SmtpScript;
}

export interface SandboxServers {
  readonly host: string;
  readonly smtpPort: number;
  readonly imapPort: number;
  close(): Promise<void>;
}

/** Starts the mail servers in which every mail of every sandbox workspace begins and ends. */
export async function startSandboxServers(parts: SandboxServersParts): Promise<SandboxServers> {
  const { db, clock, log, passwordKey } = parts;
  const changes = await hearChanges(db);
  const imap = await startImapServer({
    store: createMailStore({ db, clock, passwordKey, changes }),
    port: parts.imapPort,
    onFault: (err) => log.error({ err }, "the sandbox's IMAP server failed to answer"),
  });
  const smtp = await startSmtpServer({
    intake: createIntake(parts),
    port: parts.smtpPort,
    log,
    openMailbox: (credentials) => openMailbox(db, passwordKey, credentials),
    findMailbox: (address) => findMailbox(db, address),
    refusalOf: (workspaceId, recipient) => refusalOf(db, workspaceId, recipient),
    ...(parts.script === undefined ? {} : { script: parts.script }),
  });
  return {
    host: smtp.host,
    smtpPort: smtp.port,
    imapPort: imap.port,
    async close() {
      await Promise.all([smtp.close(), imap.close()]);
      await changes.close();
    },
  };
}

/** Only demo contacts refuse mail, each by its temper; anybody else takes everything. */
async function refusalOf(db: Database, workspaceId: string, recipient: string): Promise<SmtpReply | null> {
  const reply = refusalOfTemper(temperOf(recipient), recipient);
  if (reply === null) return null;
  const demo = await inWorkspace(db, workspaceId, (tx) => findDemoContacts(tx, [recipient]));
  return demo.length > 0 ? reply : null;
}
