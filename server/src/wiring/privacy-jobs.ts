import { fulfillJob, type RetentionPorts, retentionJob } from "../catalog/privacy/index.ts";
import type { KeyRing } from "../platform/crypto/index.ts";
import type { Tx } from "../platform/db/index.ts";
import type { JobDefinition } from "../platform/jobs/index.ts";
import { sealOf } from "./accounts.ts";
import type { Ground } from "./ground.ts";
import { sealedColumns } from "./sealed-columns.ts";

/** What people asked for, and what goes by age. */
export function privacyJobs({ keyRing }: Pick<Ground, "keyRing">): JobDefinition[] {
  return [fulfillJob({ keyRing, sealed: sealedColumns }), retentionJob(retentionPorts(keyRing))];
}

/** What is left of an email is read by whoever follows a link, as an email without words. */
export const retentionPorts = (keyRing: KeyRing<Tx>): RetentionPorts => ({
  async keepLinks(tx, contents) {
    const seal = await sealOf(keyRing, tx);
    return Promise.all(
      contents.map(async ({ id, sealed }) => {
        const { links } = await seal.open(id, sealed);
        const wordless = { subject: "", html: "", text: "", unsubscribeUrl: "", fromName: null };
        return { id, links: links.length === 0 ? null : seal.seal(id, { ...wordless, links }) };
      }),
    );
  },
});
