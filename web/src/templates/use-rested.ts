import { useEffect, useState } from "react";

/** Typing rests this long before the mail is drawn and looked over anew. */
const REST_MS = 350;

/** A value once it has rested; what depends on it is not done for every key. */
export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
