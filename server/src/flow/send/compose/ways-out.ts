export interface WaysOut {
  /** Its last part is the signed token of the mail (`/u/<token>`). */
  readonly unsubscribeUrl: string;
  /** A mailbox of ours that is read; absent or null: mails to it would be seen by nobody. */
  readonly unsubscribeMailbox?: string | null | undefined;
}

/**
 * Where List-Unsubscribe points, the one-click address first (RFC 2369 §3.2: clients take the first they can use). The
 * mail carries the same signed token as the link in its subject, so nobody can write one for somebody else (RFC 8058 §6).
 */
export function waysOut({ unsubscribeUrl, unsubscribeMailbox }: WaysOut): string[] {
  const url = new URL(unsubscribeUrl);
  const web = `<${url.href}>`;
  const token = /\/u\/([\w-]+)$/.exec(url.pathname)?.[1];
  const at = unsubscribeMailbox?.lastIndexOf("@") ?? -1;
  if (!unsubscribeMailbox || token === undefined || at < 1 || /[^!-~]/.test(unsubscribeMailbox)) return [web];
  const local = encodeURIComponent(unsubscribeMailbox.slice(0, at));
  return [web, `<mailto:${local}${unsubscribeMailbox.slice(at)}?subject=unsubscribe%20${token}>`];
}
