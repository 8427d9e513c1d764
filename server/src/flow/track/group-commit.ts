interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitParts<Item, Result> {
  /** One transaction with all of these; a result for each, in their order. */
  readonly commit: (workspaceId: string, items: readonly Item[]) => Promise<readonly Result[]>;
  readonly onCommitted: (workspaceId: string) => void;
}

const mostAtOnce = 500;

/**
 * What arrives while a commit is under way goes with the next one, and an answer leaves only after its commit. So a burst
 * costs a few transactions, and nothing that was answered can be lost.
 */
export class GroupCommit<Item extends { readonly workspaceId: string }, Result> {
  readonly #parts: GroupCommitParts<Item, Result>;
  readonly #waiting = new Map<string, Waiting<Item, Result>[]>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(parts: GroupCommitParts<Item, Result>) {
    this.#parts = parts;
  }

  /** Resolves once it is durable. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const list = this.#waiting.get(item.workspaceId) ?? [];
      list.push({ item, resolve, reject });
      this.#waiting.set(item.workspaceId, list);
      this.#go(item.workspaceId);
    });
  }

  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  #go(workspaceId: string): void {
    if (this.#running.has(workspaceId)) return;
    this.#running.set(workspaceId, this.#commitWhileWaiting(workspaceId));
  }

  async #commitWhileWaiting(workspaceId: string): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (;;) {
      const batch = this.#waiting.get(workspaceId)?.splice(0, mostAtOnce) ?? [];
      if (batch.length === 0) {
        // In one breath with the look: whoever comes later starts a run of its own.
        this.#waiting.delete(workspaceId);
        this.#running.delete(workspaceId);
        return;
      }
      try {
        const items = batch.map((one) => one.item);
        const results = await this.#parts.commit(workspaceId, items);
        for (const [index, one] of batch.entries()) one.resolve(results[index] as Result);
        this.#parts.onCommitted(workspaceId);
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
  }
}
