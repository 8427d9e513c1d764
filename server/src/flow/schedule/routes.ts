import { defineRoutes } from "../../platform/http/index.ts";
import { explainEnrollment } from "./explain-enrollment.ts";

export const scheduleRoutes = defineRoutes({
  "GET /enrollments/:id/why": (ctx, { params }) => explainEnrollment(ctx, params.id),
});
