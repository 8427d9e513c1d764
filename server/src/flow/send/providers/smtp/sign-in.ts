import type { Credentials, MailServer } from "../provider.ts";
import { commandLine } from "./commands.ts";
import type { Extensions } from "./extensions.ts";
import { timeLimits } from "./limits.ts";
import { type RawReply, wordsOf } from "./reply-reader.ts";
import type { Wire } from "./wire.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

interface Mechanism {
  readonly name: string;
  readonly kind: Credentials["kind"];
  /** What travels with AUTH itself. */
  readonly first: (credentials: Credentials, server: MailServer) => string | null;
  /** Answers to the server's challenges, in order; whatever it asks beyond them gets the last one. */
  readonly answers: (credentials: Credentials) => readonly string[];
}

/** In the order in which they are preferred. */
const mechanisms: readonly Mechanism[] = [
  {
    // RFC 4616
    name: "PLAIN",
    kind: "password",
    first: ({ username, secret }) => base64(`\0${username}\0${secret}`),
    answers: () => [],
  },
  {
    name: "LOGIN",
    kind: "password",
    first: () => null,
    answers: ({ username, secret }) => [base64(username), base64(secret)],
  },
  {
    // RFC 7628: an error comes as a challenge, and is answered by a lone %x01.
    name: "OAUTHBEARER",
    kind: "token",
    first: ({ username, secret }, { servername, host, port }) =>
      base64(
        `n,a=${saslName(username)},\x01host=${servername ?? host}\x01port=${port}\x01auth=Bearer ${secret}\x01\x01`,
      ),
    answers: () => [base64("\x01")],
  },
  {
    // Google's and Microsoft's: an error comes as a challenge with JSON, and is answered by an empty line.
    name: "XOAUTH2",
    kind: "token",
    first: ({ username, secret }) => base64(`user=${username}\x01auth=Bearer ${secret}\x01\x01`),
    answers: () => [""],
  },
];

/** RFC 5801 §4. */
function saslName(name: string): string {
  return name.replaceAll("=", "=3D").replaceAll(",", "=2C");
}

/** Why nobody was signed in. `isOurs`: the account's owner has to mend it. */
export interface SignInRefusal {
  readonly reason: string;
  readonly reply: RawReply | null;
  readonly isOurs: boolean;
}

/**
 * Signs in by the best way both sides know; null when that worked. Words of the server are kept, ours never: they hold
 * the secret. @throws WireFault
 */
export async function signIn(
  wire: Wire,
  server: MailServer & { readonly credentials: Credentials },
  { auth }: Extensions,
): Promise<SignInRefusal | null> {
  const { credentials } = server;
  const mechanism = mechanisms.find(({ name, kind }) => kind === credentials.kind && auth.has(name));
  if (mechanism === undefined) {
    const offered = auth.size === 0 ? "none" : [...auth].join(", ");
    return {
      reason: `The server offers no way to sign in that fits this account (it offers ${offered}).`,
      reply: null,
      isOurs: true,
    };
  }
  const first = mechanism.first(credentials, server);
  wire.write(
    commandLine("AUTH", mechanism.name, ...(first === null ? [] : [first])),
    1,
    `AUTH ${mechanism.name} (secret)`,
  );
  let reply = await wire.reply(timeLimits.commandMs);
  let challenge = "";
  for (const answer of mechanism.answers(credentials)) {
    if (reply.code !== 334) break;
    challenge = reply.text;
    wire.write(commandLine(answer), 1, "(secret)");
    reply = await wire.reply(timeLimits.commandMs);
  }
  if (reply.code === 235) return null;
  // Still 334: it asks for more than the mechanism has; there is no answer but to give up.
  const reason = [wordsOf(reply).text, detailOf(challenge)].filter((part) => part !== "").join(" ");
  return { reason: `${reply.code} ${reason}`.trim(), reply, isOurs: reply.code >= 500 || reply.code === 334 };
}

/** What a token's error says: {"status":"401","schemes":"bearer","scope":"…"}. */
function detailOf(challenge: string): string {
  const text = Buffer.from(challenge.slice(4), "base64").toString();
  return /^\{[\x20-\x7e]*\}$/.test(text) ? text.slice(0, 200) : "";
}
