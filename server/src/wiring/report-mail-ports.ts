import { linkBaseOf } from "../catalog/deliverability/index.ts";
import type { MailReportPorts } from "../flow/report/index.ts";
import { queueReport } from "../flow/send/index.ts";
import { sealOf } from "./accounts.ts";
import type { Ground } from "./ground.ts";

/** Reports leave by the way every mail leaves. */
export function reportMailPorts({ signingKeys, keyRing, site }: Ground): MailReportPorts {
  const ports = {
    signingKeys,
    publicUrl: (tx: Parameters<typeof linkBaseOf>[0]) => linkBaseOf(tx, site.url),
    openSeal: (tx: Parameters<typeof linkBaseOf>[0]) => sealOf(keyRing, tx),
  };
  return { queueReport: (ctx, mail) => queueReport(ctx, ports, mail) };
}
