import { earlierOf, type Instant } from "../base/index.ts";
import { Heap } from "./heap.ts";
import type { Walker } from "./walker.ts";

/** Something that waits for its instant; `place` is its person's. */
export interface Queued {
  readonly at: Instant;
  readonly place: number;
}

/** By the instant; ties as people were enrolled. */
export function isEarlier(a: Queued, b: Queued): boolean {
  return a.at < b.at || (a.at === b.at && a.place < b.place);
}

interface DueWalker extends Queued {
  readonly walker: Walker;
}

/** The people whom the planner looks at, in its order: those past their first step before the new ones. */
export class DueQueue {
  readonly #again = new Heap<DueWalker>(isEarlier);
  readonly #fresh = new Heap<DueWalker>(isEarlier);

  push(walker: Walker, at: Instant): void {
    const queue = walker.order > 0 ? this.#again : this.#fresh;
    if (walker.queued?.at === at && walker.queued.queue === queue) return;
    walker.queued = { at, queue };
    queue.push({ walker, at, place: walker.place });
  }

  nextAt(): Instant | undefined {
    const [again, fresh] = [firstOf(this.#again)?.at, firstOf(this.#fresh)?.at];
    return again === undefined || fresh === undefined ? (again ?? fresh) : earlierOf(again, fresh);
  }

  /** Takes up to `limit` of those who are due. */
  take(now: Instant, limit: number): Walker[] {
    const batch: Walker[] = [];
    for (const queue of [this.#again, this.#fresh]) {
      for (let next = firstOf(queue); next !== undefined && next.at <= now; next = firstOf(queue)) {
        if (batch.length === limit) return batch;
        queue.pop();
        next.walker.queued = null;
        batch.push(next.walker);
      }
    }
    return batch;
  }
}

/** The next entry that still holds: whoever was moved meanwhile stands elsewhere. */
function firstOf(queue: Heap<DueWalker>): DueWalker | undefined {
  for (let next = queue.peek(); next !== undefined; next = queue.peek()) {
    const { queued, state } = next.walker;
    if (queued?.queue === queue && queued.at === next.at && state.dueAt === next.at) return next;
    queue.pop();
  }
  return undefined;
}
