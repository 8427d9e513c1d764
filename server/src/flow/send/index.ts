export type { ContentSeal, CrashPoint, LaneAccount } from "./lane.ts";
export { createSender, type Sender, type SenderParts } from "./sender.ts";
