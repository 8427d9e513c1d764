import { readFile } from "node:fs/promises";
import { Failure } from "../platform/cli/index.ts";

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "this user may not",
};

/** A file that was named on the command line. @throws Failure that says why it cannot be read */
export async function readGivenFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (err) {
    const { code = "", message } = err as NodeJS.ErrnoException;
    throw new Failure(`${file} cannot be read: ${unreadable[code] ?? message}.`, null, { cause: err });
  }
}
