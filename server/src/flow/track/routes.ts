import { defineRoutes } from "../../platform/http/index.ts";
import { takeCustomEvent } from "./take-custom-event.ts";

export const trackRoutes = defineRoutes({
  "POST /custom-events": (ctx, { body }) => takeCustomEvent(ctx, body),
});
