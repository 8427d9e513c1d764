export { actorRulesVersion, type FetchEvidence, judgeActor } from "./actor.ts";
export { type BounceReasonName, bounceReasons } from "./bounce-reasons.ts";
export type { RefusalStage } from "./bounce-type.ts";
export { whoReached } from "./deal-stages.ts";
export { type InboundReading, readInbound } from "./inbound.ts";
export type { InboundHeader, InboundMail, ReportPart } from "./inbound-mail.ts";
export type { ReportedRecipient } from "./inbound-report.ts";
export {
  answerSubject,
  automaticKinds,
  foldedText,
  type InboxScope,
  inboxScopes,
  restingClasses,
} from "./inbox-scopes.ts";
export type { SortedReply } from "./reply-class.ts";
export { type Features, featureCount, replyFeatures } from "./reply-features.ts";
export { likelihoods, packModel, type ReplyModel, replyModel, unpackModel } from "./reply-model.ts";
export {
  actorCodes,
  type BounceType,
  provesSent,
  type Signal,
  type SignalKind,
  type SignalMeta,
  signalKinds,
} from "./signals.ts";
export { answeredMails, chainOf, emailIdOf, mailedUnsubscribeToken, unsubscribeTokens } from "./threads.ts";
