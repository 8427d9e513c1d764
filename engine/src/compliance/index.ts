export {
  type Consent,
  endOfConsent,
  faultOfConsent,
  readConsent,
} from "./consent.ts";
export { rulePacks, rulesOfPacks } from "./packs.ts";
export { type ComplianceRule, type JudgedMail, judgeMail, type RuleEffect, type RuleVerdict } from "./rule.ts";
