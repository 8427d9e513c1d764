import type { Contact } from "@haste/contract/nouns/crm";
import type { Task, TaskKind } from "@haste/contract/nouns/tasks";
import { IconBrandLinkedin, IconCheckbox, IconMessage2, IconPhone } from "@tabler/icons-react";
import type { ComponentType } from "react";

interface KindWords {
  readonly word: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
}

/** One icon per kind of step everywhere. */
export const kindWords: Readonly<Record<TaskKind, KindWords>> = {
  task: { word: "Task", icon: IconCheckbox },
  call: { word: "Call", icon: IconPhone },
  linkedin: { word: "LinkedIn", icon: IconBrandLinkedin },
  sms: { word: "SMS", icon: IconMessage2 },
};

export const dueWords = { overdue: "Overdue", today: "Today", upcoming: "Later", waiting: "Waiting" } as const;

const waitWords = {
  person_paused: "The person is paused",
  out_of_office: "Out of office",
  sequence_paused: "The sequence is paused",
} as const;

/** Why nobody has to do it yet, and until when where that is known. */
export function waitingFor({ reason, until }: NonNullable<Task["waiting"]>, when: (at: string) => string): string {
  return until === null ? waitWords[reason] : `${waitWords[reason]} until ${when(until)}`;
}

/** A sentence's first letter, for outcomes that are stored in lower case. */
export function sentence(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

const phoneNames = ["mobile", "phone", "telephone", "tel", "direct", "cell"];

function fieldNamed(fields: Readonly<Record<string, unknown>>, wanted: readonly string[]): [string, string] | null {
  for (const part of wanted) {
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value !== "string" && typeof value !== "number") continue;
      if (String(value).trim() !== "" && name.toLowerCase().includes(part)) return [name, String(value).trim()];
    }
  }
  return null;
}

/** A number to dial, from whichever custom field holds one: "mobile" before "phone". */
export function phoneOf(contact: Pick<Contact, "customFields">): { name: string; number: string; href: string } | null {
  const found = fieldNamed(contact.customFields, phoneNames);
  if (found === null) return null;
  const [name, number] = found;
  const digits = number.replace(/[^\d+]/g, "");
  return /\d{3}/.test(digits) ? { name, number, href: `tel:${digits}` } : null;
}

/** The person's own page where a custom field names it, else a search for them. */
export function linkedInOf(contact: Pick<Contact, "customFields" | "firstName" | "lastName" | "company">): {
  href: string;
  isSearch: boolean;
} {
  const profile = fieldNamed(contact.customFields, ["linkedin"])?.[1];
  if (profile && /^https:\/\/([a-z]+\.)?linkedin\.com\//i.test(profile)) return { href: profile, isSearch: false };
  const words = [contact.firstName, contact.lastName, contact.company?.name].filter(Boolean).join(" ");
  const search = new URLSearchParams({ keywords: words });
  return { href: `https://www.linkedin.com/search/results/people/?${search}`, isSearch: true };
}
