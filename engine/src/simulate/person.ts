import type { PersonFacts } from "../schedule/index.ts";

/** Somebody who is sent through a simulated sequence. */
export interface SimulatedPerson {
  /** Ascending in the order in which people are enrolled: ties are broken by it. */
  readonly enrollmentId: string;
  readonly contactId: string;
  readonly contactZone: string | null;
  readonly companyId: string | null;
  /** Of their address, in lower case. */
  readonly domain: string | null;
  /** What conditions may ask, as the planner's facts hold it. */
  readonly values: Pick<PersonFacts, "person" | "custom">;
  /** The account somebody chose for them. */
  readonly accountId: string | null;
}
