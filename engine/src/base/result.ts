/**
 * Expected refusals are values, not exceptions: a caller cannot forget them, and a batch goes on when one row is
 * refused. Exceptions stay for bugs. `error` is a tagged object (`{ code: "window_empty", … }`) or a string literal.
 */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** The wanted outcome. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** An expected refusal, told to the caller as a value. */
export function refuse<const E>(error: E): Result<never, E> {
  return { ok: false, error };
}

/**
 * The value of a result whose refusal would be a bug: something already validated (a published sequence, a stored
 * zone) is read again.
 * @throws Error naming `what` and the refusal.
 */
export function must<T, E>(result: Result<T, E>, what: string): T {
  if (result.ok) return result.value;
  throw new Error(`${what}: ${JSON.stringify(result.error)}`, { cause: result.error });
}
