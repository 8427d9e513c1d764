import type { Parsed } from "./values.ts";

/** One thing a person can decide, by flag or variable. */
export interface SettingOf<Name extends string> {
  readonly name: Name;
  /** `--port`; a switch takes no value as a flag. */
  readonly flag: string;
  readonly variable: string;
  /** How the value is written in help; absent for a switch. */
  readonly placeholder?: string;
  readonly help: string;
  readonly parse: (text: string, cwd: string) => Parsed;
  /** Set by its variable only: needed by few, and no verb has room for it in its help. */
  readonly isVariableOnly?: boolean;
  /** Never printed. */
  readonly isSecret?: boolean;
}
