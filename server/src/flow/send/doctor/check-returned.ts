import type { Hop } from "@haste/contract/nouns/connecting";
import type { Proof, ReturnedReading } from "@haste/engine/deliverability";
import type { FoundSource } from "../../../catalog/deliverability/index.ts";
import type { CheckReport, ProofStep } from "./report.ts";

/** What a mail proves of the account that sent it. */
export type ReadReturned = (mail: FoundSource) => Promise<ReturnedReading>;

const steps: Readonly<Record<Proof["kind"], ProofStep>> = {
  ...{ dkim: "dkim", spf: "spf", dmarc: "dmarc", "one-click": "one-click" },
  tls: "handed-over",
};
/** What nobody can tell is no fault of the account; what can be better is none that keeps it from sending. */
const hopStates: Readonly<Record<Proof["state"], Hop["state"]>> = {
  passed: "passed",
  warning: "passed",
  failed: "failed",
  unknown: "skipped",
};

/** The test mail as others got it: found, expected, and what to do. */
export async function checkReturned(report: CheckReport, mail: FoundSource, read: ReadReturned): Promise<void> {
  const { proofs } = await read(mail);
  for (const { kind, state, found, expected, detail, fix } of proofs) {
    const compared = expected === null ? "" : ` Found: ${found || "nothing"}. Expected: ${expected}.`;
    await report.prove(steps[kind], {
      state: hopStates[state],
      detail: `${detail}${state === "unknown" ? "" : compared}`,
      remedy: fix,
    });
  }
}
