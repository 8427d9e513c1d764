import { auditSealKey, startChaining } from "../catalog/audit/index.ts";
import { startDailyChecks, startLinkLooks } from "../catalog/deliverability/index.ts";
import { startRetention } from "../catalog/privacy/index.ts";
import { startReportChores } from "../flow/report/index.ts";
import { startLaterLooks } from "../flow/send/index.ts";
import { createModelAsk, startOpinions } from "../flow/track/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { Ground } from "./ground.ts";

/** What is done again and again as long as this process lives, without anybody asking. */
export function startChores(
  { database, log, keyRing, accountPorts, master, openLists }: Ground,
  told: (workspaceId: string) => void,
): { stop(): Promise<void> }[] {
  const parts = { database, clock: systemClock, log };
  return [
    startDailyChecks({ ...parts, accounts: accountPorts }),
    startReportChores(parts),
    startRetention(parts),
    startLaterLooks(parts),
    startLinkLooks({ ...parts, openLists }),
    startOpinions({ ...parts, keyRing, ask: createModelAsk(accountPorts), onCommitted: told }),
    startChaining({ ...parts, sealKey: auditSealKey(master) }),
  ];
}
