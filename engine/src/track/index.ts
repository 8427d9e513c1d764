export { actorRulesVersion, type FetchEvidence, type Judgement, judgeActor } from "./actor.ts";
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
