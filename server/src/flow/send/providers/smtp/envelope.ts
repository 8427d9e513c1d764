import type { SmtpReply } from "@haste/engine/send";
import type { OutgoingMail } from "../provider.ts";
import { type CommandLine, commandLine, readEnvelopeAddress, xtext } from "./commands.ts";
import type { Extensions } from "./extensions.ts";
import type { TimeLimits } from "./limits.ts";

export type Stage = "sender" | "recipient" | "content";

/** One command of the way to 354. */
export interface Step {
  readonly line: CommandLine;
  /** What a refusal of it speaks of; null: of nothing in this mail. */
  readonly stage: Stage | null;
  readonly limitMs: number;
}

type Envelope =
  | { readonly ok: true; readonly steps: readonly Step[] }
  | { readonly ok: false; readonly reply: SmtpReply; readonly stage: Stage };

/** MAIL, RCPT and DATA as this server understands them; refused here where it is known beforehand what it would say. */
export function envelopeOf(mail: OutgoingMail, extensions: Extensions, limits: TimeLimits): Envelope {
  const from = readEnvelopeAddress(mail.envelope.from);
  const to = readEnvelopeAddress(mail.envelope.to);
  if (from === null) return refused("sender", 553, "5.1.7", "The sender's address cannot stand in an envelope");
  if (to === null) return refused("recipient", 553, "5.1.3", "The address cannot stand in an envelope");
  const isUtf8 = from.isUtf8 || to.isUtf8;
  if (isUtf8 && !extensions.utf8) {
    return refused("recipient", 553, "5.6.7", "The server takes no address beyond ASCII (SMTPUTF8)");
  }
  const { size, eightBit, dsn, mostBytes } = extensions;
  const bytes = mail.raw.length;
  if (mostBytes !== null && bytes > mostBytes) {
    return refused("content", 552, "5.3.4", `The mail has ${bytes} bytes, and the server takes ${mostBytes}`);
  }
  const mailFrom = commandLine(
    `MAIL FROM:<${from.text}>`,
    ...(size ? [`SIZE=${bytes}`] : []),
    ...(eightBit && isUtf8 ? ["BODY=8BITMIME"] : []),
    ...(isUtf8 ? ["SMTPUTF8"] : []),
    // A report then carries our headers and this name instead of the whole mail (RFC 3461 §4.3, §4.4).
    ...(dsn ? ["RET=HDRS", `ENVID=${xtext(mail.envelope.id)}`] : []),
  );
  const rcptTo = commandLine(`RCPT TO:<${to.text}>`, ...(dsn ? ["NOTIFY=FAILURE"] : []));
  return {
    ok: true,
    steps: [
      { line: mailFrom, stage: "sender", limitMs: limits.mailMs },
      { line: rcptTo, stage: "recipient", limitMs: limits.recipientMs },
      { line: commandLine("DATA"), stage: "content", limitMs: limits.dataMs },
    ],
  };
}

function refused(stage: Stage, code: number, enhanced: string, text: string): Envelope {
  return { ok: false, stage, reply: { code, enhanced, text } };
}
