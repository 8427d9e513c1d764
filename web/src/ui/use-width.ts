import { type RefCallback, useCallback, useRef, useState, useSyncExternalStore } from "react";

/** Width of an element in px, 0 until it was measured; lists choose their columns by it. */
export function useWidth(): [RefCallback<HTMLElement>, number] {
  const [width, setWidth] = useState(0);
  const observer = useRef<ResizeObserver | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    observer.current = null;
    if (!element) return;
    setWidth(element.clientWidth);
    observer.current = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.current.observe(element);
  }, []);
  return [ref, width];
}

/** Whether a media query holds, without a flash of the wrong layout. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

/** Below this the rail becomes a bottom bar and panels become pages. */
export const PHONE = "(max-width: 719px)";
/** Below this the rail shows icons only and panels lie over the page. */
export const NARROW = "(max-width: 1199px)";
