/** How many emails of a step somebody approves before the others leave by themselves. */
export interface Approval {
  readonly emails: number | "all";
}

/**
 * Whether an email of a step waits for a person, after so many of that step were approved. Until the first ones are, all
 * wait: they are looked at so that nobody else gets what is wrong with them.
 */
export function needsApproval(approval: Approval | undefined, approved: number): boolean {
  return approval !== undefined && (approval.emails === "all" || approved < approval.emails);
}
