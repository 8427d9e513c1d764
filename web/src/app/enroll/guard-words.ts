/** Codes of the API in words; what has no words yet is shown as it is. */
const codes: Record<string, string> = {
  already_active: "Already in this sequence",
  suppressed: "Suppressed",
  bounced: "Address bounced before",
  invalid_address: "Address is not valid",
  erased: "Erased on request",
  active_elsewhere: "Active in another sequence",
  recently_contacted: "Contacted recently",
  own_domain: "Our own domain",
  customer: "Customer or open deal",
  owner_mismatch: "Another owner",
  role_address: "Address of a role, not a person",
  missing_variables: "A variable is empty",
  missing: "Contact is gone",
  no_capacity: "No capacity at this moment",
};

export function guardWords(code: string): string {
  return codes[code] ?? code.replaceAll("_", " ").replaceAll("-", " ");
}
