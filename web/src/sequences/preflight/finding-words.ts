interface Words {
  readonly name: string;
  /** What mends it, for whoever reads the list of kinds. */
  readonly fix: string;
}

/** The codes of findings as people say them; one nobody knows here is said as the API says it. */
const known: Readonly<Record<string, Words>> = {
  missing_variable: { name: "Missing value", fix: "Give the variable a fallback, or the person the value." },
  template_syntax: { name: "Cannot be read", fix: "Mend the template code of the step." },
  template_limit: { name: "Takes too long", fix: "Make the loops of the template shorter." },
  link_not_web: { name: "Broken link", fix: "A value makes a link that leads nowhere; mend the value." },
  suppressed: { name: "Suppressed", fix: "They must not be mailed; leave them out." },
  bounced: { name: "Bounced before", fix: "Find another address for them." },
  invalid_address: { name: "No mail address", fix: "Correct the address." },
  erased: { name: "Erased", fix: "They asked to be forgotten; leave them out." },
  already_active: { name: "In it already", fix: "Nothing to do: enrolling passes them by." },
  rule_blocks: { name: "Against a rule", fix: "Give the contact what the rule asks for, or change it (Compliance)." },
  rule_approval: { name: "Waits for approval", fix: "A rule wants somebody to look first; approve it in the list." },
  unknown_zone: { name: "Unknown time zone", fix: "Correct the time zone of the contact." },
  empty_variable: { name: "Gap in a sentence", fix: "Write a fallback that says something." },
  placeholder_value: { name: "Placeholder", fix: "Correct the value, or empty it so that the fallback speaks." },
  odd_casing: { name: "Odd casing", fix: "Correct the value, or show it with the filter proper." },
  over_size: { name: "Clipped by Gmail", fix: "Make the mail shorter." },
  leftover_markup: { name: "Template code shows", fix: "Correct the value that holds it." },
  no_unsubscribe: { name: "No way to unsubscribe", fix: "Let the footer add it." },
  short_link: { name: "Shortened link", fix: "Link to the page itself." },
  long_subject: { name: "Long subject", fix: "Say it in sixty characters." },
};

export function nameOf(code: string): string {
  return known[code]?.name ?? code.replaceAll("_", " ");
}

export function fixOf(code: string): string | null {
  return known[code]?.fix ?? null;
}
