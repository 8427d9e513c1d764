import type { Sequence } from "@haste/contract/nouns/sequences";
import type { WorkContext } from "../../platform/context/index.ts";
import { created, defineRoutes, includes } from "../../platform/http/index.ts";
import { activateSequence, archiveSequence, pauseSequence } from "./activate-sequence.ts";
import { changeSequence } from "./change-sequence.ts";
import { addStep, changeStepOf, removeStep, reorderSteps } from "./change-steps.ts";
import { compareVersions } from "./compare-versions.ts";
import { completeSequence } from "./complete-sequence.ts";
import { createSequence, duplicateSequence } from "./create-sequence.ts";
import { noSuchSequence } from "./draft.ts";
import { findSequences } from "./list-sequences.ts";
import { findVersions } from "./list-versions.ts";
import type { SequencePorts } from "./ports.ts";
import { type Published, publishSequence } from "./publish-sequence.ts";
import { findSequence } from "./queries/sequences.ts";
import { revertSequence } from "./revert-sequence.ts";
import { showDraft, showSequences } from "./show-sequence.ts";
import { stepToWire } from "./to-wire.ts";

export function sequenceRoutes(ports: SequencePorts) {
  return defineRoutes({
    "GET /sequences": (ctx, { query }) => findSequences(ctx, query),
    "POST /sequences": async (ctx, { body }) => {
      const sequence = await showDraft(ctx, await createSequence(ctx, ports, body));
      return created(`/sequences/${sequence.id}`, sequence);
    },
    "GET /sequences/:id": async (ctx, { params, query }) => {
      const row = await findSequence(ctx.tx, params.id);
      if (row === null) throw noSuchSequence();
      const shown = await showSequences(ctx, [row], includes(query.include, "stats"));
      return shown.get(row.id) as Sequence;
    },
    "PUT /sequences/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      return showDraft(ctx, await changeSequence(ctx, ports, what, body));
    },
    "DELETE /sequences/:id": async (ctx, { params }) => {
      await archiveSequence(ctx, ports, params.id);
    },
    ...stepRoutes(ports),
    ...runningRoutes(ports),
  });
}

function stepRoutes(ports: SequencePorts) {
  return defineRoutes({
    "POST /sequences/:id/steps": async (ctx, { params, body }) => {
      const added = await addStep(ctx, ports, params.id, body);
      return created(`/sequences/${params.id}/steps/${added.stepId}`, stepToWire(added.steps, added.stepId));
    },
    "PUT /sequences/:id/steps/reorder": async (ctx, { params, body }) =>
      showDraft(ctx, await reorderSteps(ctx, ports, params.id, { ...body, parentId: body.parentId ?? null })),
    "PUT /sequences/:id/steps/:stepId": async (ctx, { params, body }) => {
      const { steps, stepId } = await changeStepOf(ctx, ports, params, body);
      return stepToWire(steps, stepId);
    },
    "DELETE /sequences/:id/steps/:stepId": async (ctx, { params }) => {
      await removeStep(ctx, ports, params);
    },
  });
}

function runningRoutes(ports: SequencePorts) {
  return defineRoutes({
    "POST /sequences/:id/activate": async (ctx, { params, body }) => {
      const activated = await activateSequence(ctx, ports, { id: params.id, override: body?.override ?? [] });
      return { ...(await showDraft(ctx, activated)), warnings: [...activated.warnings] };
    },
    "POST /sequences/:id/publish": async (ctx, { params, body }) => {
      const checkVersion = ctx.checkVersion.bind(ctx);
      const how = { migrations: body?.migrations ?? [], dryRun: body?.dryRun === true };
      return showPublished(ctx, await publishSequence(ctx, ports, { id: params.id, checkVersion, ...how }));
    },
    "POST /sequences/:id/revert": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx), version: body.version };
      return showPublished(ctx, await revertSequence(ctx, ports, what));
    },
    "POST /sequences/:id/complete": async (ctx, { params }) =>
      showDraft(ctx, await completeSequence(ctx, ports, params.id)),
    "POST /sequences/:id/pause": async (ctx, { params }) => showDraft(ctx, await pauseSequence(ctx, ports, params.id)),
    "POST /sequences/:id/duplicate": async (ctx, { params, body }) => {
      const copy = await duplicateSequence(ctx, ports, { id: params.id, name: body?.name });
      return created(`/sequences/${copy.sequence.id}`, await showDraft(ctx, copy));
    },
    "GET /sequences/:id/versions": (ctx, { params, query }) => findVersions(ctx, params.id, query),
    "GET /sequences/:id/diff": (ctx, { params, query }) => compareVersions(ctx, params.id, query),
  });
}

async function showPublished(ctx: WorkContext, published: Published) {
  return { ...(await showDraft(ctx, published)), moves: [...published.moves], impact: published.impact };
}
