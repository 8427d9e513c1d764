import { DAY_MS, isZone } from "@haste/engine/base";
import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";

/** A server that says nothing for three days has delivered, as far as anybody can know without a provider that tells. */
export const silenceMeansDeliveredMs = 3 * DAY_MS;
const quarterMs = 900_000;

interface AskedPeriod {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timezone?: string | undefined;
}

/** Whole quarters of an hour, which is what rollups know: `to` is the first instant outside. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
  readonly timezone: string;
}

/** The period a request asks for; without a beginning so many days back. @throws Problem for a zone there is not */
export function readPeriod(ctx: RequestContext, asked: AskedPeriod, days: number): Period {
  const timezone = asked.timezone ?? ctx.workspace.timezone;
  if (!isZone(timezone)) throw new Problem("zone_unknown", { detail: `${timezone} is not a time zone.` });
  // The quarter that is still open counts, too.
  const to = asked.to === undefined ? new Date(ctx.now.getTime() + 1) : new Date(asked.to);
  const from = asked.from === undefined ? new Date(to.getTime() - days * DAY_MS) : new Date(asked.from);
  return { from: quarterBefore(from), to: quarterAfter(to), timezone };
}

export function quarterBefore(at: Date): Date {
  return new Date(Math.floor(at.getTime() / quarterMs) * quarterMs);
}

function quarterAfter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / quarterMs) * quarterMs);
}

export function periodToWire({ from, to, timezone }: Period) {
  return { from: from.toISOString(), to: to.toISOString(), timezone };
}
