import type { FooterWish, PersonalizationContext } from "@haste/engine/render";
import type { PersonRow } from "./queries.ts";

/** Who an email comes from, as templates and headers show it. */
export interface RenderSender {
  readonly displayName: string;
  readonly email: string;
  readonly signature: string | null;
}

/** What a template may ask of one person, whether the email is sent or only looked at. */
export function contextOf(
  person: PersonRow,
  sender: RenderSender,
  around: {
    sequenceName: string;
    postalAddress: string;
    footer?: FooterWish;
    customData: Readonly<Record<string, unknown>>;
  },
): PersonalizationContext {
  return {
    contact: {
      email: person.email,
      firstName: person.first_name,
      lastName: person.last_name,
      title: person.title,
      timezone: person.timezone,
      customFields: person.custom_fields,
    },
    company:
      person.company_name === null
        ? null
        : {
            name: person.company_name,
            domain: person.company_domain,
            industry: person.company_industry,
            customFields: person.company_fields ?? {},
          },
    deal:
      person.deal_name === null
        ? null
        : {
            name: person.deal_name,
            stage: person.deal_stage ?? "",
            amount: person.deal_amount,
            currency: person.deal_currency,
            customFields: person.deal_fields ?? {},
          },
    sender: { name: sender.displayName, email: sender.email, signature: sender.signature },
    sequence: { name: around.sequenceName },
    customData: around.customData,
    postalAddress: around.postalAddress,
    ...(around.footer && { footer: around.footer }),
  };
}
