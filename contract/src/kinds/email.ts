import { z } from "zod";

const Word = z.string().trim().min(1).max(200);

/** Put on links into the web, where they do not say the same already. */
export const Utm = z.object({
  source: Word,
  medium: Word,
  campaign: Word,
  term: Word.nullish(),
  content: Word.nullish(),
});

/** A file that goes with each email: `POST /files` takes it and says its name here. */
export const AttachedFile = z.object({
  /** The SHA-256 of its bytes. */
  file: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().trim().min(1).max(200),
  /** For a picture that the HTML shows as `<img src="cid:logo">`: `logo`; null: it is attached. */
  cid: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .nullable(),
});

/** What a template and an email step have beside their words; left out: none. */
export const emailExtras = {
  /** What a mailbox shows beside the subject; without one, the first words of the mail. */
  preheader: z.string().max(500).nullish(),
  utm: Utm.nullish(),
  attachments: z.array(AttachedFile).max(10).nullish(),
};

/** What an email step holds. Without a subject it stays in the thread of the one before. */
export const email = z.object({
  subject: z.string().max(500).nullable(),
  htmlContent: z.string().max(200_000).nullable(),
  textContent: z.string().max(200_000).nullable(),
  ...emailExtras,
});
