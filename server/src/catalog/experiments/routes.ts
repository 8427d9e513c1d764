import { created, defineRoutes } from "../../platform/http/index.ts";
import type { ExperimentPorts } from "./ports.ts";
import { applyWinner, startTest, stopTest } from "./run-test.ts";
import { changeTest, createTest, removeTest } from "./save-test.ts";
import { findTestPage, showTest, testsOfSequence } from "./show-tests.ts";

export function experimentRoutes(ports: ExperimentPorts) {
  return defineRoutes({
    "GET /ab-tests": (ctx, { query }) => findTestPage(ctx, query),
    "POST /ab-tests": async (ctx, { body }) => {
      const id = await createTest(ctx, ports, body);
      return created(`/ab-tests/${id}`, await showTest(ctx, id));
    },
    "GET /ab-tests/:id": (ctx, { params }) => showTest(ctx, params.id),
    "PUT /ab-tests/:id": async (ctx, { params, body }) => {
      await changeTest(ctx, ports, { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) }, body);
      return showTest(ctx, params.id);
    },
    "DELETE /ab-tests/:id": async (ctx, { params }) => {
      await removeTest(ctx, ports, params.id);
    },
    "POST /ab-tests/:id/start": async (ctx, { params }) => {
      await startTest(ctx, params.id);
      return showTest(ctx, params.id);
    },
    "POST /ab-tests/:id/stop": async (ctx, { params }) => {
      await stopTest(ctx, params.id);
      return showTest(ctx, params.id);
    },
    "POST /ab-tests/:id/apply-winner": async (ctx, { params, body }) => {
      await applyWinner(ctx, params.id, body?.variantId ?? null);
      return showTest(ctx, params.id);
    },
    "GET /sequences/:id/ab-tests": (ctx, { params }) => testsOfSequence(ctx, params.id),
  });
}
