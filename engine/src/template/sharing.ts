import { type ContentPart, contentParts, type WrittenEmail } from "./content.ts";

export type Sharing = "private" | "team" | "workspace";

/** A template as far as it decides who may do what with it. */
export interface Shared {
  readonly sharing: Sharing;
  readonly locked: boolean;
  /** Whoever made it; null: the product. */
  readonly ownerId: string | null;
}

/** Somebody who looks: `writes` = may change templates at all, `rules` = an admin. */
export interface Looking {
  readonly id: string | null;
  readonly writes: boolean;
  readonly rules: boolean;
}

function owns(who: Looking, { ownerId }: Shared): boolean {
  return who.rules || (ownerId !== null && ownerId === who.id);
}

/** A private one is its owner's, one of the team is seen by all who write, others by viewers, too. */
export function maySee(who: Looking, template: Shared): boolean {
  return template.sharing === "workspace" || (template.sharing === "team" && who.writes) || owns(who, template);
}

/** Whether somebody who sees it may change its content and its place. */
export function mayChange(who: Looking, template: Shared): boolean {
  return who.writes && (!template.locked || owns(who, template));
}

/** Whether somebody may say who sees it and whether it is locked. */
export function mayShare(who: Looking, template: Shared): boolean {
  return who.writes && owns(who, template);
}

/** What of a template a step can take over. */
export type TakenPart = ContentPart | "utm" | "attachments";
const takenParts = [...contentParts, "utm", "attachments"] as const satisfies readonly TakenPart[];

/** The parts that differ. */
export function changedParts(before: WrittenEmail, after: WrittenEmail): TakenPart[] {
  return takenParts.filter((part) => JSON.stringify(before[part] ?? null) !== JSON.stringify(after[part] ?? null));
}

/** Whether a step that says this takes any of these parts from its template; all of them by default. */
export function borrowsAny(content: Partial<WrittenEmail>, parts: readonly TakenPart[] = takenParts): boolean {
  return parts.some((part) => {
    const own = content[part] ?? null;
    return own === null || (typeof own === "string" && own.trim() === "");
  });
}
