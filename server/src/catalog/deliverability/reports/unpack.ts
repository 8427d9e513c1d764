/** What came by mail, unpacked: reports travel as .xml.gz, .zip or .json.gz, and anybody may send us one. */
import { promisify } from "node:util";
import { gunzip, inflateRaw } from "node:zlib";

const unzipGz = promisify(gunzip);
const inflate = promisify(inflateRaw);

/** As it is sent: the largest known are some hundred kilobytes. */
const mostPackedBytes = 5 * 1024 * 1024;
/** Unpacked. A bomb of a few kilobytes would be gigabytes; reading stops here. */
export const mostUnpackedBytes = 20 * 1024 * 1024;

export type Unpacked = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

const refused = (reason: string): Unpacked => ({ ok: false, reason });
const tooLarge = `It is larger than ${mostUnpackedBytes / 1024 / 1024} MB once unpacked.`;

export async function unpack(bytes: Buffer): Promise<Unpacked> {
  if (bytes.length > mostPackedBytes) return refused(`It is larger than ${mostPackedBytes / 1024 / 1024} MB.`);
  try {
    if (bytes.readUInt16BE(0) === 0x1f8b) return textOf(await unzipGz(bytes, { maxOutputLength: mostUnpackedBytes }));
    if (bytes.readUInt32LE(0) === localHeader) return await unzip(bytes);
  } catch (error) {
    const { code } = error as { code?: string };
    return refused(code === "ERR_BUFFER_TOO_LARGE" ? tooLarge : "It is packed in a way that cannot be unpacked.");
  }
  return textOf(bytes);
}

const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endOfDirectory = 0x06054b50;
const endBytes = 22;
const longestComment = 65_535;

/** The one file of an archive (PKWARE APPNOTE 4.3): reports come alone. */
async function unzip(bytes: Buffer): Promise<Unpacked> {
  const end = findEnd(bytes);
  if (end === null) return refused("The archive ends in the middle.");
  if (bytes.readUInt16LE(end + 10) !== 1) return refused("The archive holds more or less than one file.");
  const entry = bytes.readUInt32LE(end + 16);
  if (bytes.readUInt32LE(entry) !== centralHeader) return refused("The archive is damaged.");
  const method = bytes.readUInt16LE(entry + 10);
  const size = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(begin, begin + size);
  if (method === 0) return textOf(packed);
  if (method !== 8) return refused("The archive is packed by a method that reports do not use.");
  return textOf(await inflate(packed, { maxOutputLength: mostUnpackedBytes }));
}

function findEnd(bytes: Buffer): number | null {
  const from = Math.max(0, bytes.length - endBytes - longestComment);
  for (let at = bytes.length - endBytes; at >= from; at -= 1) if (bytes.readUInt32LE(at) === endOfDirectory) return at;
  return null;
}

/** Some write UTF-16, which their first two bytes say. */
function textOf(bytes: Buffer): Unpacked {
  if (bytes.length > mostUnpackedBytes) return refused(tooLarge);
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return { ok: true, text: new TextDecoder(encoding).decode(bytes).trim() };
}
