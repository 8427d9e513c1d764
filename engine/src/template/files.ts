import type { AttachedFile } from "../sequence/index.ts";

/**
 * Of the files of one mail together. Mailboxes take some 25 MB as it travels, a third more than it is; from 10 MB on mails
 * of strangers are set aside.
 */
const mostBytes = 10 * 1024 * 1024;

/**
 * What mailboxes turn away by its name, whoever sends it: Gmail's list (support.google.com/mail/answer/6590), which holds
 * Outlook's, and archives that hide what is in them.
 */
const turnedAway = new Set(
  `ade adp apk appx appxbundle bat cab chm cmd com cpl diagcab diagcfg diagpkg dll dmg ex ex_ exe hta img ins iso isp jar
   jnlp js jse lib lnk mde mjs msc msi msix msixbundle msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh
   xll docm xlsm pptm html htm svg`.split(/\s+/),
);

const mediaTypes: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  txt: "text/plain",
  csv: "text/csv",
  ics: "text/calendar",
  vcf: "text/vcard",
  zip: "application/zip",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ppt: "application/vnd.ms-powerpoint",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
};

const pictures: readonly [mediaType: string, begins: readonly number[], at: number][] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0],
  ["image/jpeg", [0xff, 0xd8, 0xff], 0],
  ["image/gif", [0x47, 0x49, 0x46, 0x38], 0],
  // RIFF, its length, WEBP.
  ["image/webp", [0x57, 0x45, 0x42, 0x50], 8],
];

/** What a file is: a picture by its first bytes, anything else by the end of its name. */
export function mediaTypeOf(name: string, bytes: Uint8Array): string {
  const picture = pictures.find(([, begins, at]) => begins.every((byte, place) => bytes[at + place] === byte));
  return picture?.[0] ?? mediaTypes[endOf(name)] ?? "application/octet-stream";
}

function isPicture(mediaType: string): boolean {
  return mediaType.startsWith("image/");
}

function endOf(name: string): string {
  return /\.([^.\s]+)\s*$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

export interface FileFault {
  readonly detail: string;
  readonly fix: string;
}

/** Why a mail must not carry a file; null: it may. */
export function faultOfFile({ name, bytes }: { readonly name: string; readonly bytes: number }): FileFault | null {
  if (bytes === 0) return { detail: `“${name}” is empty.`, fix: "Choose the file again." };
  if (bytes > mostBytes) {
    return {
      detail: `“${name}” has ${megabytes(bytes)}; a mail carries at most 10 MB.`,
      fix: "Make it smaller, or put it on your website and link to it.",
    };
  }
  const end = endOf(name);
  if (turnedAway.has(end)) {
    return {
      detail: `Mailboxes turn mails with .${end} files away, whoever sends them.`,
      fix: "Send a PDF or a picture of it, or link to it.",
    };
  }
  return null;
}

/** What is known of a stored file. */
export interface KnownFile {
  readonly size: number;
  readonly mediaType: string;
}

/** Why these files cannot go with one mail, each at its place in the list. */
export function faultsOfAttachments(
  attachments: readonly AttachedFile[],
  known: ReadonlyMap<string, KnownFile>,
): { readonly place: number | null; readonly detail: string }[] {
  const cids = attachments.flatMap(({ cid }) => cid ?? []);
  const faults = attachments.flatMap(({ file, name, cid }, place) => {
    const found = known.get(file);
    if (found === undefined) return [{ place, detail: `There is no file “${name}”. Upload it with POST /files.` }];
    const fault = faultOfFile({ name, bytes: found.size });
    if (fault !== null) return [{ place, detail: `${fault.detail} ${fault.fix}` }];
    if (cid === null) return [];
    if (!isPicture(found.mediaType)) return [{ place, detail: `“${name}” is no picture, so no cid can show it.` }];
    return cids.indexOf(cid) === cids.lastIndexOf(cid)
      ? []
      : [{ place, detail: `Another picture is called cid:${cid}, too.` }];
  });
  const bytes = attachments.reduce((sum, { file }) => sum + (known.get(file)?.size ?? 0), 0);
  if (bytes <= mostBytes) return faults;
  return [...faults, { place: null, detail: `The files have ${megabytes(bytes)}; a mail carries at most 10 MB.` }];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
