export { announce, type LiveNotice, liveChannel, type PassingEvent } from "./announce.ts";
export { type Live, type LiveOptions, startLive } from "./live.ts";
export { createPokes, type Pokes } from "./pokes.ts";
export { eventRoutes } from "./routes.ts";
