/** One thing a recipient or a machine did at a public address. */
export interface Fetched {
  readonly workspaceId: string;
  readonly emailId: string;
  readonly kind: "opened" | "clicked" | "unsubscribed";
  readonly link: number | null;
  /** Of a click: how many links its mail has. */
  readonly links: number | null;
  readonly agent: string;
  readonly method: string;
  /** The header in which it says that nobody looks yet; null without one. */
  readonly ahead: string | null;
  readonly network: string | null;
  readonly visitor: string | null;
  readonly machineAt: Date;
  /** How an unsubscribe arrived. */
  readonly by?: "one-click" | "page";
}
