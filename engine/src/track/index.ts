export { actorRulesVersion, type FetchEvidence, type Judgement, judgeActor } from "./actor.ts";
export { bounceTypeOf, type RefusalStage } from "./bounce-type.ts";
export { type InboundClass, type InboundReading, type ReadingContext, readInbound } from "./inbound.ts";
export { findReturnDay } from "./inbound-dates.ts";
export type { InboundHeader, InboundMail, ReportPart } from "./inbound-mail.ts";
export type { Feedback, ReportedRecipient } from "./inbound-report.ts";
export { visibleText } from "./inbound-text.ts";
export { asksToStop } from "./inbound-wishes.ts";
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
export { type AnsweredMail, answeredMails, emailIdOf, unsubscribeTokens } from "./threads.ts";
