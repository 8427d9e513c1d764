import type { Sequence } from "@haste/contract/nouns/sequences";
import { actionAt } from "@haste/engine/react";
import { type StopAction, type StopCause, type StopRule, type StopScope, stopScopes } from "@haste/engine/sequence";

type Settings = Sequence["settings"];

/** What the settings make of one cause, narrowest scope first. */
export function rowOf(settings: Settings, cause: StopCause): StopAction[] {
  return stopScopes.map((scope) => actionAt(settings, cause, scope));
}

export function isWritten({ stopRules }: Settings, cause: StopCause): boolean {
  return stopRules?.some((rule) => rule.on === cause) ?? false;
}

export interface Cell {
  readonly cause: StopCause;
  readonly scope: StopScope;
}

/**
 * The rules after one cell of the matrix was changed and every other one stayed as it is shown. A row that says again
 * what the presets say has no rules; null where none is left at all.
 */
export function changeCell(settings: Settings, { cause, scope }: Cell, action: StopAction): StopRule[] | null {
  const others = withoutRow(settings, cause);
  const wanted = rowOf(settings, cause).with(stopScopes.indexOf(scope), action);
  const presets = rowOf({ ...settings, stopRules: others }, cause);
  if (wanted.every((one, place) => one === presets[place])) return others;
  const rules = stopScopes.map(
    (each, place): StopRule => ({ on: cause, scope: each, action: wanted[place] ?? action }),
  );
  // Wider than the contact, silence already means that they go on.
  const spoken = rules.filter((rule) => rule.action !== "continue" || !isWide(rule.scope));
  return [...(others ?? []), ...spoken];
}

export function withoutRow({ stopRules }: Settings, cause: StopCause): StopRule[] | null {
  const left = stopRules?.filter((rule) => rule.on !== cause) ?? [];
  return left.length === 0 ? null : left;
}

export function isWide(scope: StopScope): boolean {
  return scope === "company" || scope === "domain";
}
