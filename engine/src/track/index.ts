export { type Actor, actorCodes } from "./actor.ts";
export { type BounceReasonName, bounceReasons } from "./bounce-reasons.ts";
export type { RefusalStage } from "./bounce-type.ts";
export { type Client, clientOf, sayClient } from "./client.ts";
export { whoReached } from "./deal-stages.ts";
export { isInsideAddress, networkOf } from "./evidence/addresses.ts";
export { burstWindowMs } from "./evidence/burst.ts";
export { actorRulesVersion, holdMs, judgeAgain, judgeVisit, type Verdict } from "./evidence/judge.ts";
export { blockOf } from "./evidence/network.ts";
export { metaOf, revisedMeta, visitOf } from "./evidence/stored.ts";
export type { JudgedVisit, Visit } from "./evidence/visit.ts";
export { sayFinding, sayVerdict } from "./evidence/words.ts";
export { cameFromOutside } from "./gmail-labels.ts";
export {
  type InboundReading,
  type ReadingContext,
  readAdvised,
  readAs,
  readInbound,
  readTaught,
  type WrittenReading,
} from "./inbound.ts";
export type { InboundHeader, InboundMail, ReportPart } from "./inbound-mail.ts";
export type { ReportedRecipient } from "./inbound-report.ts";
export { visibleText } from "./inbound-text.ts";
export {
  answerSubject,
  automaticKinds,
  foldedText,
  type InboxScope,
  inboxScopes,
  restingClasses,
} from "./inbox-scopes.ts";
export { afterFault, type OpinionFault } from "./opinion-tries.ts";
export { type EventMeaning, meaningOf } from "./provider-events/event-meaning.ts";
export type { ProviderEvent } from "./provider-events/provider-event.ts";
export { readJson } from "./provider-events/read-json.ts";
export { type EventService, readProviderEvents } from "./provider-events/services.ts";
export { type PastMail, repeatedRefusals } from "./repeated-refusals.ts";
export type { SortedReply } from "./reply-class.ts";
export { type Features, featureCount, replyFeatures } from "./reply-features.ts";
export { askLessons, isTeachable, type Lesson, lessonOf } from "./reply-lessons.ts";
export { likelihoods, packModel, type ReplyModel, replyModel, unpackModel } from "./reply-model.ts";
export { isDoubtful, type Opinion, type OpinionQuestion, opinionQuestion, worthOf } from "./second-opinion.ts";
export {
  type BounceType,
  endsAddress,
  provesSent,
  type Signal,
  type SignalKind,
  type SignalMeta,
  signalKinds,
} from "./signals.ts";
export {
  answeredMails,
  chainOf,
  emailIdOf,
  mailedUnsubscribeToken,
  mayAnswerInConversation,
  unsubscribeTokens,
} from "./threads.ts";
