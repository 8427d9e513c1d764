import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { until } from "../support/until.ts";
import type { Mailbox } from "./inbox-world.ts";

const program = "/usr/sbin/dovecot";
const admin = "/usr/bin/doveadm";
const password = "open-sesame";

/** Whether this machine has Dovecot (Debian: dovecot-imapd); says so once where it has not. */
export const hasDovecot = existsSync(program) && existsSync(admin);
if (!hasDovecot) process.stdout.write(`Skipped: no Dovecot at ${program} (Debian: apt-get install dovecot-imapd).\n`);

/** A Dovecot of this test's own: in the foreground, under a private configuration, on a free port of loopback. */
export interface Dovecot {
  readonly host: string;
  readonly port: number;
  /** An empty mailbox of a user nobody has used. */
  openMailbox(): Promise<Mailbox>;
  stop(): Promise<void>;
}

export async function startDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), "haste-dovecot-"));
  const port = await freePort();
  const file = join(folder, "dovecot.conf");
  const owner = ownerOfMail();
  for (const name of ["run", "state", "mail"]) {
    mkdirSync(join(folder, name));
    if (owner.isRoot) chownSync(join(folder, name), name === "mail" ? owner.uid : 0, name === "mail" ? owner.gid : 0);
  }
  chmodSync(folder, 0o755);
  writeFileSync(file, configuration(folder, port, owner));
  const child = spawn(program, ["-F", "-c", file], { stdio: "ignore" });
  let users = 0;
  await untilListening(child, port, join(folder, "log"));
  return {
    host: "127.0.0.1",
    port,
    async openMailbox() {
      users += 1;
      return openMailbox({ file, port, user: `user${users}` });
    },
    async stop() {
      const gone = child.exitCode === null ? once(child, "exit") : Promise.resolve();
      child.kill("SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A port nobody listens on at this moment: Dovecot cannot choose one and tell. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const closed = once(server, "close");
  server.close();
  await closed;
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}

interface MailOwner {
  readonly isRoot: boolean;
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Dovecot refuses to keep mail as root: then nobody (65534) keeps it. */
function ownerOfMail(): MailOwner {
  const { uid, gid, username } = userInfo();
  return uid === 0
    ? { isRoot: true, name: "root", uid: 65_534, gid: 65_534 }
    : { isRoot: false, name: username, uid, gid };
}

function configuration(folder: string, port: number, owner: MailOwner): string {
  const asUs = owner.isRoot
    ? []
    : [
        `default_internal_user = ${owner.name}`,
        `default_internal_group = ${execFileSync("id", ["-gn"], { encoding: "utf8" }).trim()}`,
        `default_login_user = ${owner.name}`,
        "service anvil {",
        "  chroot =",
        "}",
        "service stats {",
        "  chroot =",
        "}",
      ];
  return [
    "protocols = imap",
    "listen = 127.0.0.1",
    `base_dir = ${folder}/run`,
    `state_dir = ${folder}/state`,
    `log_path = ${folder}/log`,
    "ssl = no",
    "disable_plaintext_auth = no",
    "mail_max_userip_connections = 100",
    "first_valid_uid = 1",
    `mail_location = maildir:${folder}/mail/%u`,
    "namespace inbox {",
    "  inbox = yes",
    "  mailbox Sent {",
    "    auto = subscribe",
    "    special_use = \\Sent",
    "  }",
    "}",
    "passdb {",
    "  driver = static",
    `  args = password=${password}`,
    "}",
    "userdb {",
    "  driver = static",
    `  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%u`,
    "}",
    "service imap-login {",
    "  chroot =",
    "  inet_listener imap {",
    `    port = ${port}`,
    "  }",
    "  inet_listener imaps {",
    "    port = 0",
    "  }",
    "}",
    ...asUs,
    "",
  ].join("\n");
}

async function untilListening(child: ChildProcess, port: number, log: string): Promise<void> {
  await until("Dovecot greets", async () => child.exitCode !== null || (await isGreeting(port)));
  if (child.exitCode === null) return;
  throw new Error(`Dovecot ended: ${existsSync(log) ? readFileSync(log, "utf8") : `exit code ${child.exitCode}`}`);
}

async function isGreeting(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const greets = await new Promise<boolean>((resolve) => {
    socket.once("data", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  socket.destroy();
  return greets;
}

async function openMailbox(at: { file: string; port: number; user: string }): Promise<Mailbox> {
  const { file, port, user } = at;
  let uidValidity = 4_000_000;
  const owner = new ImapFlow({
    host: "127.0.0.1",
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
  });
  owner.on("error", () => {});
  await owner.connect();
  return {
    host: "127.0.0.1",
    port,
    user,
    pass: password,
    async deliver(raw) {
      await owner.append("INBOX", raw);
    },
    async markImportant(sequence) {
      await owner.mailboxOpen("INBOX");
      await owner.messageFlagsAdd(sequence.join(","), ["\\Flagged"]);
      await owner.mailboxClose();
    },
    async flags() {
      await owner.mailboxOpen("INBOX", { readOnly: true });
      const mails = await owner.fetchAll("1:*", { flags: true });
      await owner.mailboxClose();
      return mails.map((mail) => [...(mail.flags ?? [])]);
    },
    async renumber() {
      uidValidity += 1;
      const run = spawn(admin, [
        "-c",
        file,
        "mailbox",
        "update",
        "-u",
        user,
        "--uid-validity",
        String(uidValidity),
        "INBOX",
      ]);
      const [code] = (await once(run, "exit")) as [number];
      if (code !== 0) throw new Error(`doveadm could not renumber the mailbox (exit code ${code}).`);
    },
    async close() {
      owner.close();
    },
  };
}
