import type { Tx } from "../../../platform/db/index.ts";
import type { RenderOnceParts } from "../../render/index.ts";
import type { ContentSeal } from "../kept.ts";

/** What a one-off email needs from outside of the stage. */
export interface OneOffPorts extends RenderOnceParts {
  readonly openSeal: (tx: Tx) => Promise<ContentSeal>;
  /** Message-IDs of the thread with a contact up to the mail that is answered, the first first. */
  readonly chainUpTo: (tx: Tx, contactId: string, messageId: string) => Promise<string[]>;
}
