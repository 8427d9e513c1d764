import type { Template } from "@haste/contract/nouns/templates";

export const categoryWords: Readonly<Record<Template["category"], string>> = {
  sales: "Sales",
  marketing: "Marketing",
  support: "Support",
  custom: "Other",
};

export const sharingWords: Readonly<Record<Template["sharing"], string>> = {
  private: "Only its owner",
  team: "Team",
  workspace: "Everybody",
};

export const sharingLong: Readonly<Record<Template["sharing"], string>> = {
  private: "Its owner and admins see it.",
  team: "Everybody who may write templates sees it.",
  workspace: "Everybody in the workspace sees it.",
};

export function optionsOf<K extends string>(words: Readonly<Record<K, string>>): { value: K; label: string }[] {
  return (Object.entries(words) as [K, string][]).map(([value, label]) => ({ value, label }));
}
