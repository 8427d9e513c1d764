import type { Module } from "./modules.ts";

/** One broken rule at one place; the message says what to do instead. */
export type Violation = { readonly path: string; readonly line: number; readonly message: string };

/** What the rules look at. A test hands in a planted one. */
export type House = {
  readonly modules: readonly Module[];
  /** Every text file under version control, modules included. */
  readonly texts: readonly TextFile[];
};

export type TextFile = { readonly path: string; readonly text: string };

export type Rule = (house: House) => Violation[];
