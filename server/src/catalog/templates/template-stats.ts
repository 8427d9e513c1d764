import type { TemplateStats } from "@haste/contract/nouns/templates";
import { rateOf } from "@haste/engine/report";
import type { Tx } from "../../platform/db/index.ts";
import { sumTemplates, type TemplateSums } from "./queries/stats.ts";

const nothing = {
  sent: 0,
  opened: 0,
  openedMachine: 0,
  clicked: 0,
  replied: 0,
  positive: 0,
  bounced: 0,
  unsubscribed: 0,
};

/** The numbers of these templates, by id, each rate with its interval. */
export async function loadStats(tx: Tx, ids: readonly string[]): Promise<Map<string, TemplateStats>> {
  const sums = new Map((await sumTemplates(tx, ids)).map((row) => [row.templateId, row]));
  return new Map(ids.map((id) => [id, statsOf(sums.get(id) ?? nothing)]));
}

function statsOf({ sent, ...sums }: Omit<TemplateSums, "templateId">): TemplateStats {
  const evidence: TemplateStats["evidence"] = {};
  const rate = (name: string, n: number): number | null => {
    const { rate: share, ...stands } = rateOf(n, sent);
    evidence[`/${name}`] = stands;
    return share;
  };
  const { opened, openedMachine, clicked, replied, positive, bounced, unsubscribed } = sums;
  return {
    ...{ sent, opened, openedMachine, clicked, replied, bounced, unsubscribed },
    positiveReplied: positive,
    avgOpenRate: rate("avgOpenRate", opened),
    avgClickRate: rate("avgClickRate", clicked),
    replyRate: rate("replyRate", replied),
    positiveReplyRate: rate("positiveReplyRate", positive),
    unsubscribeRate: rate("unsubscribeRate", unsubscribed),
    evidence,
    reasons: {},
  };
}
