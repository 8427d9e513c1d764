import type { Provider } from "../provider.ts";
import { type TimeLimits, timeLimits } from "./limits.ts";
import { openDialogue } from "./open.ts";
import { SmtpConnection } from "./smtp-connection.ts";

/** SMTP submission (RFC 6409) over our own client: one mail at a time on connections that stay open between mails. */
export function smtpWithin(limits: TimeLimits): Provider {
  return {
    name: "smtp",
    connections: 5,
    async open(server) {
      const opened = await openDialogue(server, limits);
      return opened.ok ? { ok: true, connection: new SmtpConnection(opened.value, limits) } : opened;
    },
  };
}

export const smtp: Provider = smtpWithin(timeLimits);
