export { publicRoutes } from "./public-routes.ts";
export { Recorder } from "./recorder.ts";
