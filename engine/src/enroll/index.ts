export { isAddress, isRoleAddress, readAddress } from "./address.ts";
export { domainOfWebsite, isFreeMailDomain, normalizeDomain } from "./domain.ts";
export { type EarlierEpisode, type Guard, guardsAgainst, mayReEnter, standing } from "./guards.ts";
export { isHeldOut } from "./hold-out.ts";
export { domainOfKey, keysThatMean, readSuppressionKey } from "./suppression-key.ts";
