import { opinionQuestion } from "@haste/engine/track";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { accepted } from "../../../platform/http/index.ts";
import { defineJob, startJob } from "../../../platform/jobs/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { AskModel, ModelAnswer } from "./ask-model.ts";
import { modelOf } from "./model-of.ts";
import { readSettings, type TriedRow, takeQuestion, writeTried } from "./queries/settings.ts";
import { sampleReply } from "./sample-reply.ts";

const kind = "try-second-opinion";

/** @throws Problem `invalid_status` before any model was named, or when today's questions are used up */
export async function startTry(ctx: WorkContext) {
  if ((await readSettings(ctx.tx, ctx.machineNow)) === null) {
    throw new Problem("invalid_status", { detail: "Save an address and a model first." });
  }
  if (!(await takeQuestion(ctx.tx, ctx.machineNow))) {
    throw new Problem("invalid_status", { detail: "Today's questions are used up; raise their number to try." });
  }
  const job = await startJob(ctx, { kind, input: {} });
  return accepted(`/jobs/${job.id}`, job);
}

/** Asks about a made-up reply, whether the setting is on or not; what comes of it is shown and changes nothing. */
export function tryModelJob({ keyRing, ask }: { readonly keyRing: KeyRing<Tx>; readonly ask: AskModel }) {
  return defineJob({
    kind,
    input: z.object({}),
    async run(job) {
      const asked = await job.batch(async ({ tx, machineNow }) => {
        const settings = await readSettings(tx, machineNow);
        if (settings === null) throw new Error("The model was removed.");
        const reply = { text: sampleReply, isAutomatic: false, day: machineNow.toISOString().slice(0, 10) };
        return { model: await modelOf(tx, keyRing, settings), question: opinionQuestion(reply, []) };
      });
      const answer = await ask(asked.model, asked.question, job.signal);
      await job.batch(async ({ tx, machineNow }) => {
        await writeTried(tx, triedOf(answer), machineNow);
        await job.saveProgress(tx, { done: 1, total: 1, resultUrl: "/api/v1/inbox/second-opinion" });
      });
    },
  });
}

function triedOf(answer: ModelAnswer): TriedRow {
  const { latencyMs } = answer;
  if (!answer.ok) return { latencyMs, class: null, confidence: null, fault: answer.fault, detail: answer.detail };
  const { class: name, confidence } = answer.opinion;
  return { latencyMs, class: name, confidence, fault: null, detail: null };
}
