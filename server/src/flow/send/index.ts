export type { ContentSeal, CrashPoint, LaneAccount } from "./lane.ts";
export { sendRoutes } from "./routes.ts";
export { createSender, type Sender, type SenderParts } from "./sender.ts";
