/** A person as lists call them: the name, else the address. */
export function personName(person: { firstName?: string | null; lastName?: string | null; email: string }): string {
  return [person.firstName, person.lastName].filter(Boolean).join(" ") || person.email;
}
