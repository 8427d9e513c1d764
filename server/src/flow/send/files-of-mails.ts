import type { Result } from "@haste/engine/base";
import { loadFiles, type MailedFile } from "../../catalog/templates/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { RenderedEmail } from "../render/index.ts";
import type { MailFile } from "./compose/compose-rich.ts";

/** The bytes of files by their hash; one read for a batch, most of which carry none. */
export type Files = ReadonlyMap<string, MailedFile>;

export function filesOfMails(tx: Tx, mails: Iterable<Result<RenderedEmail, unknown>>): Promise<Files> {
  const wanted = [...mails].flatMap((mail) => (mail.ok ? (mail.value.attachments ?? []) : [])).map(({ file }) => file);
  return loadFiles(tx, [...new Set(wanted)]);
}

/** @throws Error where a file is gone, so that the email is held with the reason */
export function filesOf(rendered: RenderedEmail, files: Files): MailFile[] {
  return (rendered.attachments ?? []).map(({ file, name, cid }) => {
    const found = files.get(file);
    if (found === undefined) throw new Error(`The file “${name}” is gone.`);
    return { name, cid, ...found };
  });
}
