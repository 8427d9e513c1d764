import { concernsPerson, type EnrollmentState } from "@haste/engine/react";
import type { Signal } from "@haste/engine/track";
import type { LockedEmail } from "./queries/emails.ts";
import type { LockedEnrollment } from "./queries/enrollments.ts";

/** The enrollments under lock, found by their own id or by their person. */
export class People {
  readonly #byId: Map<string, LockedEnrollment>;
  readonly #idsOfContact = new Map<string, string[]>();

  constructor(enrollments: readonly LockedEnrollment[]) {
    this.#byId = new Map(enrollments.map((enrollment) => [enrollment.state.id, enrollment]));
    for (const { state } of enrollments) {
      const ids = this.#idsOfContact.get(state.contactId);
      if (ids === undefined) this.#idsOfContact.set(state.contactId, [state.id]);
      else ids.push(state.id);
    }
  }

  find(enrollmentId: string): LockedEnrollment | undefined {
    return this.#byId.get(enrollmentId);
  }

  /** The email's own enrollment first. */
  reachedBy(signal: Signal, email: LockedEmail | null): LockedEnrollment[] {
    const own = email?.enrollment_id ?? signal.enrollmentId;
    const { contactId } = signal;
    const others = contactId !== null && concernsPerson(signal) ? (this.#idsOfContact.get(contactId) ?? []) : [];
    return [...new Set(own == null ? others : [own, ...others])].flatMap((id) => this.#byId.get(id) ?? []);
  }

  addressOf(contactId: string): string | null {
    const id = this.#idsOfContact.get(contactId)?.[0];
    return id === undefined ? null : (this.#byId.get(id)?.contactEmail ?? null);
  }

  update(state: EnrollmentState): void {
    const known = this.#byId.get(state.id);
    if (known !== undefined) this.#byId.set(state.id, { ...known, state });
  }
}
