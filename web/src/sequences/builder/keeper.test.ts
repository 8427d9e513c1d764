import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TreeStep } from "../tree.ts";
import { DraftKeeper, type Saved } from "./keeper.ts";

const mail = (subject: string): TreeStep => ({
  id: "a",
  order: 0,
  type: "email",
  delay: { value: 0, unit: "hours" },
  conditions: [],
  content: { subject, htmlContent: null, textContent: null },
  templateId: null,
  tracking: null,
});

const outdated = new Error("there is a newer version");

/** A server that keeps one draft and refuses what is meant for another version. */
function server(first: Saved) {
  const state = { saved: first, saves: 0, refusal: null as Error | null };
  const keeper = new DraftKeeper(first, {
    save: async (draft) => {
      state.saves += 1;
      if (state.refusal) throw state.refusal;
      if (draft.version !== state.saved.version) throw outdated;
      state.saved = { version: draft.version + 1, steps: draft.steps };
    },
    isOutdated: (error) => error === outdated,
  });
  return { state, keeper };
}

const write = (keeper: DraftKeeper, subject: string) => keeper.apply(() => [mail(subject)], "a subject");

describe("a draft while it is edited", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test("is saved once typing rests, not with every key", async () => {
    const { state, keeper } = server({ version: 1, steps: [] });
    for (const text of ["H", "He", "Hello"]) write(keeper, text);
    expect(keeper.read().state).toBe("changed");
    await vi.advanceTimersByTimeAsync(1_000);
    expect([state.saves, state.saved, keeper.read().state]).toEqual([
      1,
      { version: 2, steps: [mail("Hello")] },
      "saved",
    ]);
  });

  test("is saved at once when somebody needs it saved, with what is typed meanwhile", async () => {
    const { state, keeper } = server({ version: 1, steps: [] });
    write(keeper, "Hello");
    const saved = keeper.flush();
    write(keeper, "Hello there");
    await saved;
    expect([state.saved.steps, keeper.read().state]).toEqual([[mail("Hello there")], "saved"]);
  });

  test("takes what somebody else saved where nothing of ours waits, one undo away", () => {
    const { keeper } = server({ version: 1, steps: [mail("Mine")] });
    keeper.receive({ version: 2, steps: [mail("Theirs")] });
    expect(keeper.read()).toMatchObject({ steps: [mail("Theirs")], state: "saved", canUndo: true });
  });

  test("goes on over a newer version that has the same steps", async () => {
    const { state, keeper } = server({ version: 1, steps: [mail("Hello")] });
    state.saved = { version: 5, steps: [mail("Hello")] };
    write(keeper, "Hello there");
    await vi.advanceTimersByTimeAsync(700);
    keeper.receive(state.saved);
    await vi.advanceTimersByTimeAsync(700);
    expect([state.saved, keeper.read().state]).toEqual([{ version: 6, steps: [mail("Hello there")] }, "saved"]);
  });

  test("saves nothing over steps it has not seen until one of both is chosen", async () => {
    const { state, keeper } = server({ version: 1, steps: [mail("Hello")] });
    write(keeper, "Mine");
    state.saved = { version: 2, steps: [mail("Theirs")] };
    keeper.receive(state.saved);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([state.saves, keeper.read()]).toMatchObject([0, { state: "conflict", theirs: [mail("Theirs")] }]);
    keeper.keepMine();
    await vi.advanceTimersByTimeAsync(700);
    expect([state.saved.steps, keeper.read().state]).toEqual([[mail("Mine")], "saved"]);
  });

  test("shows theirs when they are chosen, and ours one undo away", () => {
    const { keeper } = server({ version: 1, steps: [mail("Hello")] });
    write(keeper, "Mine");
    keeper.receive({ version: 2, steps: [mail("Theirs")] });
    keeper.takeTheirs();
    expect(keeper.read()).toMatchObject({ steps: [mail("Theirs")], state: "saved", theirs: null });
    keeper.undo();
    expect(keeper.read().steps).toEqual([mail("Mine")]);
  });

  test("is kept when it could not be saved, and saved when that is tried again", async () => {
    const { state, keeper } = server({ version: 1, steps: [] });
    state.refusal = new Error("the line broke");
    write(keeper, "Hello");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(keeper.read()).toMatchObject({ state: "failed", steps: [mail("Hello")], error: state.refusal });
    state.refusal = null;
    await keeper.flush();
    expect([state.saved.steps, keeper.read().state]).toEqual([[mail("Hello")], "saved"]);
  });
});
