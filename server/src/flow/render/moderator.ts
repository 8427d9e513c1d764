import { linkHosts, moderate, suddenAfter, type WrittenMail } from "@haste/engine/approval";
import { noteLinkHosts } from "../../catalog/deliverability/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { MailRules } from "./queries.ts";
import { watchVolume } from "./watch-volume.ts";

export interface Batch {
  readonly accountId: string;
  /** When it was claimed. */
  readonly now: Date;
}

/** What of a batch somebody should look at first. */
export interface BatchModeration {
  /** Why a mail waits, in words; null: it does not. */
  findingOf(mail: WrittenMail): string | null;
  count(mail: Pick<WrittenMail, "links">, fate: "leaves" | "waits"): void;
  /** Keeps what the batch showed: hosts that lists are to be asked about, and how many mails leave. */
  finish(): Promise<void>;
}

/** Holds what a process remembers from batch to batch, so that most of them ask the database nothing for it. */
export function createModerator() {
  const volumes = watchVolume();
  const noted = rememberForAnHour();
  return {
    async begin(tx: Tx, rules: MailRules, { accountId, now }: Batch): Promise<BatchModeration> {
      const { moderation, holdsSudden, zone } = rules;
      const { sent, usual } = holdsSudden ? await volumes.read(tx, accountId, { now, zone }) : { sent: 0, usual: null };
      const hosts = new Set<string>();
      let leaving = 0;
      return {
        findingOf: (mail) => moderate(mail, moderation) ?? suddenAfter(sent + leaving, usual),
        count({ links }, fate) {
          for (const host of linkHosts(links)) hosts.add(host);
          if (fate === "leaves") leaving += 1;
        },
        async finish() {
          const unknown = [...hosts].filter((host) => noted.isNew(`${tx.workspaceId} ${host}`, now));
          await noteLinkHosts(tx, unknown, now);
          volumes.add(accountId, leaving);
        },
      };
    },
  };
}

const hourMs = 60 * 60_000;
const mostKept = 20_000;

function rememberForAnHour() {
  const told = new Map<string, number>();
  return {
    isNew(key: string, now: Date): boolean {
      const last = told.get(key);
      if (last !== undefined && Math.abs(now.getTime() - last) < hourMs) return false;
      if (told.size > mostKept) told.clear();
      told.set(key, now.getTime());
      return true;
    },
  };
}
