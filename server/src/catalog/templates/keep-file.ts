import { createHash } from "node:crypto";
import type { StoredFile } from "@haste/contract/nouns/files";
import type { AttachedFile } from "@haste/engine/sequence";
import { faultOfFile, faultsOfAttachments, mediaTypeOf } from "@haste/engine/template";
import type { WorkContext } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { insertFile, listFiles, readFiles } from "./queries/files.ts";

/**
 * Keeps a file that mails carry; the same bytes are kept once.
 * @throws Problem `file_refused` for what is too large or what mailboxes turn away
 */
export async function keepFile(
  ctx: WorkContext,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
): Promise<StoredFile> {
  const fault = faultOfFile({ name, bytes: bytes.length });
  if (fault !== null) throw new Problem("file_refused", { detail: fault.detail, fix: fault.fix });
  const file = createHash("sha256").update(bytes).digest("hex");
  const row = { file, name, mediaType: mediaTypeOf(name, bytes), size: bytes.length };
  await insertFile(ctx.tx, { ...row, content: bytes, at: ctx.now });
  return row;
}

/** @throws Problem `not_found` */
export async function showFile(ctx: WorkContext, file: string): Promise<StoredFile & { content: string }> {
  const [found] = await readFiles(ctx.tx, [file]);
  if (found === undefined) throw new Problem("not_found", { detail: "There is no such file." });
  return { ...found, content: found.content.toString("base64") };
}

/**
 * Refuses files that one mail cannot carry.
 * @throws Problem `invalid_request`
 */
export async function checkAttachments(
  tx: Tx,
  attachments: readonly AttachedFile[],
  pointer = "/attachments",
): Promise<void> {
  if (attachments.length === 0) return;
  const known = new Map(
    (
      await listFiles(
        tx,
        attachments.map(({ file }) => file),
      )
    ).map((row) => [row.file, row]),
  );
  const faults = faultsOfAttachments(attachments, known);
  const [first] = faults;
  if (first === undefined) return;
  const errors = faults.map(({ place, detail }) => {
    return { pointer: place === null ? pointer : `${pointer}/${place}`, code: "file_refused", detail };
  });
  throw new Problem("invalid_request", { detail: first.detail, errors });
}

/** A file's bytes, and what they are. */
export interface MailedFile {
  readonly mediaType: string;
  readonly content: Buffer;
}

/** The bytes of these files, by their hash; nothing is asked where there are none. */
export async function loadFiles(tx: Tx, files: readonly string[]): Promise<Map<string, MailedFile>> {
  if (files.length === 0) return new Map();
  return new Map((await readFiles(tx, files)).map(({ file, mediaType, content }) => [file, { mediaType, content }]));
}
