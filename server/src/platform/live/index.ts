export { announce, liveChannel } from "./announce.ts";
export { type Live, startLive } from "./live.ts";
export { createPokes, type Pokes } from "./pokes.ts";
export { eventRoutes } from "./routes.ts";
