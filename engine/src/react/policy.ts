import { type ReplyClass, replyClasses } from "../condition/index.ts";
import type { Definition, StopAction, StopCause, StopRule, StopScope } from "../sequence/index.ts";
import { endsAddress, type Signal } from "../track/index.ts";

type Settings = Pick<Definition["settings"], "replyHandling" | "bounceHandling" | "stopRules">;

/** How wide each scope is; a wider one holds every narrower one. */
const widths: Readonly<Record<StopScope, number>> = { enrollment: 0, contact: 1, company: 2, domain: 2 };

/** Why somebody may have to stop; null: this signal never asks. */
export function causeOf(signal: Pick<Signal, "kind" | "meta">): StopCause | null {
  switch (signal.kind) {
    case "replied":
      return replyClasses.find((name): name is ReplyClass => name === signal.meta.replyClass) ?? "other";
    case "auto_replied":
      // A program speaks: about an absence, unless it says something else for certain.
      return programsSay.find((name) => name === signal.meta.replyClass) ?? "out_of_office";
    case "unsubscribed":
      return "unsubscribe";
    case "bounced":
      return endsAddress(signal) ? "bounce" : null;
    case "meeting_booked":
      return "meeting";
    default:
      return null;
  }
}

/** What an automatic answer may say beside an absence. */
const programsSay: readonly ReplyClass[] = ["left_company", "wrong_person", "automatic", "challenge"];

/**
 * What a sequence does to those at `scope` when this happens to one of its people. A cause with rules of its own follows
 * them: the narrowest that covers the scope, and whom none covers goes on. Every other cause follows the presets, which
 * reach the contact and never the company or the domain. No rule keeps somebody in who asked to be left alone.
 */
export function actionAt(settings: Settings, cause: StopCause, scope: StopScope): StopAction {
  const isOwn = widths[scope] <= widths.contact;
  if (cause === "unsubscribe" && isOwn) return "stop";
  const rules = rulesOn(settings, cause);
  if (rules.length === 0) return isOwn ? presetOf(settings, cause) : "continue";
  const covering = rules.filter((rule) => rule.scope === scope || widths[rule.scope] > widths[scope]);
  return covering.toSorted((a, b) => widths[a.scope] - widths[b.scope])[0]?.action ?? "continue";
}

/**
 * What the answered sequence says of the contact's other sequences: null where it only has its presets, which speak for
 * their own people, so each sequence does as it says itself.
 */
export function saidOfOthers(settings: Settings, cause: StopCause): StopAction | null {
  return rulesOn(settings, cause).length === 0 ? null : actionAt(settings, cause, "contact");
}

/** Which colleagues a sequence wants to reach when this happens to one of its people. */
export function colleagueScopes(settings: Settings, cause: StopCause): ("company" | "domain")[] {
  return (["company", "domain"] as const).filter((scope) => actionAt(settings, cause, scope) !== "continue");
}

function rulesOn({ stopRules }: Settings, cause: StopCause): readonly StopRule[] {
  return stopRules?.filter((rule) => rule.on === cause) ?? [];
}

function presetOf({ replyHandling, bounceHandling }: Settings, cause: StopCause): StopAction {
  switch (cause) {
    case "bounce":
      return bounceHandling;
    case "out_of_office":
      // Not a reply: everybody waits until they are back (B13).
      return "pause";
    case "automatic":
      // A confirmation of receipt says nothing about the person.
      return "continue";
    case "challenge":
      // Their mailbox keeps our mail until somebody proves to be one.
      return "pause";
    case "unsubscribe":
    case "left_company":
    case "wrong_person":
    case "meeting":
      return "stop";
    default:
      return replyHandling;
  }
}
