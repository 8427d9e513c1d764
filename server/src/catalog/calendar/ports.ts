import type { WorkContext } from "../../platform/context/index.ts";

export interface CalendarPorts {
  /** Sequences with this calendar have something to publish. */
  readonly calendarChanged: (ctx: WorkContext, calendarId: string) => Promise<void>;
}
