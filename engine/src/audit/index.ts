export {
  type AuditEntry,
  type AuditLink,
  type ChainEnd,
  type ChainFaultCode,
  checkLink,
  emptyChain,
  linkTo,
} from "./chain.ts";
