export { afterAnswer, type Breaker, flowing, type PaceAnswer, paceOf, stateOf } from "./breaker.ts";
export { isKnownDomain, providerOfDomain, providerOfMx, sayProvider } from "./mail-providers.ts";
export { climb, defaultRamp, type Ramp, type Ramping, type RampLevel, rampCapOn, rampPlan } from "./ramp.ts";
export { type Reputation, reputationOf } from "./reputation.ts";
