export {
  type Address,
  type AddressFault,
  type AddressRefusal,
  addressFaults,
  isAddress,
  isRoleAddress,
  readAddress,
} from "./address.ts";
export { domainOfWebsite, isFreeMailDomain, normalizeDomain } from "./domain.ts";
