import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Labeled mails and descriptions of services. No part of this repository: beside the checkout, or where HASTE_CORPORA says. */
const corpora = process.env.HASTE_CORPORA ?? resolve(import.meta.dirname, "../../../shared/corpora");

export interface Corpus {
  readonly folder: string;
  readonly isThere: boolean;
}

/** One of them; where it is missing, that is said once, with what goes unchecked. */
export function findCorpus(name: string, without: string): Corpus {
  const folder = resolve(corpora, name);
  const isThere = existsSync(folder);
  if (!isThere) process.stdout.write(`${without}: nothing at ${folder} (set HASTE_CORPORA).\n`);
  return { folder, isThere };
}
