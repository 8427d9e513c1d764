import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { judgeReply } from "@haste/engine/send";
import { afterAll, beforeAll } from "vitest";
import { mailParts } from "../mail-parts.fixture.ts";
import type { MailConnection, MailServer, Outcome, OutgoingMail, Permission, Permit } from "../provider.ts";
import { authority } from "./certificates.fixture.ts";
import { smtpWithin } from "./index.ts";
import { type TimeLimits, timeLimits } from "./limits.ts";
import { type Script, ScriptedServer } from "./scripted-server.fixture.ts";

/**
 * What a mail's fate is called: `accepted`; `again` = 4xx, `contact …` = never to them, `account` = the account needs
 * its owner; `unsent` = broke before the final dot, `uncertain` = after it; `unreached` = no dialogue began.
 */
function fateOf(outcome: Outcome): string {
  if (outcome.kind !== "refused") return outcome.kind;
  const { means } = judgeReply(outcome.reply, outcome.stage);
  if (means.kind === "retry") return "again";
  if (means.kind === "uncertain") return "uncertain";
  return "bounceType" in means ? `contact ${means.bounceType}` : "account";
}

export const mail: OutgoingMail = {
  envelope: { id: "0192", from: "ada@example.com", to: "grace@example.org" },
  parts: mailParts,
  files: [],
  raw: Buffer.from("Message-ID: <1@example.com>\r\n\r\nHello.\r\n.hidden\r\n"),
};

interface Meeting {
  readonly server: ScriptedServer;
  readonly fate: string;
  readonly connection: MailConnection | null;
  /** Why no dialogue began. */
  readonly reason: string;
  /** How often the permit was asked for. */
  readonly asked: number;
}

interface Manner {
  readonly limits?: Partial<TimeLimits>;
  readonly account?: Partial<MailServer>;
  readonly mail?: OutgoingMail;
  readonly permission?: Permission;
  readonly permit?: Permit;
  readonly begin?: (connection: MailConnection) => void;
}

const open: ScriptedServer[] = [];
const connections: MailConnection[] = [];

/** Ends whatever was opened; trusts the authority of our certificates before. */
export function trustAndCleanUp(): void {
  beforeAll(() => setDefaultCACertificates([...getCACertificates(), authority]));
  afterAll(() => {
    for (const connection of connections) connection.close();
    for (const server of open) server.close();
  });
}

/** One mail of ours to a server with this script. */
export async function meet(script: Script, manner: Manner = {}): Promise<Meeting> {
  const server = new ScriptedServer(script);
  open.push(server);
  const port = await server.listen();
  const provider = smtpWithin({ ...timeLimits, ...manner.limits });
  const { tls = "none" } = script;
  const place = { host: "127.0.0.1", servername: tls === "none" ? null : "mail.example", port };
  const opened = await provider.open({ ...place, tls, credentials: null, ...manner.account });
  if (!opened.ok) {
    const { credentials, reason } = opened.error;
    return { server, fate: credentials ? "account" : "unreached", connection: null, reason, asked: 0 };
  }
  connections.push(opened.connection);
  manner.begin?.(opened.connection);
  let asked = 0;
  const permit = async () => {
    asked += 1;
    return manner.permit?.() ?? manner.permission ?? "go";
  };
  const outcome = await opened.connection.send(manner.mail ?? mail, permit);
  return { server, fate: fateOf(outcome), connection: opened.connection, reason: "", asked };
}
