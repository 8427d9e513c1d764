/** What conditions may ask of whoever a mail is written to. */
import { customNameOf, customValue, type Facts } from "../condition/index.ts";
import type { PersonalizationContext } from "./context.ts";

/** Engagement is not known while a mail is written: an email that was not recorded did not happen. */
export function factsOf({ contact, company, deal, customData }: PersonalizationContext): Facts {
  const own: Readonly<Record<string, unknown>> = {
    "contact.firstName": contact.firstName,
    "contact.lastName": contact.lastName,
    "contact.email": contact.email,
    "contact.domain": contact.email.slice(contact.email.lastIndexOf("@") + 1).toLowerCase(),
    "contact.title": contact.title,
    "contact.timezone": contact.timezone,
    "company.name": company?.name,
    "company.domain": company?.domain,
    "company.industry": company?.industry,
    "deal.name": deal?.name,
    "deal.stage": deal?.stage,
    "deal.amount": deal?.amount,
  };
  return {
    valueOf: (field) => {
      const name = customNameOf(field);
      if (name === null) return own[field] ?? null;
      return customValue(name, [customData, contact.customFields, company?.customFields ?? null]);
    },
  };
}
