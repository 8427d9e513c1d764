import { defineRoutes } from "../../platform/http/index.ts";
import { explainEnrollment } from "./explain-enrollment.ts";
import type { SimulationPorts } from "./simulate/ports.ts";
import { showSimulation, simulateSequence } from "./simulate/simulate-sequence.ts";

export function scheduleRoutes(ports: SimulationPorts) {
  return defineRoutes({
    "GET /enrollments/:id/why": (ctx, { params }) => explainEnrollment(ctx, params.id),
    "POST /sequences/:id/simulate": (ctx, input) => simulateSequence(ctx, input, ports),
    "GET /simulations/:id": (ctx, input) => showSimulation(ctx, input),
  });
}
