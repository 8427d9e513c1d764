export { isAddress, isRoleAddress, readAddress } from "./address.ts";
export { domainOfWebsite, isFreeMailDomain, normalizeDomain } from "./domain.ts";
export { type Guard, guardsAgainst, standing } from "./guards.ts";
