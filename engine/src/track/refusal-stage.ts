import type { RefusalStage } from "./bounce-type.ts";

/** How reporting servers say which command was refused. */
const said: readonly (readonly [RefusalStage, RegExp])[] = [
  // Postfix "(in reply to end of DATA command)", Exim "after end of data", qmail "failed after I sent the message".
  [
    "content",
    /(?:end of|after|response to|reply to|refused at|during) (?:the )?(?:pipelined )?(?:end of )?data\b|failed after i sent the message|failed on data command|\[(?:end_of_)?data\]/i,
  ],
  [
    "recipient",
    /(?:after|response to|reply to|to the|at|issued) (?:pipelined )?(?:the )?rcpt\b|\[rcpt_to\]|does not like recipient|did not like our rcpt|\brcpt (?:to )?(?:command|failed)|rcpt to:?<[^>]*>:? *(?:failed|[45]\d\d)/i,
  ],
  ["sender", /(?:after|response to|reply to) (?:pipelined )?mail\b|\[mail_from\]|sender was rejected/i],
  ["connection", /(?:after|response to|reply to) (?:initial|ehlo|helo|connect)|greeting (?:wait|failed)/i],
];

/**
 * The step of the dialogue at which a server refused, as far as a report says. A transcript shows it best: `>>> RCPT To:…`
 * and below it `<<< 550 …` (Sendmail and everybody who copied its form); the last command before the first refusal counts.
 */
export function refusalStageIn(words: string): RefusalStage | null {
  // Pipelined commands: DATA is shown, but it may have failed because no recipient was left (RFC 2920 §3.1).
  if (/need rcpt|no valid recipients/i.test(words)) return null;
  let command: string | null = null;
  for (const [, sent, refused] of words
    .slice(0, 20_000)
    .matchAll(/>>> ?(rcpt|data|bdat|mail|ehlo|helo)\b|<<< ?([45])\d\d/gi)) {
    if (sent !== undefined) command = sent.toUpperCase();
    else if (refused !== undefined && command !== null) return stageOf[command] ?? null;
  }
  return said.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

const stageOf: Readonly<Record<string, RefusalStage>> = {
  RCPT: "recipient",
  DATA: "content",
  BDAT: "content",
  MAIL: "sender",
  EHLO: "connection",
  HELO: "connection",
};
