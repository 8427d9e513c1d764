import type { ConnectionRefusal, MailServer } from "../provider.ts";
import { commandLine } from "./commands.ts";
import { type Extensions, noExtensions, readExtensions } from "./extensions.ts";
import type { TimeLimits } from "./limits.ts";
import { type RawReply, wordsOf } from "./reply-reader.ts";
import { signIn } from "./sign-in.ts";
import { Wire, WireFault } from "./wire.ts";

/** A dialogue that stands at its beginning: greeted, encrypted as asked, signed in. */
export interface Opened {
  readonly wire: Wire;
  readonly extensions: Extensions;
}

type Result = { readonly ok: true; readonly value: Opened } | { readonly ok: false; readonly error: ConnectionRefusal };

/** An address literal is right everywhere (RFC 5321 §4.1.3); a name would have to resolve to whatever NAT we sit behind. */
const ourName = "[127.0.0.1]";

export async function openDialogue(server: MailServer, limits: TimeLimits): Promise<Result> {
  let wire: Wire | null = null;
  try {
    wire = await Wire.open(server, server.tls === "implicit" ? "implicit" : "plain", limits.connectMs);
    const opened = await begin(wire, server, limits);
    if (!opened.ok) wire.quit();
    return opened;
  } catch (error) {
    wire?.drop();
    if (!(error instanceof WireFault)) throw error;
    return refused(error.message);
  }
}

async function begin(wire: Wire, server: MailServer, limits: TimeLimits): Promise<Result> {
  const greeted = await greet(wire, server, limits);
  if (!greeted.ok) return greeted;
  const refusal = await introduceAccount(greeted.value, server);
  return refusal === null ? { ok: true, value: greeted.value } : { ok: false, error: refusal };
}

/** What a dialogue has once both sides said hello, under the encryption that was asked for. */
export interface Greeted extends Opened {
  readonly isSecure: boolean;
}

type GreetedResult =
  | { readonly ok: true; readonly value: Greeted }
  | { readonly ok: false; readonly error: ConnectionRefusal };

/** Greeting, EHLO and STARTTLS where it is asked for. @throws WireFault */
export async function greet(wire: Wire, server: Pick<MailServer, "tls">, limits: TimeLimits): Promise<GreetedResult> {
  const greeting = await wire.reply(limits.greetingMs);
  if (greeting.code !== 220) return refusedBy("The server does not greet", greeting);
  let extensions = await introduce(wire, limits);
  let isSecure = server.tls === "implicit";
  if (server.tls === "starttls" || (server.tls === "opportunistic" && extensions.starttls)) {
    // Not offered where it is required: somebody may have taken the offer out (RFC 8314 §4).
    if (!extensions.starttls)
      return refused("The server offers no encryption (STARTTLS), and this account requires it.");
    wire.write(commandLine("STARTTLS"), 1, "STARTTLS");
    const ready = await wire.reply(limits.commandMs);
    if (ready.code !== 220) return refusedBy("The server will not begin the encryption it offers", ready);
    await wire.startTls(limits.connectMs);
    isSecure = true;
    // RFC 3207 §4.2: what was said before counts no more.
    extensions = await introduce(wire, limits);
  }
  return { ok: true, value: { wire, extensions, isSecure } };
}

/** Signs in where the account has something to sign in with; null when that is done. @throws WireFault */
export async function introduceAccount(
  { wire, extensions, isSecure }: Greeted,
  server: MailServer,
): Promise<ConnectionRefusal | null> {
  const { credentials } = server;
  if (credentials === null) return null;
  if (!isSecure && server.tls !== "none") {
    return { reason: "The server offers no encryption, so the password stays here.", reply: null, credentials: true };
  }
  const refusal = await signIn(wire, { ...server, credentials }, extensions);
  if (refusal === null) return null;
  const reply = refusal.reply === null ? null : wordsOf(refusal.reply);
  return { reason: refusal.reason, reply, credentials: refusal.isOurs };
}

/** EHLO, else HELO for a server older than 1995. @throws WireFault where it takes neither */
async function introduce(wire: Wire, limits: TimeLimits): Promise<Extensions> {
  wire.write(commandLine("EHLO", ourName), 1, `EHLO ${ourName}`);
  const long = await wire.reply(limits.commandMs);
  if (long.code === 250) return readExtensions(long.text);
  if (long.code < 500) throw new WireFault(`The server does not answer EHLO: ${wordsOf(long).text}`);
  wire.write(commandLine("HELO", ourName), 1, `HELO ${ourName}`);
  const short = await wire.reply(limits.commandMs);
  if (short.code !== 250) throw new WireFault(`The server takes neither EHLO nor HELO: ${wordsOf(short).text}`);
  return noExtensions;
}

type Refused = { readonly ok: false; readonly error: ConnectionRefusal };

function refused(reason: string): Refused {
  return { ok: false, error: { reason, reply: null, credentials: false } };
}

function refusedBy(reason: string, reply: RawReply): Refused {
  const words = wordsOf(reply);
  return { ok: false, error: { reason: `${reason}: ${reply.code} ${words.text}`, reply: words, credentials: false } };
}
