import type { InboundMail, InboundReading } from "@haste/engine/track";

/** What is kept of an inbound mail, sealed: enough to show it and to read it again by better rules. */
export interface InboundContent {
  /** Mails of before their HTML was kept have none. */
  readonly mail: InboundMail & { readonly html?: string | null };
  readonly reading: InboundReading;
  readonly isCut: boolean;
}

export const inboundPlace = (id: string) => `inbound mail ${id}`;
