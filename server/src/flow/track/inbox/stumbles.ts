/** What was asked of a mail: its header (with those of its batch) or all of it. */
export type Asked = "header" | "whole";

/** So often a mail may break an IMAP connection before it is left alone. */
const mostAttempts = 3;

/** What names a mail: its UID, or its provider's id. */
type MailName = number | string;

/**
 * Mails whose fetching failed, so that one that a server cannot hand out, or hands out endlessly, never keeps the rest
 * of the mailbox from being read. Kept in memory: after a restart it is tried again.
 */
export class Stumbles {
  readonly #failures = new Map<string, number>();
  readonly #most: number;

  constructor(most = mostAttempts) {
    this.#most = most;
  }

  /** Runs `fetch` and counts it against the mail when it fails. */
  async watch<T>(asked: Asked, mail: MailName, fetch: () => Promise<T>): Promise<T> {
    const key = `${asked} ${mail}`;
    try {
      const result = await fetch();
      this.#failures.delete(key);
      return result;
    } catch (err) {
      this.#failures.set(key, (this.#failures.get(key) ?? 0) + 1);
      throw err;
    }
  }

  /** Something failed here: fetch one by one, so that the next failure has a name. */
  isSlow(mail: MailName): boolean {
    return this.#failures.has(`header ${mail}`);
  }

  isHopeless(asked: Asked, mail: MailName): boolean {
    return (this.#failures.get(`${asked} ${mail}`) ?? 0) >= this.#most;
  }
}
