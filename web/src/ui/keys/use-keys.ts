import { useEffect, useRef, useSyncExternalStore } from "react";
import { currentBindings, type KeyBinding, register, singleKeysOn, subscribe } from "./registry.ts";

/**
 * Registers keys while the component is shown. The newest `run` is always called; keys, labels and groups are read
 * when `bindings.length` or any `keys` changes.
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const shape = bindings.map((each) => `${each.keys}\n${each.label}`).join("\n\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the bindings; `latest` is a ref
  useEffect(
    () =>
      register(
        latest.current.map((each, at) => ({ ...each, run: (event: KeyboardEvent) => latest.current[at]?.run(event) })),
      ),
    [shape],
  );
}

export function useBindings(): readonly KeyBinding[] {
  return useSyncExternalStore(subscribe, currentBindings);
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, singleKeysOn);
}
