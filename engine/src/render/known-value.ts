import type { PersonalizationContext } from "./context.ts";

/** A person of whom one thing more is known, by the name that a missing variable is refused with. */
export function withValue(context: PersonalizationContext, variable: string, value: string): PersonalizationContext {
  const [noun = "", name = ""] = variable.split(".");
  switch (noun) {
    case "contact": {
      const customFields = { ...context.contact.customFields, [name]: value };
      const own = name in context.contact ? { [name]: value } : {};
      return { ...context, contact: { ...context.contact, customFields, ...own } };
    }
    case "company": {
      const company = context.company ?? { name: "", domain: null, industry: null, customFields: {} };
      const own = name in company ? { [name]: value } : {};
      return { ...context, company: { ...company, customFields: { ...company.customFields, [name]: value }, ...own } };
    }
    case "deal": {
      const deal = context.deal ?? { name: "", stage: "", amount: null, currency: null, customFields: {} };
      const own = name in deal ? { [name]: value } : {};
      return { ...context, deal: { ...deal, customFields: { ...deal.customFields, [name]: value }, ...own } };
    }
    default:
      return { ...context, customData: { ...context.customData, [name || noun]: value } };
  }
}
