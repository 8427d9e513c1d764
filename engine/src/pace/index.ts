export {
  afterAnswer,
  type Breaker,
  type BreakerState,
  flowing,
  type PaceAnswer,
  paceOf,
  stateOf,
} from "./breaker.ts";
export { isKnownDomain, type MailProvider, providerOfDomain, providerOfMx } from "./mail-providers.ts";
export { climb, defaultRamp, type Ramp, type Ramping, type RampLevel, rampCapOn, rampPlan } from "./ramp.ts";
