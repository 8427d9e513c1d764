export { isAddress, isRoleAddress, readAddress } from "./address.ts";
export { domainOfWebsite, isFreeMailDomain, normalizeDomain } from "./domain.ts";
export { type EnrollFacts, type Guard, type GuardCode, guardsAgainst, standing } from "./guards.ts";
