/** What an author wrote for one email step. */
export interface EmailSource {
  readonly subject: string | null;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
  /** What a mailbox shows beside the subject; absent or blank: the first words of the mail. */
  readonly preheader?: string | null | undefined;
}

/** A snippet in either part of a mail; a blank part follows from the other one. */
export interface SnippetText {
  readonly html: string;
  readonly text: string;
}
