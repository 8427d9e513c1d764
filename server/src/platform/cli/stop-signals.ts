/** How a person or a service manager asks a running command to end. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ctrl-C reaches us twice: from the terminal and from the npm that started us, which passes it on. */
const echoWithinMs = 1_000;

export interface StopSignals {
  /** Resolves at the first request to stop. */
  readonly asked: Promise<void>;
  readonly isAsked: boolean;
  /** From here on signals do what they do by themselves. */
  release(): void;
}

/**
 * Listens for requests to stop. The first asks for a clean end; a second one, later than an echo can come, means that
 * somebody lost patience, and calls `force`.
 */
export function listenForStop(options: { readonly elapsedMs: () => number; readonly force: () => void }): StopSignals {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  let firstMs: number | undefined;
  const onSignal = () => {
    const now = options.elapsedMs();
    if (firstMs === undefined) {
      firstMs = now;
      resolve();
    } else if (now - firstMs >= echoWithinMs) options.force();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    asked,
    get isAsked() {
      return firstMs !== undefined;
    },
    release() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
