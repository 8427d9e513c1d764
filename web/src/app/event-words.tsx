import type { LiveEvent } from "@haste/contract/nouns/operations";
import {
  IconAlertTriangle,
  IconCircleX,
  IconClockPause,
  IconFlag,
  IconHourglass,
  IconMailCheck,
  IconMailOff,
  IconRoute,
  IconSend,
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
  "sequence.changed": { verb: "changed", icon: IconRoute, kind: "people" },
};
