import type { LiveEvent } from "@haste/contract/nouns/operations";
import {
  IconAlertTriangle,
  IconChecklist,
  IconCircleX,
  IconClockPause,
  IconFlag,
  IconFlask,
  IconHourglass,
  IconMailCheck,
  IconMailOff,
  IconRoute,
  IconSend,
  IconTarget,
  IconUser,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

interface Words {
  readonly verb: string;
  /** Shown where nobody caused it; signals of people show who did it instead. */
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  readonly kind: "reply" | "engagement" | "sending" | "people";
}

/** How an event reads after a person's name. Events without words here are not shown in the feed. */
export const eventWords: Partial<Record<LiveEvent["name"], Words>> = {
  "email.sent": { verb: "was sent a mail", icon: IconSend, kind: "sending" },
  "email.delivered": { verb: "got the mail", icon: IconMailCheck, kind: "sending" },
  "email.opened": { verb: "opened", icon: IconMailCheck, kind: "engagement" },
  "email.clicked": { verb: "clicked", icon: IconMailCheck, kind: "engagement" },
  "email.replied": { verb: "replied", icon: IconMailCheck, kind: "reply" },
  "email.bounced": { verb: "bounced", icon: IconCircleX, kind: "sending" },
  "email.complained": { verb: "complained", icon: IconFlag, kind: "reply" },
  "email.unsubscribed": { verb: "unsubscribed", icon: IconMailOff, kind: "reply" },
  "email.held": { verb: "is held", icon: IconClockPause, kind: "sending" },
  "email.failed": { verb: "could not be sent to", icon: IconAlertTriangle, kind: "sending" },
  "email.uncertain": { verb: "maybe got a mail", icon: IconHourglass, kind: "sending" },
  "enrollment.changed": { verb: "moved on", icon: IconUser, kind: "people" },
  "task.created": { verb: "has a task", icon: IconChecklist, kind: "people" },
  "task.done": { verb: "had a task done", icon: IconChecklist, kind: "people" },
  "goal.reached": { verb: "reached a goal", icon: IconTarget, kind: "reply" },
  "variant.stopped": { verb: "stopped a variant of its test", icon: IconFlask, kind: "sending" },
  "sequence.changed": { verb: "changed", icon: IconRoute, kind: "people" },
};

/** How a person's place changed, as the API's detail begins: `enrolled`, `stopped: replied`, `completed` … */
const moves: Record<string, string> = {
  enrolled: "was enrolled",
  "held out": "is held out and gets no mail",
  active: "goes on",
  paused: "is paused",
  stopped: "stopped",
  completed: "finished",
};

/** What an open or click is worth, where the event itself does not say more. */
const worth: Record<string, string> = {
  human: "by a person",
  machine: "by a machine, not counted",
  unknown: "cause unclear",
};

/** Verb and remark of an event; null where the feed is silent about it. */
export function sayEvent(event: LiveEvent): { verb: string; remark: string | null } | null {
  const words = eventWords[event.name];
  if (!words) return null;
  const detail = event.detail ?? null;
  if (event.name === "enrollment.changed" && detail) {
    const [state = "", reason = null] = detail.split(/:\s*/);
    const verb = moves[state];
    if (verb) return { verb, remark: reason?.replaceAll("_", " ") ?? null };
  }
  const engaged = words.kind === "engagement" && event.actor ? (worth[event.actor] ?? null) : null;
  return { verb: words.verb, remark: detail ?? engaged };
}
