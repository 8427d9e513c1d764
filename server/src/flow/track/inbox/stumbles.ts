/** What was asked of a mail: its header (with those of its batch) or all of it. */
export type Asked = "header" | "whole";

/** So often a mail may break the connection before it is left alone. */
const mostAttempts = 3;

/**
 * Mails whose fetching failed, so that one that a server cannot hand out, or hands out endlessly, never keeps the rest
 * of the mailbox from being read. Kept in memory: after a restart it is tried again.
 */
export class Stumbles {
  readonly #failures = new Map<string, number>();

  /** Runs `fetch` and counts it against the mail when it fails. */
  async watch<T>(asked: Asked, uid: number, fetch: () => Promise<T>): Promise<T> {
    const key = `${asked} ${uid}`;
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
  isSlow(uid: number): boolean {
    return this.#failures.has(`header ${uid}`);
  }

  isHopeless(asked: Asked, uid: number): boolean {
    return (this.#failures.get(`${asked} ${uid}`) ?? 0) >= mostAttempts;
  }
}
