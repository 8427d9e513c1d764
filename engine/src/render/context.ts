/** Whose data fills a template. Only own, present values are visible to a template; see `visible`. */
export interface PersonalizationContext {
  readonly contact: {
    readonly email: string;
    readonly firstName: string | null;
    readonly lastName: string | null;
    readonly title: string | null;
    readonly timezone: string | null;
    readonly customFields: Readonly<Record<string, unknown>>;
  };
  readonly company: {
    readonly name: string;
    readonly domain: string | null;
    readonly industry: string | null;
    readonly customFields: Readonly<Record<string, unknown>>;
  } | null;
  readonly deal: {
    readonly name: string;
    readonly stage: string;
    /** As people say it: 12.5 of 1250 cents. */
    readonly amount: number | null;
    readonly currency: string | null;
    readonly customFields: Readonly<Record<string, unknown>>;
  } | null;
  readonly sender: { readonly name: string; readonly email: string; readonly signature: string | null };
  readonly sequence: { readonly name: string };
  /** The enrollment's context; looked up before the contact's and the company's custom fields as `custom.x`. */
  readonly customData: Readonly<Record<string, unknown>>;
  /** Where dates are shown if the contact's zone is not known; absent: as they are written. */
  readonly timezone?: string | null;
  /** The line a commercial mail must carry; empty where the workspace has none yet. */
  readonly postalAddress: string;
  /** What the workspace wants below its mails; left out: address and link. */
  readonly footer?: FooterWish;
}

export interface FooterWish {
  readonly includePhysicalAddress: boolean;
  readonly unsubscribeLink: "required" | "optional" | "none";
  /** Empty: "Unsubscribe". */
  readonly unsubscribeText: string;
}

type Visible = { [name: string]: unknown };

/**
 * The scope a template sees. A value that is null, missing or blank is left out entirely, so that using it without a
 * fallback is *missing data* (the email is held, B26) and never an empty greeting.
 */
export function visible(context: PersonalizationContext): Visible {
  const { contact, company, deal, sender } = context;
  return {
    contact: present({
      ...contact.customFields,
      email: contact.email,
      firstName: contact.firstName,
      lastName: contact.lastName,
      fullName: [contact.firstName, contact.lastName].filter((name) => name !== null && name !== "").join(" "),
      title: contact.title,
      timezone: contact.timezone,
    }),
    company: present(
      company === null
        ? {}
        : { ...company.customFields, name: company.name, domain: company.domain, industry: company.industry },
    ),
    deal: present(
      deal === null
        ? {}
        : {
            ...deal.customFields,
            name: deal.name,
            stage: deal.stage,
            amount: deal.amount,
            currency: deal.currency,
          },
    ),
    sender: present({ name: sender.name, firstName: sender.name.split(" ")[0], email: sender.email }),
    sequence: present({ name: context.sequence.name }),
    custom: present({ ...company?.customFields, ...contact.customFields, ...context.customData }),
    postalAddress: context.postalAddress,
    footerAddress: context.footer?.includePhysicalAddress === false ? "" : context.postalAddress,
    footerLink: context.footer?.unsubscribeLink ?? "required",
    footerLinkText: context.footer?.unsubscribeText.trim() || "Unsubscribe",
  };
}

function present(values: Record<string, unknown>): Visible {
  const kept: Visible = Object.create(null);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || (typeof value === "string" && value.trim() === "")) continue;
    kept[name] = value;
  }
  return kept;
}
