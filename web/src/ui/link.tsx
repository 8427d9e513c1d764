import { useRouter } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, MouseEvent, Ref } from "react";

/**
 * A link inside the app: a plain `<a>` with a real address (so that opening in a new tab and copying work) whose plain
 * left click is answered by the router. Addresses come from `app/paths.ts`.
 */
export function A({
  href,
  ref,
  onClick,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; ref?: Ref<HTMLAnchorElement> }) {
  const router = useRouter();
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(href);
  }
  return <a {...rest} ref={ref ?? null} href={href} onClick={follow} />;
}
