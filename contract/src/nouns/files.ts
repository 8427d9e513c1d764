import { z } from "zod";
import { endpoint } from "../endpoint.ts";

const StoredFile = z.object({
  /** The SHA-256 of its bytes: what `attachments` name it by. */
  file: z.string(),
  name: z.string(),
  /** Known by its name; a picture's by its first bytes. */
  mediaType: z.string(),
  size: z.int(),
});
export type StoredFile = z.infer<typeof StoredFile>;

const FileParams = z.object({ file: z.string().regex(/^[0-9a-f]{64}$/) });

export const fileEndpoints = {
  "POST /files": endpoint({
    summary: "Take a file that mails carry: a picture or an attachment of at most 10 MB; programs are refused",
    permission: "templates:write",
    query: z.object({ name: z.string().trim().min(1).max(200) }),
    body: z.instanceof(Uint8Array),
    bodyType: "application/octet-stream",
    status: 201,
    response: StoredFile,
  }),
  "GET /files/:file": endpoint({
    summary: "What is known of a file, and its bytes in base64",
    permission: "templates:read",
    params: FileParams,
    status: 200,
    response: StoredFile.extend({ content: z.base64() }),
  }),
} as const;
