export { actorRulesVersion, type FetchEvidence, type Judgement, judgeActor } from "./actor.ts";
export { bounceTypeOf, type RefusalStage } from "./bounce-type.ts";
export { type InboundReading, readInbound } from "./inbound.ts";
export type { InboundHeader, InboundMail, ReportPart } from "./inbound-mail.ts";
export type { ReportedRecipient } from "./inbound-report.ts";
export {
  type Actor,
  actorCodes,
  type BounceType,
  bounceTypes,
  provesSent,
  type Signal,
  type SignalKind,
  type SignalMeta,
  signalKinds,
} from "./signals.ts";
export { answeredMails, unsubscribeTokens } from "./threads.ts";
