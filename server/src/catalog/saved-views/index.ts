export { savedViewRoutes } from "./routes.ts";
export { requireView } from "./save-view.ts";
