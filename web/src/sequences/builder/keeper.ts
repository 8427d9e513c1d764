import { begin, type History, record, redo, undo } from "./history.ts";
import { isSame, type Steps } from "./model.ts";

/** The draft as the server has it. */
export interface Saved {
  readonly version: number;
  readonly steps: Steps;
}

export interface DraftView {
  readonly steps: Steps;
  readonly state: "saved" | "changed" | "saving" | "failed" | "conflict";
  /** Why it could not be saved. */
  readonly error: unknown;
  /** What somebody else saved meanwhile; ours waits until one of the two is chosen. */
  readonly theirs: Steps | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface KeeperPorts {
  /** Saves a draft meant for a version of the sequence; refuses where there is a newer one. */
  readonly save: (draft: Saved) => Promise<void>;
  /** Whether a save was refused because somebody else saved in between. */
  readonly isOutdated: (error: unknown) => boolean;
}

/** Typing rests this long before it is saved. */
const REST_MS = 600;

/**
 * Holds a draft while it is edited: shows every change at once, saves when typing rests, one save at a time, and never
 * over a version it has not seen. Steps are saved whole, so undo, paste and moves are one mechanism.
 */
export class DraftKeeper {
  private history: History;
  private base: Saved;
  private sent: Steps | null = null;
  private kept: Steps;
  private error: unknown = null;
  private theirs: Saved | null = null;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private view: DraftView;

  private readonly save: (draft: Saved) => Promise<void>;
  private readonly isOutdated: (error: unknown) => boolean;

  constructor(first: Saved, { save, isOutdated }: KeeperPorts) {
    this.save = save;
    this.isOutdated = isOutdated;
    this.history = begin(first.steps);
    this.base = first;
    this.kept = first.steps;
    this.view = this.look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): DraftView => this.view;

  /** @param about names a field, so that typing on in it is one change */
  apply(change: (steps: Steps) => Steps, about: string | null = null): void {
    this.go(record(this.history, change(this.history.present), about));
  }

  readonly undo = (): void => this.go(undo(this.history));
  readonly redo = (): void => this.go(redo(this.history));

  /** What the server has now, by our own save or by somebody else's. */
  receive(now: Saved): void {
    if (now.version <= this.base.version) return;
    const isOurs = [this.base.steps, this.sent, this.history.present].some(
      (steps) => steps && isSame(steps, now.steps),
    );
    if (isOurs || this.kept === this.history.present) {
      const isForeign = !isOurs && this.running === null;
      if (isForeign) {
        this.history = record(this.history, now.steps, null);
        this.kept = now.steps;
      }
      this.base = now;
      if (this.kept !== this.history.present) this.later();
    } else this.theirs = now;
    this.tell();
  }

  keepMine(): void {
    if (this.theirs) this.base = this.theirs;
    this.theirs = null;
    this.later();
    this.tell();
  }

  /** Ours stays one undo away. */
  takeTheirs(): void {
    if (!this.theirs) return;
    this.base = this.theirs;
    this.history = record(this.history, this.theirs.steps, null);
    this.kept = this.theirs.steps;
    this.theirs = null;
    this.error = null;
    this.tell();
  }

  /** Saves what waits, and answers once nothing waits or it cannot be saved. */
  readonly flush = async (): Promise<void> => {
    clearTimeout(this.timer);
    while (this.running !== null) await this.running;
    if (this.kept === this.history.present || this.theirs) return;
    this.running = this.saveOnce();
    await this.running;
    if (!this.error) await this.flush();
  };

  private async saveOnce(): Promise<void> {
    const steps = this.history.present;
    this.sent = steps;
    this.error = null;
    const saving = this.save({ version: this.base.version, steps });
    this.tell();
    try {
      await saving;
      this.kept = steps;
      // A save that was meant for a version makes the next one.
      this.base = { version: this.base.version + 1, steps };
    } catch (error) {
      // An outdated version is told by what is received next: it may differ in what is none of ours.
      this.error = error;
      if (this.isOutdated(error)) this.later();
    } finally {
      this.running = null;
      this.tell();
    }
  }

  private go(history: History): void {
    if (history === this.history) return;
    this.history = history;
    this.later();
    this.tell();
  }

  private later(): void {
    clearTimeout(this.timer);
    if (!this.theirs) this.timer = setTimeout(() => void this.flush(), REST_MS);
  }

  private look(): DraftView {
    const { past, present, future } = this.history;
    const error = this.error !== null && this.isOutdated(this.error) ? null : this.error;
    return {
      steps: present,
      state: this.stateNow(error),
      error,
      theirs: this.theirs?.steps ?? null,
      canUndo: past.length > 0,
      canRedo: future.length > 0,
    };
  }

  private stateNow(error: unknown): DraftView["state"] {
    if (this.theirs) return "conflict";
    if (this.running !== null) return "saving";
    if (error) return "failed";
    return this.kept === this.history.present ? "saved" : "changed";
  }

  private tell(): void {
    this.view = this.look();
    for (const listener of this.listeners) listener();
  }
}
