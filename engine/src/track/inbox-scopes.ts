import type { ReplyClass } from "../condition/index.ts";
import type { InboundReading } from "./inbound.ts";

/** What a list of threads is asked for. */
export const inboxScopes = ["answer", "all", "automatic", "snoozed", "unmatched", "archived"] as const;
export type InboxScope = (typeof inboxScopes)[number];

/** Written by machines, or as good as: nobody waits for an answer to one of these. */
export const automaticKinds: readonly InboundReading["class"][] = [
  "auto_reply",
  "bounce",
  "delay",
  "delivery",
  "complaint",
];

/** Classes that ask for no answer, whoever wrote them; to answer somebody who wants no mail would be one more. */
export const restingClasses: readonly ReplyClass[] = ["unsubscribe", "out_of_office", "automatic", "challenge"];

/** "Re: " once, whatever stood before it. */
export function answerSubject(subject: string): string {
  const bare = subject.replace(
    /^(?:\s*(?:re|aw|antw|sv|vs|odp|rv|res|rif|ref|回复|答复|返信)\s*(?:\[\d+\])?\s*[:：])+\s*/iu,
    "",
  );
  return `Re: ${bare.trim() === "" ? "your mail" : bare}`.slice(0, 500);
}

/** What a mail says below the words of its author; null where nothing more stands there. */
export function foldedText(text: string, visible: string): string | null {
  const whole = text.replace(/\r\n?/g, "\n").trim();
  const own = visible.trim();
  const at = own === "" ? -1 : whole.indexOf(own);
  // Words taken from between quoted lines are not one piece of the mail: then all of it is what folds away.
  const rest = at === -1 ? whole : `${whole.slice(0, at)}${whole.slice(at + own.length)}`.trim();
  return rest === "" || rest === own ? null : rest;
}
